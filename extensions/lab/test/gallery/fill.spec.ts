import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { INotebookContent } from '@jupyterlab/nbformat';
import { describe, expect, it } from 'vitest';

import { CannotBeFilledError } from '../../src/errors';
import { fillNotebook, fillSource } from '../../src/gallery/fill';
import { literalOf } from '../../src/gallery/literals';
import type { Values } from '../../src/templates/contract';

interface ICase {
  says: string;
  source: string;
  values: Values;
}

const CONTRACT = JSON.parse(
  readFileSync(resolve(__dirname, '../../../../tests/contracts/templates/filling.json'), 'utf-8')
) as { cases: (ICase & { filled: string })[]; refused: (ICase & { name: string })[] };

describe('fillSource', () => {
  it.each(CONTRACT.cases)(
    'should write what Python writes: $says',
    ({ source, values, filled }) => {
      expect(fillSource(source, values)).toBe(filled);
    }
  );

  it.each(CONTRACT.refused)(
    'should refuse what Python refuses: $says',
    ({ source, values, name }) => {
      expect(() => fillSource(source, values)).toThrow(new CannotBeFilledError(name));
    }
  );

  it('should replace a text that it cannot read, and leave one that it can', () => {
    const source = 'a = "\\N{BULLET}"\nb = "\\x41\\u0042\\103\\n"';
    expect(fillSource(source, { a: '•', b: 'ABC\n' })).toBe('a = "•"\nb = "\\x41\\u0042\\103\\n"');
  });
});

describe('literalOf', () => {
  it('should not write a number that is none', () => {
    expect(() => literalOf(Number.NaN)).toThrow(
      new RangeError('NaN cannot be written into a cell.')
    );
  });
});

describe('fillNotebook', () => {
  const cell = (source: string | string[], tags?: unknown) => ({
    cell_type: 'code',
    source,
    metadata: tags === undefined ? {} : { tags },
    outputs: [{ output_type: 'stream' }],
    execution_count: 3
  });
  const notebook = (...cells: unknown[]) =>
    ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }) as unknown as INotebookContent;

  it('should fill a copy, without outputs', () => {
    const given = notebook(cell('a = 0'), cell(['a = 1\n', 'b = 2'], ['parameters']));
    const before = structuredClone(given);
    const filled = fillNotebook(given, { a: 5 });
    expect(given).toEqual(before);
    expect(filled.cells.map(({ source }) => source)).toEqual(['a = 0', 'a = 5\nb = 2']);
    expect(filled.cells.map(one => [one['outputs'], one['execution_count']])).toEqual([
      [[], null],
      [[], null]
    ]);
  });

  it.each([
    ['none', notebook(cell('a = 1'))],
    ['two', notebook(cell('a = 1', ['parameters']), cell('a = 1', ['parameters']))],
    ['tags that are none', notebook(cell('a = 1', 'parameters'))]
  ])('should refuse a notebook whose cells of parameters are %s', (_, given) => {
    expect(() => fillNotebook(given, { a: 5 })).toThrow(new CannotBeFilledError(null));
  });
});
