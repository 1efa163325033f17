/** What a kernel says of a table that a person is about to choose: names and a few values of its columns. */
import { MalformedAnswerError } from '../errors';
import type { Answer } from '../kernel/bridge';
import { isRecord } from '../templates/card';

export interface IColumn {
  readonly name: string;
  readonly type: string;
  readonly n_missing: number;
  readonly n_distinct: number;
  /** At most three values, cut. */
  readonly samples: readonly string[];
}

export interface ITable {
  readonly n_rows: number;
  /** In how many of the rows values were counted. */
  readonly counted: number;
  readonly columns: readonly IColumn[];
  /** The bundled examples, such as `example:loans`. */
  readonly examples: readonly string[];
}

/** Read the answer to `columns`. */
export function parseTable({ n_rows, counted, columns, examples }: Answer): ITable {
  if (
    !isCount(n_rows) ||
    !Array.isArray(columns) ||
    !columns.every(isColumn) ||
    !Array.isArray(examples) ||
    !examples.every(one => typeof one === 'string')
  ) {
    throw new MalformedAnswerError('Expected the columns of a table.');
  }
  return { n_rows, counted: isCount(counted) ? counted : n_rows, columns, examples };
}

function isColumn(one: unknown): one is IColumn {
  return (
    isRecord(one) &&
    typeof one['name'] === 'string' &&
    typeof one['type'] === 'string' &&
    isCount(one['n_missing']) &&
    isCount(one['n_distinct']) &&
    Array.isArray(one['samples']) &&
    one['samples'].every(sample => typeof sample === 'string')
  );
}

function isCount(one: unknown): one is number {
  return typeof one === 'number' && one >= 0;
}
