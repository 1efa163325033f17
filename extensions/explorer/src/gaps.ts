/** How far groups are apart, with limits that hold however many there are: workbench/tally/gaps.py. */
import type { IClaim, ICritical } from './data';
import {
  differenceLimits,
  logarithms,
  rateLimits,
  ratioLimits,
  type ICounts,
  type ILimits
} from './intervals';

/** A group that is compared: its place among all groups, and its counts. */
export interface ICompared extends ICounts {
  readonly place: number;
}

/**
 * How far groups are apart, on the scale of the claim. Of a difference `low` allows for every
 * comparison and `high` holds for each; of a ratio it is the other way round.
 */
export interface IGap extends ILimits {
  readonly value: number;
  /** Places of the pair; `null` for all together. */
  readonly lower: number | null;
  readonly higher: number | null;
}

interface IPoint extends ICompared {
  readonly value: number;
  readonly atGap: ILimits;
  readonly atIn: ILimits;
}

interface ICriticals {
  readonly gap: ICritical;
  readonly inner: ICritical;
}

/** Returns the gap of a claim; `null` where nothing can be compared. */
export function gapOf(
  claim: IClaim,
  groups: readonly ICompared[],
  inner: ICritical,
  smallCount: number
): IGap | null {
  const gap = claim.c_gap[groups.length - 2];
  const reference = groups.findIndex(one => one.place === claim.reference);
  if (gap === undefined || (claim.comparison === 'reference' && reference < 0)) {
    return null;
  }
  const total = { k: sum(groups, one => one.k), n: sum(groups, one => one.n) };
  const pooled = total.k / total.n;
  const limits = (counts: ICounts, critical: ICritical) =>
    rateLimits(counts, critical, pooled, smallCount);
  const points = groups.map(one => ({
    ...one,
    value: one.k / one.n,
    atGap: limits(one, gap),
    atIn: limits(one, inner)
  }));
  if (claim.comparison === 'extremes') {
    return betweenExtremes(points, claim.scale);
  }
  if (claim.comparison === 'overall') {
    return toOverall(points, total, { gap, inner }, limits, claim.scale);
  }
  return toReference(points, reference, claim.scale);
}

/** The pair whose difference is best supported; where none is clear of 0, the one seen furthest apart. */
function betweenExtremes(points: readonly IPoint[], scale: IClaim['scale']): IGap {
  const found = spread(points);
  const { lower, higher } = found;
  const pair = { lower: lower.place, higher: higher.place };
  if (scale === 'difference') {
    const value = higher.value - lower.value;
    return { ...pair, value, low: Math.max(0, found.low), high: found.high };
  }
  const logs = spread(points.map(onLogScale));
  const value = higher.value > 0 ? lower.value / higher.value : NaN;
  return { ...pair, value, low: Math.exp(-logs.high), high: Math.min(1, Math.exp(-logs.low)) };
}

function spread(
  points: readonly IPoint[]
): ILimits & { readonly lower: IPoint; readonly higher: IPoint } {
  let [low, high, furthest] = [-Infinity, -Infinity, -Infinity];
  let clear = points.slice(0, 2);
  let seen = clear;
  for (const one of points) {
    for (const two of points) {
      if (one === two) {
        continue;
      }
      const least = differenceLimits(one.value, one.atGap, two.value, two.atGap).low;
      const difference = one.value - two.value;
      if (least > low) {
        low = least;
        clear = [one, two];
      }
      if (difference > furthest) {
        furthest = difference;
        seen = [one, two];
      }
      high = Math.max(high, differenceLimits(one.value, one.atIn, two.value, two.atIn).high);
    }
  }
  const [higher, lower] = (low > 0 ? clear : seen) as [IPoint, IPoint];
  return { low, high, lower, higher };
}

function onLogScale(point: IPoint): IPoint {
  const wide = logarithms(point, point.atGap);
  return {
    ...point,
    value: wide.value,
    atGap: wide.limits,
    atIn: logarithms(point, point.atIn).limits
  };
}

/** One group beside what all are compared to: the difference, the ratio's logarithm, and their limits. */
interface ISide {
  readonly place: number;
  readonly difference: number;
  readonly atGap: ILimits;
  readonly atIn: ILimits;
  readonly log: number;
  readonly logAtGap: ILimits;
  readonly logAtIn: ILimits;
}

function toReference(points: readonly IPoint[], reference: number, scale: IClaim['scale']): IGap {
  const base = points[reference] as IPoint;
  const baseLog = onLogScale(base);
  const sides = points
    .filter(one => one !== base)
    .map(one => {
      const log = onLogScale(one);
      return {
        place: one.place,
        difference: one.value - base.value,
        atGap: differenceLimits(one.value, one.atGap, base.value, base.atGap),
        atIn: differenceLimits(one.value, one.atIn, base.value, base.atIn),
        log: log.value - baseLog.value,
        logAtGap: differenceLimits(log.value, log.atGap, baseLog.value, baseLog.atGap),
        logAtIn: differenceLimits(log.value, log.atIn, baseLog.value, baseLog.atIn)
      };
    });
  return oneSided(sides, base.place, scale);
}

/** Each group against all together: `p_g - p_all = (1 - w)(p_g - p_r)`, r being all other groups. */
function toOverall(
  points: readonly IPoint[],
  total: ICounts,
  critical: ICriticals,
  limits: (counts: ICounts, critical: ICritical) => ILimits,
  scale: IClaim['scale']
): IGap {
  const pooled = total.k / total.n;
  const sides = points.map(one => {
    const rest = { k: total.k - one.k, n: total.n - one.n };
    const share = one.n / total.n;
    const atRest = rest.k / rest.n;
    const [wide, narrow] = [limits(rest, critical.gap), limits(rest, critical.inner)];
    const scaled = ({ low, high }: ILimits) => ({
      low: (1 - share) * low,
      high: (1 - share) * high
    });
    // R / (wR + 1 - w), which rises with R and ends at 1 / w.
    const log = (ratio: number) =>
      Math.log(ratio === Infinity ? 1 / share : ratio / (share * ratio + 1 - share));
    const logs = ({ low, high }: ILimits) => ({ low: log(low), high: log(high) });
    return {
      place: one.place,
      difference: (1 - share) * (one.value - atRest),
      atGap: scaled(differenceLimits(one.value, one.atGap, atRest, wide)),
      atIn: scaled(differenceLimits(one.value, one.atIn, atRest, narrow)),
      log: pooled > 0 ? Math.log(one.value / pooled) : 0,
      logAtGap: logs(ratioLimits(one, one.atGap, rest, wide)),
      logAtIn: logs(ratioLimits(one, one.atIn, rest, narrow))
    };
  });
  return oneSided(sides, null, scale);
}

/** The gap of the group that differs most surely from what all are compared to. */
function oneSided(sides: readonly ISide[], base: number | null, scale: IClaim['scale']): IGap {
  const clear = sides.map(one => Math.max(one.atGap.low, -one.atGap.high));
  const seen = sides.map(one => Math.abs(one.difference));
  const surest = Math.max(...clear);
  const decides = surest > 0 ? clear : seen;
  const side = sides[decides.indexOf(Math.max(...decides))] as ISide;
  const above = side.difference > 0;
  const pair = { lower: above ? base : side.place, higher: above ? side.place : base };
  if (scale === 'difference') {
    return {
      ...pair,
      value: Math.abs(side.difference),
      low: Math.max(0, surest),
      high: Math.max(...sides.map(one => Math.max(one.atIn.high, -one.atIn.low)))
    };
  }
  const least = Math.min(...sides.map(one => Math.min(one.logAtIn.low, -one.logAtIn.high)));
  const most = Math.max(...sides.map(one => Math.max(one.logAtGap.low, -one.logAtGap.high)));
  return {
    ...pair,
    value: Math.exp(-Math.abs(side.log)),
    low: Math.exp(least),
    high: Math.min(1, Math.exp(-most))
  };
}

function sum(groups: readonly ICompared[], of: (one: ICompared) => number): number {
  return groups.reduce((total, one) => total + of(one), 0);
}
