/** Numbers as the report writes them: workbench/document/numerals.py. */
import type { Texts } from './data';

/** A message with its braces filled. It is text, and is only ever shown as text. */
export function filled(message: string, values: Readonly<Record<string, string>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A plain number with one decimal; a dash where it does not exist. */
export function oneDecimal(value: number, texts: Texts): string {
  if (Number.isNaN(value)) {
    return texts['number.none'] ?? '';
  }
  // Exactly between two tenths is only what is a quarter: to the even one, as Python does.
  const between = Number.isInteger(value * 4) && !Number.isInteger(value * 2);
  const tenths = Math.floor(value * 10);
  const rounded = between ? (tenths + (tenths % 2)) / 10 : value;
  return pointed(rounded.toFixed(1), texts);
}

/** A number of people. */
export function people(value: number, texts: Texts): string {
  return pointed(String(value), texts);
}

function pointed(digits: string, texts: Texts): string {
  const [whole = '', decimals] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, texts['number.thousands'] ?? '');
  return decimals === undefined ? grouped : `${grouped}${texts['number.point']}${decimals}`;
}
