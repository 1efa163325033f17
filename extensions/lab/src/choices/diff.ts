/** How two texts differ, line by line. */

export interface ILine {
  /** ` ` in both, `-` only in the old text, `+` only in the new one. */
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Returns the lines of both texts with as few as possible that differ. */
export function diff(old: string, fresh: string): ILine[] {
  const [before, after] = [old.split('\n'), fresh.split('\n')];
  // lengths[i][j]: how many lines the rests from i and from j have in common.
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0)
  );
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: ILine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [was, is] = [before[i], after[j]];
    if (was !== undefined && was === is) {
      lines.push({ sign: ' ', text: was });
      i++;
      j++;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: was });
      i++;
    } else {
      lines.push({ sign: '+', text: is ?? '' });
      j++;
    }
  }
  return lines;
}
