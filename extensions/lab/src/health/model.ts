import { Signal, type ISignal } from '@lumino/signaling';

import type { IHealth } from './api';

export type State =
  | { readonly name: 'asking' }
  | { readonly name: 'known'; readonly health: IHealth }
  | { readonly name: 'failed'; readonly reason: unknown };

/** What the health page shows. */
export interface IHealthModel {
  readonly state: State;
  readonly changed: ISignal<IHealthModel, void>;
  /** Ask anew; only the last answer counts. */
  refresh(): Promise<void>;
}

export class HealthModel implements IHealthModel {
  constructor(private readonly _ask: () => Promise<IHealth>) {}

  get state(): State {
    return this._state;
  }

  get changed(): ISignal<IHealthModel, void> {
    return this._changed;
  }

  async refresh(): Promise<void> {
    const turn = ++this._turn;
    this._become({ name: 'asking' });
    const state = await this._ask().then(
      (health): State => ({ name: 'known', health }),
      (reason: unknown): State => ({ name: 'failed', reason })
    );
    if (turn === this._turn) {
      this._become(state);
    }
  }

  private _become(state: State): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: State = { name: 'asking' };
  private _turn = 0;
  private readonly _changed = new Signal<IHealthModel, void>(this);
}
