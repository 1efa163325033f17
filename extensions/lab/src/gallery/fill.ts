/**
 * Puts values into the cell tagged `parameters`, and leaves everything else as it stands there. The same
 * text as `workbench/templates/filling.py` writes; tests/contracts/templates/filling.json holds both to it.
 */
import type { ICodeCell, INotebookContent } from '@jupyterlab/nbformat';

import { CannotBeFilledError } from '../errors';
import type { Value, Values } from '../templates/contract';
import { literalOf, readLiteral, type ILiteral } from './literals';
import { tokensOf, type IToken } from './tokens';
import { sameValue } from './values';

const SETS = /^(?:=|:=|\*\*=|\/\/=|<<=|>>=|[-+*/%@&|^]=)$/;

/** The text of a cell in which names are set to other values; one that is there already stays as it is written. */
export function fillSource(source: string, values: Values): string {
  const found = assignmentsIn(source);
  const missing = Object.keys(values).find(name => !found.has(name));
  if (missing !== undefined) {
    throw new CannotBeFilledError(missing);
  }
  return [...found]
    .filter(([name]) => Object.hasOwn(values, name))
    .sort(([, one], [, other]) => other.start - one.start) // from below, so that places stay true
    .reduce((text, [name, { value, start, end }]) => {
      const wanted = values[name] as Value;
      const isThere = value !== undefined && sameValue(value, wanted);
      return isThere ? text : text.slice(0, start) + literalOf(wanted) + text.slice(end);
    }, source);
}

/** A copy of a notebook with values filled in, and without outputs. */
export function fillNotebook(notebook: INotebookContent, values: Values): INotebookContent {
  const filled = structuredClone(notebook);
  const tagged = filled.cells.filter(({ metadata }) => {
    const { tags } = metadata as { readonly tags?: unknown };
    return Array.isArray(tags) && tags.includes('parameters');
  });
  const cell = tagged[0];
  if (tagged.length !== 1 || cell === undefined) {
    throw new CannotBeFilledError(null);
  }
  cell.source = fillSource([cell.source].flat().join(''), values);
  for (const one of filled.cells) {
    if (one.cell_type === 'code') {
      const code = one as ICodeCell;
      code.outputs = [];
      code.execution_count = null;
    }
  }
  return filled;
}

/** The literals that names are set to, each alone on its line and only once. */
function assignmentsIn(source: string): ReadonlyMap<string, ILiteral> {
  const tokens = tokensOf(source);
  const found = new Map<string, ILiteral>();
  const times = timesSet(tokens);
  tokens.forEach((token, place) => {
    const literal = startsLine(tokens, place, source) ? assignedAt(tokens, place) : null;
    if (literal !== null && times.get(token.text) === 1) {
      found.set(token.text, literal);
    }
  });
  return found;
}

function startsLine(tokens: readonly IToken[], place: number, source: string): boolean {
  const { kind, depth, start } = tokens[place]!;
  return kind === 'name' && depth === 0 && (start === 0 || source[start - 1] === '\n');
}

function assignedAt(tokens: readonly IToken[], place: number): ILiteral | null {
  let sign = place + 1;
  if (tokens[sign]?.text === ':') {
    while (tokens[sign] !== undefined && !isSign(tokens[sign]!) && !isEnd(tokens[sign])) {
      sign++;
    }
  }
  const read =
    tokens[sign] !== undefined && isSign(tokens[sign]!) ? readLiteral(tokens, sign + 1) : null;
  if (read === null) {
    return null;
  }
  const after = tokens[read.next]?.kind === 'comment' ? read.next + 1 : read.next;
  return isEnd(tokens[after]) ? read.literal : null;
}

function isSign({ text, depth }: IToken): boolean {
  return text === '=' && depth === 0;
}

function isEnd(token: IToken | undefined): boolean {
  return token === undefined || token.kind === 'newline';
}

/** How many times a source sets each name, as far as can be seen without reading Python whole. */
function timesSet(tokens: readonly IToken[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  tokens.forEach(({ kind, text, depth }, place) => {
    if (kind !== 'name' || tokens[place - 1]?.text === '.') {
      return;
    }
    const [before, after] = [tokens[place - 1]?.text ?? '', tokens[place + 1]?.text ?? ''];
    const isSet = SETS.test(after) && (depth === 0 || after === ':=');
    const isTyped = after === ':' && assignedAt(tokens, place) !== null;
    if (isSet || isTyped || before === 'for' || before === 'as') {
      times.set(text, (times.get(text) ?? 0) + 1);
    }
  });
  return times;
}
