/** The values that a person gives for a template, what is wrong with them, and the tables they are about. */
import { Signal, type ISignal } from '@lumino/signaling';

import type { IProgress } from '../kernel/bridge';
import type { IParameter, Value, Values } from '../templates/contract';
import type { ITemplateCard } from '../tokens';
import type { ITable } from './table';
import type { Proposed } from './told';
import { checkValues, fileOf, sameValue, type Columns, type IProblem } from './values';

/** What is known of the file that a parameter names. */
export type Look =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly said: string }
  | { readonly state: 'read'; readonly table: ITable }
  | { readonly state: 'failed'; readonly reason: unknown };

/** Reads the columns of a file, as the notebook would name it and with the settings that it would read it with. */
export type Read = (
  path: string,
  reading: readonly string[],
  onProgress: (so_far: IProgress) => void
) => Promise<ITable>;

/** The parameter that says how files are read, such as `encoding=latin-1`. */
const READING = 'reading';

/** From so many characters on a sample may be cut. */
const CUT = 40;

/** What the view of a form needs. */
export interface IForm {
  readonly card: ITemplateCard;
  readonly values: Values;
  readonly examples: readonly string[];
  readonly changed: ISignal<IForm, void>;
  look(file: string): Look;
  /** The columns of the file that a parameter is about; `null` where they are not known. */
  columnsOf(one: IParameter): ITable['columns'] | null;
  /** All values of the column that a text is a value of; none where they are not known. */
  valuesOf(one: IParameter): readonly string[];
  /** Set a value; after one that is typed, a file is read only when the typing pauses. */
  set(name: string, value: Value, isTyped?: boolean): void;
  reset(): void;
  /** The title of the template that was told what a parameter still has, in this folder; empty for none. */
  toldBefore(name: string): string;
  /** The problem that is to be told now: not while a person has not been there yet. */
  told(name: string): IProblem | null;
  /** All problems; from then on each is told. */
  check(): readonly IProblem[];
}

export namespace Form {
  export interface IOptions {
    readonly card: ITemplateCard;
    /** What the person gave the last time. */
    readonly remembered?: Values;
    /** What other templates were told in this folder. */
    readonly proposed?: Proposed;
    /** What is known already, such as the file that was clicked. */
    readonly given?: Values;
    /** Left out where nothing can be read. */
    readonly read?: Read | undefined;
    /** For how long typing has to pause before a file is read, in milliseconds. */
    readonly pause?: number;
  }
}

export class Form implements IForm {
  constructor(options: Form.IOptions) {
    const { card, remembered = {}, proposed = {}, given = {}, read, pause = 400 } = options;
    this.card = card;
    this._read = read;
    this._pause = pause;
    this._proposed = proposed;
    const told = Object.entries(proposed).map(([name, [value]]) => [name, value] as const);
    this._remembered = keepUsable(card.parameters, { ...remembered, ...Object.fromEntries(told) });
    this._begin({ ...this._remembered, ...keepUsable(card.parameters, given) });
    Object.keys(given).forEach(name => this._touched.add(name));
  }

  readonly card: ITemplateCard;

  get values(): Values {
    return Object.fromEntries(this._values);
  }

  get examples(): readonly string[] {
    return this._examples;
  }

  get changed(): ISignal<IForm, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  look(file: string): Look {
    return this._looks.get(file) ?? { state: 'none' };
  }

  columnsOf(one: IParameter): ITable['columns'] | null {
    const file = fileOf(one, this.card.parameters);
    const look = file === undefined ? null : this.look(file);
    return look?.state === 'read' ? look.table.columns : null;
  }

  valuesOf(one: IParameter): readonly string[] {
    const of = this._find(one.value_of ?? '');
    const look = this.look((of && fileOf(of, this.card.parameters)) ?? '');
    if (of === undefined || look.state !== 'read' || look.table.counted < look.table.n_rows) {
      return [];
    }
    const found = look.table.columns.find(({ name }) => name === this._values.get(of.name));
    const { type, samples = [], n_distinct } = found ?? {};
    const isKnown = type === 'text' && samples.length === n_distinct;
    return isKnown && samples.every(({ length }) => length < CUT) ? samples : [];
  }

  set(name: string, value: Value, isTyped = false): void {
    this._touched.add(name);
    this._values.set(name, value);
    const isFile = this._find(name)?.type === 'file';
    const files = isFile ? [name] : name === READING ? this._files : [];
    if (files.length > 0) {
      files.forEach(file => this._looks.set(file, { state: 'none' }));
      this._lookLater(files, isTyped ? this._pause : 0);
    }
    this._changed.emit();
  }

  reset(): void {
    this._remembered = {};
    this._proposed = {};
    this._touched.clear();
    this._areAllTold = false;
    this._begin({});
    this.start();
    this._changed.emit();
  }

  /** Read what the files hold that are named already. */
  start(): void {
    this._files.forEach(name => void this._lookAt(name));
  }

  toldBefore(name: string): string {
    const [value, title] = this._proposed[name] ?? [null, ''];
    const isStill = !this._touched.has(name) && sameValue(this._values.get(name) ?? null, value);
    return isStill ? title : '';
  }

  told(name: string): IProblem | null {
    const found = this._problems().find(one => one.name === name);
    if (found === undefined) {
      return null;
    }
    return this._areAllTold || this._touched.has(name) || found.code !== 'empty' ? found : null;
  }

  check(): readonly IProblem[] {
    this._areAllTold = true;
    this._changed.emit();
    return this._problems();
  }

  private _begin(values: Values): void {
    this._values = new Map(
      this.card.parameters.map(({ name, default: usual }) => [
        name,
        Object.hasOwn(values, name) ? (values[name] as Value) : usual
      ])
    );
  }

  private _problems(): IProblem[] {
    const columns: Record<string, readonly string[]> = {};
    for (const [file, look] of this._looks) {
      if (look.state === 'read') {
        columns[file] = look.table.columns.map(({ name }) => name);
      }
    }
    return checkValues(this.card.parameters, this.values, columns satisfies Columns, one =>
      this.valuesOf(one)
    );
  }

  private get _files(): readonly string[] {
    return this.card.parameters.filter(({ type }) => type === 'file').map(({ name }) => name);
  }

  private _lookLater(names: readonly string[], pause: number): void {
    clearTimeout(this._timer);
    const look = () => names.forEach(name => void this._lookAt(name));
    if (pause === 0) {
      look();
    } else {
      this._timer = setTimeout(look, pause);
    }
  }

  /** Read a file; an answer that comes after the person has named another one is dropped. */
  private async _lookAt(name: string): Promise<void> {
    const path = this._values.get(name);
    const reading = this._values.get(READING) ?? [];
    const isWrong = this._problems().some(one => one.name === name || one.name === READING);
    if (this._read === undefined || typeof path !== 'string' || isWrong) {
      return;
    }
    const isStill = () =>
      !this._isDisposed &&
      this._values.get(name) === path &&
      (this._values.get(READING) ?? reading) === reading;
    const show = (look: Look) => {
      if (isStill()) {
        this._looks.set(name, look);
        this._changed.emit();
      }
    };
    show({ state: 'reading', said: '' });
    try {
      const settings = Array.isArray(reading) ? reading : [];
      const table = await this._read(path, settings, ({ said }) =>
        show({ state: 'reading', said })
      );
      this._examples = table.examples;
      if (isStill()) {
        if (path !== '') {
          const names = table.columns.map(column => column.name);
          this._settle(name, new Set(names));
        }
        show(path === '' ? { state: 'none' } : { state: 'read', table });
      }
    } catch (reason) {
      const isKnown = [this._find(name)?.default, this._remembered[name]].includes(path);
      if (isStill() && !isKnown) {
        this._settle(name, new Set()); // whatever is in it: not what the example has
      }
      show({ state: 'failed', reason });
    }
  }

  /**
   * Give what depends on a file, and nobody has set for it, the value of last time, else the usual one,
   * where the file has such columns; else leave it empty. So nothing of the example is left behind.
   */
  private _settle(file: string, columns: ReadonlySet<string>): void {
    const isOwn = this._values.get(file) !== this._find(file)?.default;
    for (const one of this.card.parameters) {
      if (!this._touched.has(one.name) && fileOf(one, this.card.parameters) === file) {
        const remembered = this._remembered[one.name];
        this._values.set(one.name, settledValue(one, columns, remembered, isOwn));
      }
    }
  }

  private _find(name: string): IParameter | undefined {
    return this.card.parameters.find(one => one.name === name);
  }

  private _values: Map<string, Value> = new Map();
  private _remembered: Values;
  private _proposed: Proposed;
  private _examples: readonly string[] = [];
  private _areAllTold = false;
  private _isDisposed = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _read: Read | undefined;
  private readonly _pause: number;
  private readonly _touched = new Set<string>();
  private readonly _looks = new Map<string, Look>();
  private readonly _changed = new Signal<IForm, void>(this);
}

/** Values of parameters that are there, and that a person could have given. */
function keepUsable(parameters: readonly IParameter[], values: Values): Values {
  const wrong = new Set(
    checkValues(parameters, values)
      .filter(({ code }) => code !== 'empty')
      .map(({ name }) => name)
  );
  return Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name)));
}

/**
 * The value of last time, else the usual one, where a file has the columns that it names; else an empty one. The same
 * rules as in `workbench/templates/settling.py`; tests/contracts/templates/settling.json holds both to them.
 */
export function settledValue(
  one: IParameter,
  columns: ReadonlySet<string>,
  remembered?: Value,
  isOwn = false
): Value {
  const known = isOwn && one.type === 'text' && one.of ? [remembered] : [remembered, one.default];
  const fitting = known.find(value => value !== undefined && fits(one, value, columns));
  return fitting ?? emptied(one);
}

/** Whether what a value says of columns is true of a file; what says nothing of them fits any. */
function fits(one: IParameter, value: Value, columns: ReadonlySet<string>): boolean {
  const named = namedIn(one, value);
  return named.every(name => columns.has(name));
}

/** A pattern that says itself what may stand before `=`: no columns do. */
const SAID = /^\(?[\w|]+\)?=/;

/** The columns that a value names: itself, its items, or what stands before `=` where the pattern asks for that. */
function namedIn(one: IParameter, value: Value): readonly string[] {
  const items = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== ''
  );
  if (one.type === 'column' || (one.type === 'list' && one.items === 'column')) {
    return items;
  }
  const { pattern = '' } = one;
  const isAboutColumns = one.type === 'list' && pattern.includes('=') && !SAID.test(pattern);
  return isAboutColumns ? items.map(item => item.slice(0, item.indexOf('='))) : [];
}

function emptied({ type, default: usual }: IParameter): Value {
  return usual === null ? null : type === 'list' ? [] : '';
}

/** The values that are others than what the template has anyway: what is worth remembering. */
export function changedValues({ card, values }: Pick<IForm, 'card' | 'values'>): Values {
  return Object.fromEntries(
    card.parameters
      .map(({ name, default: usual }) => [name, values[name] as Value, usual] as const)
      .filter(([, value, usual]) => !sameValue(value, usual))
      .map(([name, value]) => [name, value])
  );
}
