import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hashOfSource } from '../../src/guide/hash';
import { codeCell, stepStates, type IStudyKnown } from '../../src/guide/steps';

const CONTRACTS = resolve(__dirname, '../../../../tests/contracts/steps');

interface ICell {
  readonly cell_type?: string;
  readonly source?: string | string[];
  readonly metadata?: { readonly workbench?: unknown };
  readonly outputs?: unknown;
}

interface ICase {
  readonly name: string;
  readonly notebook: {
    readonly cells: unknown;
    readonly metadata?: { readonly workbench?: { readonly needs?: readonly string[] } };
  };
  readonly kernel: string;
  readonly study: IStudyKnown | null;
  readonly states: unknown;
}

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(CONTRACTS, name), 'utf-8'));

/** In JupyterLab there are always cells, whatever the file said. */
const cellsOf = ({ cells }: ICase['notebook']) =>
  (Array.isArray(cells) ? (cells as readonly ICell[]) : []).map(
    ({ cell_type, source = '', metadata, outputs }) =>
      cell_type === 'code' ? codeCell([source].flat().join(''), metadata?.workbench, outputs) : null
  );

describe.each(readdirSync(CONTRACTS).filter(name => name !== 'hashes.json'))('%s', name => {
  it.each(read(name) as ICase[])('$name', ({ notebook, kernel, study, states }) => {
    const needs = notebook.metadata?.workbench?.needs ?? [];
    expect(stepStates(cellsOf(notebook), { kernel, study, needs })).toEqual(states);
  });
});

describe('hashOfSource', () => {
  it.each(read('hashes.json') as { source: string; hash: string }[])(
    'should be $hash as in Python',
    ({ source, hash }) => {
      expect(hashOfSource(source)).toBe(hash);
    }
  );
});
