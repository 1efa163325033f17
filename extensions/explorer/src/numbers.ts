/** Numbers as the report writes them: workbench/document/numerals.py. */
import type { Texts } from './data';

/** A message with its braces filled. It is text, and is only ever shown as text. */
export function filled(message: string, values: Readonly<Record<string, string>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A share as people of 100; a dash where it does not exist. */
export function hundredths(share: number, decimals: 0 | 1, texts: Texts): string {
  if (Number.isNaN(share)) {
    return texts['number.none'] ?? '';
  }
  const value = 100 * share;
  // Exactly between two numbers is only what is a half, or a quarter: to the even one, as Python does.
  const parts = decimals === 0 ? value * 2 : value * 4;
  const isBetween = Number.isInteger(parts) && !Number.isInteger(parts / 2);
  const scale = 10 ** decimals;
  const below = Math.floor(value * scale);
  const rounded = isBetween ? (below + (below % 2)) / scale : value;
  return pointed(rounded.toFixed(decimals), texts);
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
