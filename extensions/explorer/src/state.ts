/** What a person has chosen, and the way back. */
import type { Costs } from './presets';

export interface IChoice {
  /** Whether each group has a threshold of its own. */
  readonly each: boolean;
  /** The place of the edge for all groups. */
  readonly one: number;
  /** The place of the edge of each group. */
  readonly own: readonly number[];
  readonly costs: Costs;
  /** How many people may be favoured at most; `null`: as many as one likes. */
  readonly capacity: number | null;
}

export class Choices {
  /** @param given What was named beforehand: where choosing begins, and what resetting goes back to. */
  constructor(start: number, groups: number, given: Partial<IChoice> = {}) {
    this._past = [
      {
        each: false,
        one: start,
        own: Array<number>(groups).fill(start),
        costs: [1, 1],
        capacity: null,
        ...given
      }
    ];
  }

  get now(): IChoice {
    return this._past[this._past.length - 1] as IChoice;
  }

  /** The place of each group's edge. */
  get places(): readonly number[] {
    const { each, one, own } = this.now;
    return each ? own : own.map(() => one);
  }

  get canUndo(): boolean {
    return this._past.length > 1;
  }

  /** Whether anything differs from how it began. */
  get canReset(): boolean {
    return JSON.stringify(this.now) !== JSON.stringify(this._past[0]);
  }

  choose(change: Partial<IChoice>): void {
    const next = { ...this.now, ...change };
    if (JSON.stringify(next) !== JSON.stringify(this.now)) {
      this._past.push(next);
    }
  }

  /** A threshold for each group begins where that of all was. */
  chooseEach(each: boolean): void {
    const { one, own } = this.now;
    this.choose(each ? { each, own: own.map(() => one) } : { each });
  }

  moveOne(place: number): void {
    this.choose({ one: place });
  }

  moveOwn(group: number, place: number): void {
    this.choose({ own: this.now.own.map((old, at) => (at === group ? place : old)) });
  }

  undo(): void {
    if (this.canUndo) {
      this._past.pop();
    }
  }

  reset(): void {
    this.choose(this._past[0] as IChoice);
  }

  private readonly _past: IChoice[];
}
