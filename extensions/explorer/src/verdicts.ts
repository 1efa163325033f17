/** Three verdicts, by one rule, from the same interval that is shown: workbench/audit/verdicts.py. */
import type { Cells, IClaim, IExplorerData, IMetric } from './data';
import { gapOf, type IGap } from './gaps';
import { countsOf } from './rates';

export type Verdict = 'gap' | 'within tolerance' | 'not enough evidence';

export interface IAssessment {
  readonly claim: IClaim;
  readonly verdict: Verdict;
  /** Of a claim on several metrics the limits are the extremes of theirs; `null` where nothing can be compared. */
  readonly gap: IGap | null;
  /** Places of compared groups with fewer people than the policy asks for. */
  readonly small: readonly number[];
  /** Whether outcomes are seen so unevenly that nothing is concluded. */
  readonly isWithheld: boolean;
}

interface IJudged {
  readonly gap: IGap | null;
  readonly small: readonly number[];
}

/** Returns the verdict on one claim. */
export function judge(data: IExplorerData, claim: IClaim, cells: readonly Cells[]): IAssessment {
  if (claim.reason !== '') {
    return { claim, verdict: 'not enough evidence', gap: null, small: [], isWithheld: false };
  }
  const judged = claim.metrics.map(id => judgeMetric(data, claim, metricOf(data, id), cells));
  const small = [...new Set(judged.flatMap(one => one.small))];
  const known = judged.flatMap(one => (one.gap === null ? [] : [one.gap]));
  const isWithheld = claim.needs_both_sides && isSelective(data, cells);
  const base = { claim, small, isWithheld };
  const [first] = known;
  if (isWithheld || first === undefined) {
    return { ...base, verdict: 'not enough evidence', gap: null };
  }
  const verdicts = known.map(gap => verdictOf(gap, claim));
  const complete = known.length === judged.length && small.length === 0;
  const verdict = verdicts.includes('gap')
    ? 'gap'
    : complete && verdicts.every(one => one === 'within tolerance')
      ? 'within tolerance'
      : 'not enough evidence';
  const decisive = known.reduce((best, gap) => (isSurer(gap, best, claim) ? gap : best), first);
  const furthest = claim.scale === 'ratio' ? Math.min : Math.max;
  return {
    ...base,
    verdict,
    gap: {
      ...decisive,
      low: furthest(...known.map(gap => gap.low)),
      high: furthest(...known.map(gap => gap.high))
    }
  };
}

export function metricOf(data: IExplorerData, id: string): IMetric {
  const found = data.metrics.find(one => one.id === id);
  if (found === undefined) {
    throw new TypeError(`Expected a metric ${id}.`);
  }
  return found;
}

function judgeMetric(
  data: IExplorerData,
  claim: IClaim,
  metric: IMetric,
  cells: readonly Cells[]
): IJudged {
  const looked = cells
    .map((one, place) => ({ place, ...countsOf(metric, one) }))
    .filter(one => data.compared[one.place] && !claim.leave_out.includes(one.place));
  const there = looked.filter(one => one.n > 0);
  return {
    gap: gapOf(claim, there, data.c_in, data.small_count),
    small: looked.filter(one => one.n < data.minimum_n).map(one => one.place)
  };
}

function verdictOf(gap: IGap, { scale, tolerance }: IClaim): Verdict {
  const outside = scale === 'ratio' ? gap.high < tolerance : gap.low > tolerance;
  const inside = scale === 'ratio' ? gap.low >= tolerance : gap.high <= tolerance;
  return outside ? 'gap' : inside ? 'within tolerance' : 'not enough evidence';
}

/** Whether a gap is surer than another, so that the surest of several metrics is told. */
function isSurer(one: IGap, other: IGap, { scale }: IClaim): boolean {
  const [a, b] =
    scale === 'ratio'
      ? [
          [-one.high, -one.low],
          [-other.high, -other.low]
        ]
      : [
          [one.low, one.high],
          [other.low, other.high]
        ];
  return a[0] !== b[0] ? a[0]! > b[0]! : a[1]! > b[1]!;
}

/** Whether outcomes are missing much more often after one decision: of some large group, or of all. */
function isSelective({ selective, compared }: IExplorerData, cells: readonly Cells[]): boolean {
  if (selective === null) {
    return false;
  }
  const everyone = cells.reduce((total, one) => total.map((n, place) => n + (one[place] ?? 0)));
  return [...cells, everyone].some((one, place) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = one;
    const [refused, favoured] = [a + c + e, b + d + f];
    const isEnough =
      place === cells.length ||
      (compared[place] === true && Math.min(refused, favoured) >= selective.fewest);
    return isEnough && Math.abs(f / favoured - e / refused) > selective.most_apart;
  });
}
