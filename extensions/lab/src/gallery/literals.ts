/** Python's literals, as far as a form writes them: text, numbers, `True`, `False`, `None` and lists of those. */
import type { Value } from '../templates/contract';
import type { IToken } from './tokens';

const HIDDEN =
  // Controls, separators, marks that turn text round, and what has no width: seen in the cell as what they are.
  /[\\"\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t'
};

/** A value as Python, one text for one value. */
export function literalOf(value: Value): string {
  if (value === null) {
    return 'None';
  }
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'string':
      return `"${value.replace(HIDDEN, escape)}"`;
    case 'number':
      if (!Number.isFinite(value)) {
        throw new RangeError(`${value} cannot be written into a cell.`);
      }
      return String(value);
    default:
      return `[${value.map(literalOf).join(', ')}]`;
  }
}

function escape(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = (length: number) => code.toString(16).padStart(length, '0');
  return (
    ESCAPED[character] ??
    (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`)
  );
}

/** A literal in a source; `value` is `undefined` where only its place is known. */
export interface ILiteral {
  readonly value: Value | undefined;
  readonly start: number;
  readonly end: number;
}

/** Reads a literal from tokens, from a place on; returns it with the place after it, or `null`. */
export function readLiteral(
  tokens: readonly IToken[],
  from: number
): { literal: ILiteral; next: number } | null {
  const at = skip(tokens, from);
  const first = tokens[at];
  if (first?.text === '(') {
    const inside = readLiteral(tokens, at + 1);
    const close = inside === null ? at : skip(tokens, inside.next);
    return inside !== null && tokens[close]?.text === ')'
      ? { literal: inside.literal, next: close + 1 }
      : null;
  }
  return first?.text === '[' ? readList(tokens, at) : readSingle(tokens, at);
}

/** Line breaks and comments count nothing inside brackets. */
function skip(tokens: readonly IToken[], from: number): number {
  let at = from;
  while (tokens[at] !== undefined && tokens[at]!.depth > 0 && isSpace(tokens[at]!)) {
    at++;
  }
  return at;
}

function isSpace({ kind }: IToken): boolean {
  return kind === 'newline' || kind === 'comment';
}

function readList(tokens: readonly IToken[], open: number): ReturnType<typeof readLiteral> {
  const values: (Value | undefined)[] = [];
  let at = skip(tokens, open + 1);
  while (tokens[at]?.text !== ']') {
    const item = tokens[at]?.text === '[' ? null : readLiteral(tokens, at);
    if (item === null) {
      return null;
    }
    values.push(item.literal.value);
    at = skip(tokens, item.next);
    if (tokens[at]?.text === ',') {
      at = skip(tokens, at + 1);
    } else if (tokens[at]?.text !== ']') {
      return null;
    }
  }
  const isKnown = values.every(one => one !== undefined);
  const value = isKnown ? values : undefined;
  return {
    literal: { value, start: tokens[open]!.start, end: tokens[at]!.end },
    next: at + 1
  };
}

function readSingle(tokens: readonly IToken[], at: number): ReturnType<typeof readLiteral> {
  const first = tokens[at];
  if (first === undefined) {
    return null;
  }
  if (first.kind === 'string') {
    return readStrings(tokens, at);
  }
  if (first.text === 'None' || first.text === 'True' || first.text === 'False') {
    const value = first.text === 'None' ? null : first.text === 'True';
    return { literal: { value, start: first.start, end: first.end }, next: at + 1 };
  }
  const isSigned = first.text === '-' || first.text === '+';
  const number = tokens[isSigned ? at + 1 : at];
  const value = number?.kind === 'number' ? numberOf(number.text) : null;
  return value === null
    ? null
    : {
        literal: {
          value: first.text === '-' ? -value : value,
          start: first.start,
          end: number!.end
        },
        next: isSigned ? at + 2 : at + 1
      };
}

function numberOf(text: string): number | null {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : null;
}

/** Texts that stand side by side are one. */
function readStrings(tokens: readonly IToken[], from: number): ReturnType<typeof readLiteral> {
  let [at, next, value] = [from, from, '' as string | undefined];
  while (tokens[at]?.kind === 'string') {
    const part = textOf(tokens[at]!.text);
    if (part === null) {
      return null;
    }
    value = value === undefined || part === undefined ? undefined : value + part;
    next = at + 1;
    at = skip(tokens, next);
  }
  return {
    literal: { value, start: tokens[from]!.start, end: tokens[next - 1]!.end },
    next
  };
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v'
};
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(N\{[^}]*\})|([^]))/g;

/** What a text says; `undefined` where a character goes by its name, `null` for bytes and formatted text. */
function textOf(token: string): string | undefined | null {
  const [, prefix = '', quotes = ''] = /^([A-Za-z]*)("""|'''|"|')/.exec(token) ?? [];
  const kind = prefix.toLowerCase();
  if (kind !== '' && kind !== 'r' && kind !== 'u') {
    return null;
  }
  const inside = token.slice(prefix.length + quotes.length, token.length - quotes.length);
  if (kind === 'r') {
    return inside;
  }
  let isKnown = true;
  const text = inside.replace(
    ESCAPE,
    (
      whole: string,
      two?: string,
      four?: string,
      eight?: string,
      octal?: string,
      named?: string,
      other?: string
    ) => {
      const hex = two ?? four ?? eight;
      const code =
        hex !== undefined ? parseInt(hex, 16) : octal !== undefined ? parseInt(octal, 8) : null;
      if (named !== undefined || (code !== null && code > 0x10ffff)) {
        isKnown = false;
      }
      return code !== null && isKnown ? String.fromCodePoint(code) : (SIMPLE[other ?? ''] ?? whole);
    }
  );
  return isKnown ? text : undefined;
}
