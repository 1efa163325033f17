import { describe, expect, it } from 'vitest';

import type { ICritical } from '../src/data';
import {
  clopperPearson,
  differenceLimits,
  rateLimits,
  ratioLimits,
  wilson,
  type ICounts,
  type ILimits
} from '../src/intervals';
import { filled, hundredths, people } from '../src/numbers';
import { cellsAt, sharesOf, ratesOf } from '../src/rates';
import { judge } from '../src/verdicts';
import { contract, expectSame, type ICase, type Written } from './contracts';

interface INumber {
  readonly value: number;
  readonly text: string;
  readonly whole: string;
}

type Pair = readonly [Written, Written];
type Counted = readonly [number, number];

interface IIntervals {
  readonly small_count: number;
  readonly rates: ReadonlyArray<{
    readonly k: number;
    readonly n: number;
    readonly critical: ICritical;
    readonly exact: Pair;
    readonly wilson: Pair;
  }>;
  readonly chosen: ReadonlyArray<{
    readonly k: number;
    readonly n: number;
    readonly pooled: number;
    readonly critical: ICritical;
    readonly limits: Pair;
  }>;
  readonly pairs: ReadonlyArray<{
    readonly one: Counted;
    readonly two: Counted;
    readonly z: number;
    readonly difference: Pair;
    readonly ratio: Pair;
  }>;
}

const CASES = [
  'two_groups',
  'selection_only',
  'selective_labels',
  'few_people',
  'many_people',
  'rare_outcome',
  'disclosed',
  'forty_groups'
];
const TEXTS = { 'number.point': '.', 'number.thousands': ',', 'number.none': '–' };

function expectLimits(found: ILimits, [low, high]: Pair, what: string): void {
  expectSame(found.low, low, `lower limit of ${what}`);
  expectSame(found.high, high, `upper limit of ${what}`);
}

describe('limits', () => {
  const written = contract<IIntervals>('intervals');

  it('should be those of Python for one rate', () => {
    expect(written.rates.length).toBeGreaterThan(100);
    for (const { k, n, critical, ...limits } of written.rates) {
      const what = `${k} of ${n} at ${critical.z}`;
      expectLimits(clopperPearson({ k, n }, critical), limits.exact, `exact ${what}`);
      expectLimits(wilson({ k, n }, critical.z), limits.wilson, `Wilson's ${what}`);
    }
  });

  it('should be exact where few are expected at the rate of all', () => {
    for (const { k, n, pooled, critical, limits } of written.chosen) {
      const found = rateLimits({ k, n }, critical, pooled, written.small_count);
      expectLimits(found, limits, `${k} of ${n} beside ${pooled}`);
    }
  });

  it('should be those of Python for two rates', () => {
    for (const { one, two, z, difference, ratio } of written.pairs) {
      const [a, b] = [one, two].map(([k, n]) => ({ k, n })) as [ICounts, ICounts];
      const [at, beside] = [wilson(a, z), wilson(b, z)];
      const what = `${one.join('/')} and ${two.join('/')}`;
      expectLimits(differenceLimits(a.k / a.n, at, b.k / b.n, beside), difference, what);
      expectRatio(ratioLimits(a, at, b, beside), ratio, what);
    }
  });
});

/** A ratio has no upper end, so its limits are held to a share of themselves. */
function expectRatio(found: ILimits, [low, high]: Pair, what: string): void {
  const share = (value: number, of: Written) =>
    typeof of === 'number' && of > 1 ? [value / of, 1] : [value, of];
  const [lower, lowest] = share(found.low, low) as [number, Written];
  const [upper, highest] = share(found.high, high) as [number, Written];
  expectSame(lower, lowest, `lower limit of the ratio of ${what}`);
  expectSame(upper, highest, `upper limit of the ratio of ${what}`);
}

describe.each(CASES)('%s', name => {
  const { data, expected } = contract<ICase>(name);

  it('should have the rates of the audit', () => {
    for (const { places, rates } of expected) {
      const cells = cellsAt(data, places);
      expect(Object.keys(rates)).toEqual(data.metrics.map(metric => metric.id));
      for (const metric of data.metrics) {
        const written = rates[metric.id]!;
        ratesOf(data, metric, cells).forEach((rate, group) => {
          const what = `${metric.id} of ${data.groups[group]} at ${places.join()}`;
          expect(rate.n).toBe(written.n[group]);
          expectSame(rate.value, written.values[group]!, what);
          expectLimits(rate, [written.low[group]!, written.high[group]!], what);
        });
      }
    }
  });

  it('should have the verdicts of the audit', () => {
    for (const { places, claims } of expected) {
      const cells = cellsAt(data, places);
      expect(claims.length).toBe(data.claims.length);
      data.claims.forEach((claim, at) => {
        const written = claims[at]!;
        const found = judge(data, claim, cells);
        const what = `${claim.title}, ${claim.comparison}, ${claim.scale} at ${places.join()}`;
        expect([found.verdict, found.isWithheld], what).toEqual([
          written.verdict,
          written.is_withheld
        ]);
        expect([...found.small].sort((a, b) => a - b)).toEqual(written.small);
        expect(found.gap === null, what).toBe(written.gap === null);
        if (found.gap !== null && written.gap !== null) {
          expectSame(found.gap.value, written.gap.value, `value of ${what}`);
          expectLimits(found.gap, [written.gap.low, written.gap.high], what);
          expect([found.gap.lower, found.gap.higher], what).toEqual([
            written.gap.lower,
            written.gap.higher
          ]);
        }
      });
    }
  });
});

describe('numbers', () => {
  it('should be written as the report writes them', () => {
    for (const { value, text, whole } of contract<INumber[]>('numbers')) {
      expect(hundredths(value, 1, TEXTS)).toBe(text);
      expect(hundredths(value, 0, TEXTS)).toBe(whole);
    }
    expect(hundredths(NaN, 1, TEXTS)).toBe('–');
  });

  it('should have the signs of their language', () => {
    const german = { 'number.point': ',', 'number.thousands': '.' };
    expect(hundredths(12.345, 1, german)).toBe('1.234,5');
    expect([people(12, TEXTS), people(1234567, TEXTS)]).toEqual(['12', '1,234,567']);
  });

  it('should fill braces once, and leave those of names alone', () => {
    const values = { group: '{n}', n: '3' };
    expect(filled('{group}: {n} {other}', values)).toBe('{n}: 3 {other}');
  });

  it('should tell what becomes of a hundred people whose outcome is known', () => {
    const [refusedRightly, favouredWrongly, refusedWrongly, favouredRightly] = [10, 20, 30, 140];
    const cells = [refusedRightly, favouredWrongly, refusedWrongly, favouredRightly, 500, 500];
    expect(sharesOf(cells)).toEqual([0.7, 0.1, 0.15, 0.05]);
  });
});
