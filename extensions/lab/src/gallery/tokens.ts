/** Cuts Python into tokens, as far as is needed to find what a cell sets to which literals. */

export interface IToken {
  readonly kind: 'name' | 'number' | 'string' | 'comment' | 'newline' | 'other';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open before it. */
  readonly depth: number;
}

const TOKEN = new RegExp(
  [
    String.raw`(?<space>[ \t\f\r]+|\\\r?\n)`,
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<newline>\n)`,
    String.raw`(?<string>[A-Za-z]{0,2}(?:"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'))`,
    String.raw`(?<number>(?:0[xXoObB][0-9a-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:\.(?!\d))?(?:[eE][-+]?\d[\d_]*)?[jJ]?))`,
    String.raw`(?<name>[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*)`,
    String.raw`(?<other>\*\*=|\/\/=|<<=|>>=|:=|==|!=|<=|>=|->|[-+*\/%@&|^]=|[^])`
  ].join('|'),
  'uy'
);

/** The tokens of a source; spaces are left out. */
export function tokensOf(source: string): IToken[] {
  const tokens: IToken[] = [];
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(source); found !== null; found = TOKEN.exec(source)) {
    const [text] = found;
    const kind = Object.entries(found.groups ?? {}).find(([, one]) => one !== undefined)?.[0];
    if (kind === 'space' || kind === undefined) {
      continue;
    }
    const end = found.index + text.length;
    tokens.push({ kind: kind as IToken['kind'], text, start: found.index, end, depth });
    depth += kind === 'other' ? nesting(text) : 0;
  }
  return tokens;
}

function nesting(text: string): number {
  return '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
}
