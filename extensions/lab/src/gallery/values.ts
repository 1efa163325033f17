/**
 * Checks the values that a person gives for the parameters of a template. The same rules as in
 * `workbench/templates/values.py`; tests/contracts/templates/values.json holds both to them.
 */
import { LIMITS, type IParameter, type Value, type Values } from '../templates/contract';

export type Code =
  | 'unknown'
  | 'type'
  | 'empty'
  | 'characters'
  | 'too_long'
  | 'pattern'
  | 'too_small'
  | 'too_large'
  | 'step'
  | 'choice'
  | 'column'
  | 'twice'
  | 'too_many'
  | 'suffix'
  | 'example'
  | 'date'
  | 'too_early'
  | 'too_late'
  | 'value';

/** Why a value cannot be taken. */
export interface IProblem {
  /** The parameter. */
  readonly name: string;
  readonly code: Code;
  /** The part that is meant: an item of a list, or the value. */
  readonly about: Value;
}

/** For the names of file parameters, which columns the file has. */
export type Columns = Readonly<Record<string, readonly string[]>>;

/** All values of the column that a text is a value of; none where they are not known. */
export type Known = (one: IParameter) => readonly string[];

type Found = Omit<IProblem, 'name'> | null;

/** How the name of a bundled example begins. */
export const EXAMPLE = 'example:';
const EXAMPLE_NAME = /^example:[a-z0-9][a-z0-9_-]*$/;
const ADDRESS = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const UNSEEN =
  // What would break a line, or show other text than there is: controls, separators, and marks that turn text round.
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** The problems, in the order of the parameters and at most one for each; unknown names follow. */
export function checkValues(
  parameters: readonly IParameter[],
  values: Values,
  columns: Columns = {},
  known: Known = () => []
): IProblem[] {
  const kept = new Map(
    parameters.map(({ name, default: usual }) => [
      name,
      Object.hasOwn(values, name) ? (values[name] as Value) : usual
    ])
  );
  const around = new Around(parameters, kept, columns, known);
  const found = parameters.flatMap(one => {
    const problem = problemOf(one, kept.get(one.name) ?? null, around);
    return problem === null ? [] : [{ name: one.name, ...problem }];
  });
  const unknown = Object.keys(values).filter(name => !kept.has(name));
  return [
    ...found,
    ...unknown.map(name => ({ name, code: 'unknown' as const, about: values[name] as Value }))
  ];
}

/** Whether two values are the same JSON. */
export function sameValue(one: Value, other: Value): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    const [left, right] = [one, other] as [readonly Value[], readonly Value[]];
    return (
      left.length === right.length &&
      left.every((item, place) => sameValue(item, right[place] as Value))
    );
  }
  return one === other;
}

/** The file parameter that a parameter of columns belongs to. */
export function fileOf(one: IParameter, parameters: readonly IParameter[]): string | undefined {
  return one.of ?? parameters.find(({ type }) => type === 'file')?.name;
}

/** What else is known when a value is checked. */
class Around {
  constructor(
    private readonly _parameters: readonly IParameter[],
    private readonly _values: ReadonlyMap<string, Value>,
    private readonly _columns: Columns,
    readonly known: Known
  ) {}

  isExample(one: IParameter): boolean {
    const file = fileOf(one, this._parameters);
    const value = file === undefined ? null : this._values.get(file);
    return typeof value === 'string' && value.startsWith(EXAMPLE);
  }

  columnsOf(one: IParameter): readonly string[] | null {
    const file = fileOf(one, this._parameters);
    return file !== undefined && Object.hasOwn(this._columns, file)
      ? (this._columns[file] as readonly string[])
      : null;
  }
}

function problemOf(one: IParameter, value: Value, around: Around): Found {
  if (value === null && one.default === null) {
    return null;
  }
  if (isEmpty(one, value)) {
    const may = one.may_be_empty ?? false;
    return may === true || (may === 'example' && around.isExample(one))
      ? null
      : { code: 'empty', about: value };
  }
  return CHECKS[one.type](one, value, around);
}

function isEmpty({ type }: IParameter, value: Value): boolean {
  switch (type) {
    case 'text':
    case 'column':
    case 'file':
    case 'date':
      return value === '';
    case 'list':
      return Array.isArray(value) && value.length === 0;
    default:
      return false;
  }
}

/** As Python counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

function plain(value: Value, longest: number): Found {
  if (typeof value !== 'string') {
    return { code: 'type', about: value };
  }
  if (UNSEEN.test(value)) {
    return { code: 'characters', about: value };
  }
  return lengthOf(value) > longest ? { code: 'too_long', about: value } : null;
}

function matching({ pattern }: IParameter, value: string): Found {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(value)
    ? null
    : { code: 'pattern', about: value };
}

function checkText(one: IParameter, value: Value, { known }: Around): Found {
  const all = known(one);
  const isGone = all.length > 0 && !all.includes(value as string);
  return (
    plain(value, one.max_length ?? LIMITS.text) ??
    matching(one, value as string) ??
    (isGone ? { code: 'value', about: value } : null)
  );
}

function checkNumber({ min, max, step }: IParameter, value: Value): Found {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { code: 'type', about: value };
  }
  if (value < (min ?? -LARGEST)) {
    return { code: 'too_small', about: value };
  }
  if (value > (max ?? LARGEST)) {
    return { code: 'too_large', about: value };
  }
  return step === undefined || isStep(value, min ?? 0, step)
    ? null
    : { code: 'step', about: value };
}

/** Whether a number is so many steps from a start, as they are written: in binary 0.3 is not three times 0.1. */
function isStep(value: number, start: number, step: number): boolean {
  const all = [value, start, step].map(decimalOf);
  const places = Math.max(...all.map(({ places }) => places));
  const [reached, from, by] = all.map(
    ({ digits, places: own }) => digits * 10n ** BigInt(places - own)
  ) as [bigint, bigint, bigint];
  return (reached - from) % by === 0n;
}

/** A number as whole digits and how many of them are behind the point. */
function decimalOf(value: number): { digits: bigint; places: number } {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

function checkChoice({ choices = [] }: IParameter, value: Value): Found {
  return choices.some(one => sameValue(one.value, value)) ? null : { code: 'choice', about: value };
}

function checkColumn(one: IParameter, value: Value, around: Around): Found {
  const columns = around.columnsOf(one);
  if (typeof value === 'string' && columns?.includes(value)) {
    return null; // whatever characters it has
  }
  return plain(value, LIMITS.text) ?? (columns === null ? null : { code: 'column', about: value });
}

function checkList(one: IParameter, value: Value, around: Around): Found {
  if (!Array.isArray(value)) {
    return { code: 'type', about: value };
  }
  const items = value as readonly Value[];
  if (items.length > (one.max_items ?? LIMITS.items)) {
    return { code: 'too_many', about: value };
  }
  for (const [place, item] of items.entries()) {
    const found =
      item === '' ? { code: 'empty' as const, about: item } : checkItem(one, item, around);
    if (found !== null) {
      return found;
    }
    if (one.items === 'column' && items.indexOf(item) < place) {
      return { code: 'twice', about: item };
    }
  }
  return null;
}

function checkItem(one: IParameter, item: Value, around: Around): Found {
  return one.items === 'column'
    ? checkColumn(one, item, around)
    : (plain(item, LIMITS.text) ?? matching(one, item as string));
}

function checkFile({ may_be_example, suffixes = [] }: IParameter, value: Value): Found {
  const found = plain(value, LIMITS.text);
  if (found !== null) {
    return found;
  }
  const text = value as string;
  if (text.startsWith(EXAMPLE)) {
    return may_be_example && EXAMPLE_NAME.test(text) ? null : { code: 'example', about: text };
  }
  const isKnown = suffixes.some(suffix => text.toLowerCase().endsWith(suffix));
  return suffixes.length === 0 || ADDRESS.test(text) || isKnown
    ? null
    : { code: 'suffix', about: text };
}

function checkDate({ earliest, latest }: IParameter, value: Value): Found {
  if (typeof value !== 'string') {
    return { code: 'type', about: value };
  }
  if (!isDay(value)) {
    return { code: 'date', about: value };
  }
  if (earliest !== undefined && value < earliest) {
    return { code: 'too_early', about: value };
  }
  return latest !== undefined && value > latest ? { code: 'too_late', about: value } : null;
}

function isDay(text: string): boolean {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (!year || !month || !day) {
    return false;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function checkYesNo(_: IParameter, value: Value): Found {
  return typeof value === 'boolean' ? null : { code: 'type', about: value };
}

const CHECKS: Record<IParameter['type'], (one: IParameter, value: Value, around: Around) => Found> =
  {
    text: checkText,
    number: checkNumber,
    choice: checkChoice,
    column: checkColumn,
    list: checkList,
    file: checkFile,
    date: checkDate,
    yes_no: checkYesNo
  };
