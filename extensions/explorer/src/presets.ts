/**
 * Thresholds that reach something: an equal rate, the least cost, all the room there is. Found among
 * the steps, from counts alone.
 */
import type { IExplorerData } from './data';

/** What a wrong favourable and a wrong unfavourable decision cost. */
export type Costs = readonly [number, number];

export type Preset = 'selection' | 'opportunity' | 'cost' | 'capacity';

/** From where a preset starts, and what it has to heed. */
export interface IWanted {
  /** Whether each group may have a threshold of its own; equal rates need it. */
  readonly each: boolean;
  readonly places: readonly number[];
  readonly costs: Costs;
  /** How many people may be favoured at most; `null`: as many as one likes. */
  readonly capacity: number | null;
}

const OUTCOMES = [0, 1, 2];
/** How exactly a price is found: closer to where steps cost the same, rounding would decide. */
const EXACT = 1e-9;

/** Returns the people of one group who are favoured from a step on; of one outcome, or of all. */
export function favouredAt(
  data: IExplorerData,
  group: number,
  place: number,
  outcomes: readonly number[] = OUTCOMES
): number {
  return outcomes.reduce(
    (total, outcome) => total + (data.at_or_above[group]?.[outcome]?.[place] ?? 0),
    0
  );
}

/** Returns how many people are decided wrongly at each group's step: favoured, and not favoured. */
export function wrongAt(data: IExplorerData, places: readonly number[]): [number, number] {
  let [favoured, missed] = [0, 0];
  places.forEach((place, group) => {
    favoured += favouredAt(data, group, place, [0]);
    missed += (data.scored[group]?.[1] ?? 0) - favouredAt(data, group, place, [1]);
  });
  return [favoured, missed];
}

/** Returns what wrong decisions cost for each person whose outcome is known. */
export function meanCost(data: IExplorerData, places: readonly number[], costs: Costs): number {
  const known = data.scored.reduce(
    (total, [refused = 0, favoured = 0]) => total + refused + favoured,
    0
  );
  return costOf(wrongAt(data, places), costs) / known;
}

function costOf([favoured, missed]: readonly [number, number], costs: Costs): number {
  return costs[0] * favoured + costs[1] * missed;
}

/** Returns how many people all thresholds together favour. */
export function selectedAt(data: IExplorerData, places: readonly number[]): number {
  return places.reduce((total, place, group) => total + favouredAt(data, group, place), 0);
}

/** Returns the lowest step for all that favours no more than there is room for. */
export function fullest(data: IExplorerData, capacity: number): number {
  const within = stepsOf(data).find(
    place =>
      selectedAt(
        data,
        data.groups.map(() => place)
      ) <= capacity
  );
  return within ?? data.edges.length - 1;
}

/** Returns each group's step by a preset; `null` where it cannot be had. */
export function preset(
  data: IExplorerData,
  kind: Preset,
  wanted: IWanted
): readonly number[] | null {
  if (kind === 'capacity') {
    const place = wanted.capacity === null ? null : fullest(data, wanted.capacity);
    return place === null ? null : data.groups.map(() => place);
  }
  if (kind === 'cost') {
    return wanted.each ? cheapestEach(data, wanted) : cheapest(data, wanted);
  }
  return equalRate(data, kind === 'selection' ? OUTCOMES : [1], wanted);
}

function stepsOf({ edges }: IExplorerData): number[] {
  return edges.map((_, place) => place);
}

/** One step for all: the cheapest there is room for; of several equally good the highest. */
function cheapest(data: IExplorerData, { costs, capacity }: IWanted): readonly number[] {
  const together = (place: number) => data.groups.map(() => place);
  let [best, least] = [data.edges.length - 1, Infinity];
  for (let place = fullest(data, capacity ?? Infinity); place < data.edges.length; place++) {
    const cost = costOf(wrongAt(data, together(place)), costs);
    if (cost <= least) {
      [best, least] = [place, cost];
    }
  }
  return together(best);
}

/**
 * A step for each group: the cheapest. Where that is more than there is room for, every favourable
 * decision has a price, the lowest at which there is room enough.
 */
function cheapestEach(data: IExplorerData, wanted: IWanted): readonly number[] {
  const { costs, places, capacity } = wanted;
  const priced = (price: number) =>
    data.groups.map((_, group) => {
      if (!data.compared[group]) {
        return places[group] ?? data.start;
      }
      let [best, least] = [0, Infinity];
      for (const place of stepsOf(data)) {
        const missed = (data.scored[group]?.[1] ?? 0) - favouredAt(data, group, place, [1]);
        const wrong = costOf([favouredAt(data, group, place, [0]), missed], costs);
        const cost = wrong + price * favouredAt(data, group, place);
        if (cost <= least) {
          [best, least] = [place, cost];
        }
      }
      return best;
    });
  const fits = (found: readonly number[]) => selectedAt(data, found) <= (capacity ?? Infinity);
  let best = priced(0);
  if (fits(best)) {
    return best;
  }
  const people = data.scored.flat().reduce((total, one) => total + one, 0);
  let [low, high] = [0, (costs[0] + costs[1]) * people + 1];
  best = priced(high);
  while (high - low > EXACT * (1 + high)) {
    const price = (low + high) / 2;
    const found = priced(price);
    if (fits(found)) {
      [high, best] = [price, found];
    } else {
      low = price;
    }
  }
  return best;
}

/**
 * A step for each compared group, at which the share of its people who are favoured is nearest to
 * that of all now. Where that is more than there is room for: at most a lower share, as high as fits.
 */
function equalRate(
  data: IExplorerData,
  outcomes: readonly number[],
  { places, capacity }: IWanted
): readonly number[] | null {
  const groups = data.groups.flatMap((_, group) =>
    data.compared[group] && sizeOf(data, group, outcomes) > 0 ? [group] : []
  );
  if (groups.length < 2) {
    return null;
  }
  const all = new Map(groups.map(group => [group, sizeOf(data, group, outcomes)]));
  const rate = (group: number, place: number) =>
    favouredAt(data, group, place, outcomes) / (all.get(group) ?? 0);
  const placed = (place: (group: number) => number) =>
    data.groups.map((_, group) => (all.has(group) ? place(group) : (places[group] ?? data.start)));
  const steps = stepsOf(data);
  const sum = (of: (group: number) => number) => groups.reduce((n, group) => n + of(group), 0);
  const now =
    sum(group => favouredAt(data, group, places[group] ?? data.start, outcomes)) /
    sum(group => all.get(group) ?? 0);
  const fits = (found: readonly number[]) => selectedAt(data, found) <= (capacity ?? Infinity);
  const nearest = placed(group => {
    let [best, least] = [0, Infinity];
    for (const place of steps) {
      const apart = Math.abs(rate(group, place) - now);
      if (apart <= least) {
        [best, least] = [place, apart];
      }
    }
    return best;
  });
  if (fits(nearest)) {
    return nearest;
  }
  // The higher the level, the more are favoured: the highest that fits is found by halving.
  const below = (level: number) =>
    placed(group => steps.find(place => rate(group, place) <= level) ?? steps.length - 1);
  const levels = [...new Set(groups.flatMap(group => steps.map(place => rate(group, place))))]
    .filter(level => level <= now)
    .sort((one, two) => one - two);
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(below(levels[middle] ?? 0))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return below(levels[Math.max(0, low - 1)] ?? 0);
}

function sizeOf(data: IExplorerData, group: number, outcomes: readonly number[]): number {
  return outcomes.reduce((total, outcome) => total + (data.scored[group]?.[outcome] ?? 0), 0);
}
