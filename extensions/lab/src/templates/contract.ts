/** What a template says of itself, as the server sends it; `docs/schemas/template.json` says it whole. */

/** What a parameter of a template may be: JSON without objects. */
export type Value = string | number | boolean | null | readonly Value[];

export type Values = Readonly<Record<string, Value>>;

export interface IChoice {
  readonly value: Value;
  readonly title: string;
}

export const TYPES = [
  'text',
  'number',
  'choice',
  'column',
  'list',
  'file',
  'date',
  'yes_no'
] as const;

/** One thing a person may set before the notebook runs; what is left out is as `LIMITS` says. */
export interface IParameter {
  readonly name: string;
  readonly type: (typeof TYPES)[number];
  readonly title: string;
  readonly help: string;
  readonly default: Value;
  readonly min?: number;
  readonly max?: number;
  /** A number is `min`, or 0, and so many steps; 1 means whole numbers. */
  readonly step?: number;
  readonly max_length?: number;
  /** All of a text has to match. */
  readonly pattern?: string;
  /** `example`: as long as the data are a bundled example. */
  readonly may_be_empty?: boolean | 'example';
  readonly choices?: readonly IChoice[];
  /** The file parameter whose columns are meant; without it the first one. Of a text: whose example its default is of. */
  readonly of?: string;
  /** Of a text: the column parameter whose values it is one of. */
  readonly value_of?: string;
  readonly items?: 'text' | 'column';
  readonly max_items?: number;
  readonly suffixes?: readonly string[];
  readonly may_be_example?: boolean;
  readonly earliest?: string;
  readonly latest?: string;
}

/** Where the contract does not say. */
export const LIMITS = { text: 1_000, items: 1_000 } as const;
