/** Rates from cells, and cells from thresholds. */
import type { Cells, IExplorerData, IMetric } from './data';
import { rateLimits, type ICounts, type ILimits } from './intervals';

/** One group's people: `k` of `n`, the rate and its limits; not a number where `n` is 0. */
export interface IRate extends ICounts, ILimits {
  readonly value: number;
}

/** Returns every group's cells when its people are favoured from the edge of that place on. */
export function cellsAt(data: IExplorerData, places: readonly number[]): Cells[] {
  return data.scored.map((scored, group) => {
    const place = places[group] ?? data.start;
    return scored.flatMap((all, outcome) => {
      const above = data.at_or_above[group]?.[outcome]?.[place] ?? 0;
      return [all - above, above];
    });
  });
}

export function countsOf(metric: IMetric, cells: Cells): ICounts {
  return { k: sumAt(metric.counted, cells), n: sumAt(metric.out_of, cells) };
}

/** Returns the rate of the groups that are compared, all together. */
export function pooledOf(counts: readonly ICounts[], compared: readonly boolean[]): number {
  let [k, n] = [0, 0];
  counts.forEach((one, group) => {
    if (compared[group]) {
      k += one.k;
      n += one.n;
    }
  });
  return k / n;
}

/** Returns a metric of every group, with limits at the ordinary critical value. */
export function ratesOf(data: IExplorerData, metric: IMetric, cells: readonly Cells[]): IRate[] {
  const counts = cells.map(one => countsOf(metric, one));
  const pooled = pooledOf(counts, data.compared);
  return counts.map(one => ({
    ...one,
    value: one.k / one.n,
    ...rateLimits(one, data.c_in, pooled, data.small_count)
  }));
}

/** Shares of the people whose outcome is known: favoured rightly, favoured wrongly, refused wrongly, refused rightly. */
export function sharesOf(cells: Cells): [number, number, number, number] {
  const known = sumAt([0, 1, 2, 3], cells);
  const share = (place: number) => (cells[place] ?? 0) / known;
  return [share(3), share(1), share(2), share(0)];
}

function sumAt(places: readonly number[], cells: Cells): number {
  return places.reduce((total, place) => total + (cells[place] ?? 0), 0);
}
