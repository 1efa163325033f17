/**
 * How far a notebook is: the state of each step, told by the records in its outputs and by the study. A
 * cell rests on another if it reads a name that the other, the nearest one above, binds. The same as
 * `workbench/templates/steps.py`; both read tests/contracts/steps.
 */
import { hashOfSource } from './hash';
import {
  isLater,
  madeIn,
  recordIn,
  type IFinding,
  type IFlow,
  type IKeptResult,
  type IRecord
} from './records';

/** Stands for all names: what a cell that cannot be read rests on. */
const EVERYTHING = '*';

export type State = 'to_do' | 'failed' | 'stale' | 'blocked' | 'done';
export type Because = '' | 'error' | 'interrupted' | 'edited' | 'earlier' | 'study' | 'needs';

/** What the metadata of a cell say of its step. */
export interface IStep {
  readonly step: string;
  readonly title: string;
  readonly why: string;
}

/** What of a code cell takes part in the reckoning; it changes only when the cell does. */
export interface ICodeCell {
  readonly step: IStep | null;
  readonly hash: string;
  readonly record: IRecord | null;
}

/** What is known of a study, where one is open. */
export interface IStudyKnown {
  readonly kept: readonly IKeptResult[];
  readonly overruled: readonly {
    readonly code: string;
    readonly scope: string;
    readonly reason: string;
  }[];
}

/** How far one step is. */
export interface IStepState extends IStep {
  /** The place of its cell among all cells. */
  readonly cell: number;
  readonly state: State;
  readonly because: Because;
  /** The step, or the place of the cell, that is the reason. */
  readonly after: string | number | null;
  /** What of a study is lacking. */
  readonly needs: readonly string[];
  readonly said: string;
  readonly ran: string;
  readonly seconds: number;
  /** Whether its values are in the memory of the living kernel. */
  readonly remembered: boolean;
  readonly findings: readonly IFinding[];
}

/** How far one code cell is, be it a step or not. */
export interface ICellState {
  /** Its place among all cells. */
  readonly place: number;
  /** Whether it is a step. */
  readonly isStep: boolean;
  readonly state: State;
  /** `null` where it is not known, since it never ran or was edited. */
  readonly flow: IFlow | null;
  /** Whether it is done, and its values are in the memory of the living kernel. */
  readonly isThere: boolean;
}

/** What is found out of all cells at once. */
export interface IReckoned {
  readonly steps: IStepState[];
  readonly cells: ICellState[];
}

export interface IReckoning {
  /** The living process, as records name it; empty where there is none. */
  readonly kernel?: string;
  /** Without it, what a step needs of a study is not judged. */
  readonly study?: IStudyKnown | null;
  /** The stages of a study that the template needs. */
  readonly needs?: readonly string[];
}

/** What of a code cell counts. */
export function codeCell(source: string, workbench: unknown, outputs: unknown): ICodeCell {
  return { step: readStep(workbench), hash: hashOfSource(source), record: recordIn(outputs) };
}

/** What the metadata of a cell say of its step; `null` if it is none. */
export function readStep(workbench: unknown): IStep | null {
  const { step, title, why } = (workbench ?? {}) as Partial<Record<keyof IStep, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return typeof step === 'string' ? { step, title: text(title), why: text(why) } : null;
}

/** The state of each step; `cells` by the place of each among all cells, `null` for those of no code. */
export function stepStates(
  cells: readonly (ICodeCell | null)[],
  reckoning: IReckoning = {}
): IStepState[] {
  return reckon(cells, reckoning).steps;
}

/** The state of each step and of each code cell. */
export function reckon(
  cells: readonly (ICodeCell | null)[],
  { kernel = '', study = null, needs = [] }: IReckoning = {}
): IReckoned {
  const judged = cells.flatMap((cell, place) => (cell === null ? [] : [new Judged(cell, place)]));
  matchEarlier(judged);
  const reckoning = new Reckoning(judged, study, needs);
  judged.forEach(one => reckoning.judge(one));
  return {
    steps: judged.flatMap(one => one.entry(kernel, study)),
    cells: judged.map(one => one.summary(kernel))
  };
}

/** A cell with the state that is found for it. */
class Judged {
  constructor(
    readonly cell: ICodeCell,
    readonly place: number
  ) {
    this.flow = cell.record?.flow ?? null;
    this.ranIn = cell.record?.kernel ?? '';
  }

  flow: IFlow | null;
  /** The process that ran it. */
  ranIn = '';
  state: State = 'to_do';
  because: Because = '';
  after: string | number | null = null;
  missing: readonly string[] = [];

  get name(): string | number {
    return this.cell.step?.step ?? this.place;
  }

  become(state: State, because: Because = '', after: string | number | null = null): void {
    this.state = state;
    this.because = because;
    this.after = after;
  }

  summary(kernel: string): ICellState {
    const isEdited = this.because === 'edited';
    return {
      place: this.place,
      isStep: this.cell.step !== null,
      state: this.state,
      flow: isEdited ? null : this.flow,
      isThere: this.state === 'done' && kernel !== '' && this.ranIn === kernel
    };
  }

  entry(kernel: string, study: IStudyKnown | null): IStepState[] {
    const { step, record } = this.cell;
    if (step === null) {
      return [];
    }
    return [
      {
        ...step,
        cell: this.place,
        state: this.state,
        because: this.because,
        after: this.after,
        needs: this.missing,
        said: record?.said ?? '',
        ran: record?.ran ?? '',
        seconds: record?.seconds ?? 0,
        remembered: record !== null && record.kernel === kernel,
        findings: (record?.findings ?? []).map(one => asOverruled(one, study))
      }
    ];
  }
}

/** Gives cells without a record the flow that a later record of their kernel knows them by. */
function matchEarlier(cells: readonly Judged[]): void {
  const known = new Map(
    cells.flatMap(({ ranIn, cell }) =>
      (cell.record?.before ?? []).map(({ hash, flow }) => [hash, { flow, ranIn }])
    )
  );
  for (const one of cells) {
    const found = known.get(one.cell.hash);
    if (one.cell.record === null && found !== undefined) {
      one.flow = found.flow;
      one.ranIn = found.ranIn;
      one.become('done');
    }
  }
}

/** Goes through the cells from above, with what is known of those above. */
class Reckoning {
  constructor(
    cells: readonly Judged[],
    private readonly _study: IStudyKnown | null,
    private readonly _needs: readonly string[]
  ) {
    const kept = _study?.kept ?? [];
    this._made = new Set(kept.map(one => one.stage));
    this._current = new Map(kept.map(one => [keyOf(one), one.fingerprint]));
    this._savedHere = new Set(
      cells.flatMap(({ cell }) =>
        (cell.record?.saved ?? []).map(one => keyOf(one, one.fingerprint))
      )
    );
  }

  judge(one: Judged): void {
    const { record } = one.cell;
    if (record !== null) {
      this._judgeRecorded(one, record);
    } else if (one.flow === null) {
      this._judgeToDo(one);
    }
    one.flow?.defines.forEach(name => this._binds.set(name, one));
    if (record?.state === 'done') {
      [...record.results, ...record.saved].forEach(({ stage }) => this._made.add(stage));
    }
    this._above.push(one);
  }

  private _judgeToDo(one: Judged): void {
    const failed = this._above.find(({ state }) => state === 'failed');
    const missing = this._study ? this._needs.filter(stage => !this._made.has(stage)) : [];
    if (failed !== undefined) {
      one.become('blocked', 'earlier', failed.name);
    } else if (missing.length > 0) {
      one.become('blocked', 'needs');
      one.missing = missing;
    }
  }

  private _judgeRecorded(one: Judged, record: IRecord): void {
    if (record.hash !== one.cell.hash) {
      one.become('stale', 'edited');
      return;
    }
    if (record.state !== 'done') {
      one.become('failed', record.state === 'interrupted' ? 'interrupted' : 'error');
      return;
    }
    const restsOn = this._restsOn(record);
    const blocking = restsOn.find(
      ({ state }) => state === 'failed' || state === 'blocked' || state === 'to_do'
    );
    const changed = restsOn.find(below => this._isChanged(below, record));
    if (blocking !== undefined) {
      one.become(
        'blocked',
        'earlier',
        blocking.state === 'blocked' ? blocking.after : blocking.name
      );
    } else if (changed !== undefined) {
      const isRoot = changed.state !== 'stale' || changed.because !== 'earlier';
      one.become('stale', 'earlier', isRoot ? changed.name : changed.after);
    } else {
      const lost = this._lost(record);
      if (lost !== undefined) {
        one.become('stale', 'earlier', lost.name);
      } else if (record.loaded.some(loaded => this._isSavedAnew(loaded))) {
        one.become('stale', 'study');
      } else {
        one.become('done');
      }
    }
  }

  private _restsOn({ flow }: IRecord): readonly Judged[] {
    if (flow.uses.includes(EVERYTHING)) {
      return this._above.filter(one => one.flow !== null || one.cell.step !== null);
    }
    const found = new Set(flow.uses.flatMap(name => this._binds.get(name) ?? []));
    return [...found].sort((one, other) => one.place - other.place);
  }

  /** Whether what a cell rests on is stale, or ran again with something else as its outcome. */
  private _isChanged(below: Judged, record: IRecord): boolean {
    if (below.state === 'stale') {
      return true;
    }
    const there = below.cell.record;
    if (there === null || !isLater(there, record)) {
      return false;
    }
    const made = madeIn(there);
    const inputs = new Set(record.results.flatMap(one => one.inputs));
    const uses = new Set(record.flow.uses);
    const names = there.flow.defines.filter(name => uses.has(EVERYTHING) || uses.has(name));
    return !names.every(name => {
      const now = made.get(name);
      return now !== undefined && (record.used.get(name) === now || inputs.has(now));
    });
  }

  /** The cell above that was edited since it bound, without a record, what is read here. */
  private _lost({ before, flow }: IRecord): Judged | undefined {
    const bound = new Set(before.flatMap(one => one.flow.defines));
    const isLost = flow.uses.some(name => bound.has(name) && !this._binds.has(name));
    return isLost ? this._above.filter(one => one.flow === null).at(-1) : undefined;
  }

  private _isSavedAnew(one: IKeptResult): boolean {
    const now = this._current.get(keyOf(one)) ?? one.fingerprint;
    return now !== one.fingerprint && !this._savedHere.has(keyOf(one, now));
  }

  private readonly _binds = new Map<string, Judged>();
  private readonly _above: Judged[] = [];
  private readonly _made: Set<string>;
  private readonly _current: ReadonlyMap<string, string>;
  private readonly _savedHere: ReadonlySet<string>;
}

function keyOf({ stage, name }: IKeptResult, fingerprint = ''): string {
  return JSON.stringify([stage, name, fingerprint]);
}

/** A finding with the reason that the study gives now, rather for its scope than for its code. */
function asOverruled(finding: IFinding, study: IStudyKnown | null): IFinding {
  if (study === null) {
    return finding;
  }
  const covering = study.overruled.filter(
    ({ code, scope }) => code === finding.code && (scope === '' || scope === finding.scope)
  );
  const closest = covering.find(({ scope }) => scope !== '') ?? covering[0];
  return { ...finding, overruled: closest?.reason ?? '' };
}
