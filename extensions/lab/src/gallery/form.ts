/** The values that a person gives for a template, what is wrong with them, and the tables they are about. */
import { Signal, type ISignal } from '@lumino/signaling';

import type { IProgress } from '../kernel/bridge';
import type { IParameter, Value, Values } from '../templates/contract';
import type { ITemplateCard } from '../tokens';
import { settledValue } from './settling';
import type { ITable } from './table';
import { isAbout, type Proposed } from './told';
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
    this._remembered = keepUsable(card.parameters, withTold(card.parameters, remembered, proposed));
    Object.keys(given).forEach(name => this._touched.add(name));
    this._begin({ ...this._remembered, ...keepUsable(card.parameters, given) });
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
    this._follow(name);
    const files = this._files.filter(file => file === name || name === READING);
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
    this._values.forEach((_, name) => this._follow(name));
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

  /** Those that are tables: what else a file may be is read by the notebook alone. */
  private get _files(): readonly string[] {
    const all = this.card.parameters;
    const tables = all.filter(isAbout).map(one => fileOf(one, all));
    return all
      .filter(one => one.type === 'file' && (one.may_be_example || tables.includes(one.name)))
      .map(({ name }) => name);
  }

  private _lookLater(names: readonly string[], pause: number): void {
    clearTimeout(this._timer);
    names.forEach(name => this._awaited.add(name));
    const look = () => {
      const all = [...this._awaited];
      this._awaited.clear();
      all.forEach(name => void this._lookAt(name));
    };
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
   * as far as the file has such columns; else leave it empty. So nothing of the example is left behind.
   */
  private _settle(file: string, columns: ReadonlySet<string>): void {
    const { parameters } = this.card;
    const those = parameters.filter(
      one => fileOf(one, parameters) === file && anchorOf(one, parameters) === undefined
    );
    those.forEach(one => this._give(one, columns));
    those.forEach(({ name }) => this._follow(name)); // when its column is known
  }

  /** Give what was said of this file or this column alone, and nobody has set, what is known for it. */
  private _follow(name: string): void {
    const { parameters } = this.card;
    parameters
      .filter(one => anchorOf(one, parameters) === name)
      .forEach(one => this._give(one, new Set()));
  }

  private _give(one: IParameter, columns: ReadonlySet<string>): void {
    if (this._touched.has(one.name)) {
      return;
    }
    const { parameters } = this.card;
    const nowOf = (name = '') => this._values.get(name);
    const usualOf = (name = '') => this._find(name)?.default;
    const anchor = anchorOf(one, parameters);
    const isSame = nowOf(anchor) === (this._remembered[anchor ?? ''] ?? usualOf(anchor));
    const remembered = isSame ? this._remembered[one.name] : undefined;
    const file = fileOf(one, parameters);
    const isOwn = nowOf(file) !== usualOf(file);
    this._values.set(one.name, settledValue(one, columns, remembered, isOwn));
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
  private readonly _awaited = new Set<string>();
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

/** The file that is read with a setting, or the column that a text is a value of: of another one it says nothing. */
function anchorOf(one: IParameter, parameters: readonly IParameter[]): string | undefined {
  return one.name === READING ? fileOf(one, parameters) : one.value_of;
}

/** What was given the last time, and over it what was told of this table, which was read as is told or plainly. */
function withTold(
  parameters: readonly IParameter[],
  remembered: Values,
  proposed: Proposed
): Values {
  const told = Object.entries(proposed).map(([name, [value]]) => [name, value] as const);
  const known: Record<string, Value> = { ...remembered, ...Object.fromEntries(told) };
  for (const one of parameters) {
    const anchor = anchorOf(one, parameters);
    const isTold = anchor === undefined || !(anchor in proposed) || one.name in proposed;
    if (!isTold && (one.name === READING || known[anchor] !== remembered[anchor])) {
      delete known[one.name];
    }
  }
  return known;
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
