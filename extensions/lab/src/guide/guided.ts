/** Whether the code of steps is seen: kept in the workspace, so that no file changes by looking at it. */
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { titleOf } from './words';

/** On cells whose code is hidden. */
export const HIDDEN = 'workbench-mod-codeHidden';

/** A step, as far as it is needed to hide its code. */
export interface IHidden {
  readonly id: string;
  readonly cell: number;
  readonly step: string;
  readonly title: string;
}

export type IState = Pick<IStateDB, 'fetch' | 'save' | 'remove'>;

/** Hides the code of a notebook's steps, all but of those that are wanted. */
export class GuidedView implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _trans: TranslationBundle,
    private readonly _state: IState | null = null,
    /** Whether notebooks are guided of which nothing is known yet. */
    private readonly _isGuidedAtFirst: () => boolean = () => false
  ) {
    this._path = _panel.context.path;
    _panel.context.pathChanged.connect(this._onPathChanged, this);
    _panel.content.stateChanged.connect(this._onNotebookStateChanged, this);
    void this._restore();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isGuided(): boolean {
    return this._isGuided ?? this._isGuidedAtFirst();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Whether the code of a step is seen. */
  isShown(id: string): boolean {
    return !this.isGuided || this._shown.has(id);
  }

  setGuided(isGuided: boolean): void {
    this._isGuided = isGuided;
    this._shown.clear();
    this._keep();
  }

  setShown(id: string, isShown: boolean): void {
    if (isShown) {
      this._shown.add(id);
    } else {
      this._shown.delete(id);
    }
    this._keep();
  }

  /** Show and hide code as it is wanted now; cells that are no steps are seen. */
  apply(steps: readonly IHidden[]): void {
    this._steps = steps;
    const hidden = new Map(steps.filter(({ id }) => !this.isShown(id)).map(one => [one.cell, one]));
    this._panel.content.widgets.forEach(({ node }, place) => {
      const step = hidden.get(place);
      if (step !== undefined) {
        node.classList.add(HIDDEN);
        node.dataset['workbenchHidden'] = this._trans.__('%1: its code is hidden', titleOf(step));
      } else if (node.classList.contains(HIDDEN)) {
        node.classList.remove(HIDDEN);
        delete node.dataset['workbenchHidden'];
      }
    });
  }

  /** Nobody shall type into code that is not seen. */
  private readonly _onNotebookStateChanged = (
    _: unknown,
    { name, newValue }: { readonly name: string; readonly newValue?: unknown }
  ): void => {
    if (name === 'mode' && newValue === 'edit') {
      const place = this._panel.content.activeCellIndex;
      const step = this._steps.find(({ cell }) => cell === place);
      if (step !== undefined && !this.isShown(step.id)) {
        this.setShown(step.id, true); // now, since the next key is typed at once
      }
    }
  };

  private readonly _onPathChanged = (): void => {
    const old = this._path;
    this._path = this._panel.context.path;
    if (this._isGuided !== null) {
      void this._state?.remove(keyOf(old));
      this._keep();
    }
  };

  private async _restore(): Promise<void> {
    const found = await this._state?.fetch(keyOf(this._path)).catch(() => undefined);
    const { guided, shown } = (found ?? {}) as { guided?: unknown; shown?: unknown };
    if (typeof guided === 'boolean' && this._isGuided === null && !this._isDisposed) {
      this._isGuided = guided;
      const ids: readonly unknown[] = Array.isArray(shown) ? shown : [];
      ids.forEach(id => this._shown.add(String(id)));
      this._changed.emit();
    }
  }

  private _keep(): void {
    void this._state?.save(keyOf(this._path), { guided: this.isGuided, shown: [...this._shown] });
    this.apply(this._steps);
    this._changed.emit();
  }

  private _path: string;
  private _steps: readonly IHidden[] = [];
  private _isGuided: boolean | null = null;
  private _isDisposed = false;
  private readonly _shown = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
}

function keyOf(path: string): string {
  return `workbench:guide:${path}`;
}
