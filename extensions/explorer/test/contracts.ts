import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';

import type { IExplorerData } from '../src/data';
import type { Verdict } from '../src/verdicts';

const FOLDER = resolve(__dirname, '../../../tests/contracts/explorer');

/** A number as Python wrote it. */
export type Written = number | null | 'infinite';

export interface ICase {
  readonly data: IExplorerData;
  readonly expected: ReadonlyArray<{
    readonly places: readonly number[];
    readonly rates: Record<string, Record<'values' | 'low' | 'high' | 'n', readonly Written[]>>;
    readonly claims: ReadonlyArray<{
      readonly verdict: Verdict;
      readonly is_withheld: boolean;
      readonly small: readonly number[];
      readonly gap: Record<'value' | 'low' | 'high' | 'lower' | 'higher', Written> | null;
    }>;
  }>;
}

export function contract<Content>(name: string): Content {
  return JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf-8')) as Content;
}

/** Holds a number to Python's, to 1e-12. */
export function expectSame(found: number | null, written: Written, what: string): void {
  const wanted = written === 'infinite' ? Infinity : (written ?? NaN);
  const got = found ?? NaN;
  const isSame = Object.is(got, wanted) || Math.abs(got - wanted) <= 1e-12;
  expect(isSame, `${what}: ${got} is not ${wanted}`).toBe(true);
}
