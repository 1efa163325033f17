/** What is left of the answers of a form where a file lacks columns that they name. */
import type { IParameter, Value } from '../templates/contract';

/**
 * The value of last time, else the usual one, without what names columns that a file does not have; else an empty
 * one. The same rules as in `workbench/templates/settling.py`; tests/contracts/templates/settling.json holds both to
 * them.
 */
export function settledValue(
  one: IParameter,
  columns: ReadonlySet<string>,
  remembered?: Value,
  isOwn = false
): Value {
  const known = isOwn && one.type === 'text' && one.of ? [remembered] : [remembered, one.default];
  const left = known.map(value => (value === undefined ? value : leftOf(one, value, columns)));
  return left.find(value => value !== undefined) ?? emptied(one);
}

/** What of a value is true of a file, of a list those items that are; `undefined` where nothing is left of it. */
function leftOf(one: IParameter, value: Value, columns: ReadonlySet<string>): Value | undefined {
  const isThere = (item: Value) => {
    const column = columnIn(one, item);
    return column === undefined || columns.has(column);
  };
  if (!Array.isArray(value)) {
    return isThere(value) ? value : undefined;
  }
  const items = (value as readonly Value[]).filter(isThere);
  return items.length === value.length ? value : items.length > 0 ? items : undefined;
}

/** A pattern that says itself what may stand before `=`: no columns do. */
const SAID = /^\(?[\w|]+\)?=/;

/** The column that a value or an item names: it is one, or its pattern asks for one before `=`. */
function columnIn(one: IParameter, item: Value): string | undefined {
  const { type, items, pattern = '' } = one;
  if (typeof item !== 'string' || item === '') {
    return undefined;
  }
  if (type === 'column' || (type === 'list' && items === 'column')) {
    return item;
  }
  const isAboutColumns = type === 'list' && pattern.includes('=') && !SAID.test(pattern);
  return isAboutColumns ? item.split('=')[0] : undefined;
}

function emptied({ type, default: usual }: IParameter): Value {
  return usual === null ? null : type === 'list' ? [] : '';
}
