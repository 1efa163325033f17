/**
 * What Python hands over: counts at every step of the threshold, what was declared, and every text.
 * It is published as docs/schemas/explorer.json. There are no rows in it.
 */
import type { IChoice } from './state';

/** People of one group, by outcome and decision: `00 01 10 11 ?0 ?1`, the decision last. */
export type Cells = readonly number[];

/** A share of people: which cells are counted, and out of which. */
export interface IMetric {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly counted: readonly number[];
  readonly out_of: readonly number[];
}

/** One comparison that was declared beforehand. */
export interface IClaim {
  readonly title: string;
  readonly metrics: readonly string[];
  readonly scale: 'difference' | 'ratio';
  readonly comparison: 'extremes' | 'reference' | 'overall';
  readonly reference: number | null;
  readonly tolerance: number;
  readonly limit: string;
  readonly leave_out: readonly number[];
  readonly needs_both_sides: boolean;
  /** Why nothing is concluded at any threshold; empty where something may be. */
  readonly reason: string;
  /** Critical values that allow for every comparison: for two groups, for three, and so on. */
  readonly c_gap: readonly ICritical[];
}

/** A critical value of the standard normal distribution, and the probability beyond it. */
export interface ICritical {
  readonly z: number;
  readonly tail: number;
}

/** From when on outcomes are seen too unevenly after both decisions for anything to be concluded. */
export interface ISelective {
  readonly most_apart: number;
  readonly fewest: number;
}

export interface IExplorerData {
  readonly schema: typeof SCHEMA;
  readonly attribute: string;
  readonly groups: readonly string[];
  /** Whether a group is compared; people whose group nobody knows are not. */
  readonly compared: readonly boolean[];
  readonly edges: readonly number[];
  readonly edge_labels: readonly string[];
  readonly start: number;
  readonly threshold: number | null;
  /** What somebody named beforehand, where it is not what is usual. */
  readonly given?: Partial<IChoice>;
  /** People with a score, per group and outcome. */
  readonly scored: ReadonlyArray<readonly number[]>;
  /** Of those, the people at or above each edge. */
  readonly at_or_above: ReadonlyArray<ReadonlyArray<readonly number[]>>;
  readonly metrics: readonly IMetric[];
  readonly claims: readonly IClaim[];
  readonly c_in: ICritical;
  readonly small_count: number;
  readonly minimum_n: number;
  readonly selective: ISelective | null;
  readonly merged: boolean;
  /** Groups of whom too little may be shown. */
  readonly n_hidden: number;
  /** Of shares of 100. */
  readonly decimals: 0 | 1;
  readonly texts: Texts;
}

/** Where there is nothing to explore: why. */
export interface IExplorerReason {
  readonly schema: typeof SCHEMA;
  readonly reason: string;
}

/** Every text that a person reads, by name; braces are filled. */
export type Texts = Readonly<Record<string, string>>;

export const SCHEMA = 'workbench.explorer/1';

/** Returns the data if they are of the version that this module understands. */
export function checked(value: unknown): IExplorerData | IExplorerReason {
  const found = value as IExplorerData | IExplorerReason | null;
  if (found?.schema !== SCHEMA) {
    throw new TypeError(`Expected data of the schema ${SCHEMA}.`);
  }
  return found;
}
