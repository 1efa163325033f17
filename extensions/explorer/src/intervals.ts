/** Limits of one rate, and of the difference and ratio of two: what workbench/stats/intervals.py does. */
import { betaQuantile } from './beta';
import type { ICritical } from './data';

export interface ILimits {
  readonly low: number;
  readonly high: number;
}

export interface ICounts {
  readonly k: number;
  readonly n: number;
}

/** Wilson's score limits; exactly 0 below at `k = 0`, exactly 1 above at `k = n`. */
export function wilson({ k, n }: ICounts, z: number): ILimits {
  const p = k / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    low: k === 0 && n > 0 ? 0 : (centre - half) / scale,
    high: k === n && n > 0 ? 1 : (centre + half) / scale
  };
}

/** Exact limits after Clopper and Pearson. */
export function clopperPearson({ k, n }: ICounts, { z, tail }: ICritical): ILimits {
  if (n <= 0) {
    return { low: NaN, high: NaN };
  }
  const near = wilson({ k, n }, z);
  return {
    low: k <= 0 ? 0 : betaQuantile(tail, k, n - k + 1, near.low),
    high: k >= n ? 1 : 1 - betaQuantile(tail, n - k, k + 1, 1 - near.high)
  };
}

/** Wilson's limits, exact ones where few are expected at the rate of all groups compared. */
export function rateLimits(
  counts: ICounts,
  critical: ICritical,
  pooled: number,
  smallCount: number
): ILimits {
  const expected = Math.min(counts.n * pooled, counts.n * (1 - pooled));
  return expected < smallCount ? clopperPearson(counts, critical) : wilson(counts, critical.z);
}

/** Limits of `p1 - p2` by squaring and adding, Newcombe's method 10. */
export function differenceLimits(
  p1: number,
  limits1: ILimits,
  p2: number,
  limits2: ILimits
): ILimits {
  return {
    low: p1 - p2 - hypotenuse(p1 - limits1.low, limits2.high - p2),
    high: p1 - p2 + hypotenuse(limits1.high - p1, p2 - limits2.low)
  };
}

/** A rate's logarithm and its limits, so that differences are ratios; at `k = 0` that of half a person. */
export function logarithms({ k, n }: ICounts, limits: ILimits): { value: number; limits: ILimits } {
  return {
    value: Math.log(k === 0 ? 0.5 / (n + 1) : k / n),
    limits: { low: k === 0 ? -Infinity : Math.log(limits.low), high: Math.log(limits.high) }
  };
}

/** Limits of the ratio of two rates, by squaring and adding their logarithms. */
export function ratioLimits(
  one: ICounts,
  limits1: ILimits,
  two: ICounts,
  limits2: ILimits
): ILimits {
  const [a, b] = [logarithms(one, limits1), logarithms(two, limits2)];
  const { low, high } = differenceLimits(a.value, a.limits, b.value, b.limits);
  return {
    low: one.k === 0 ? 0 : Math.exp(low),
    high: two.k === 0 ? Infinity : Math.exp(high)
  };
}

/** Faster than Math.hypot, which guards against numbers that no rate is. */
function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}
