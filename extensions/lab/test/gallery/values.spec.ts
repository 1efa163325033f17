import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { checkValues, sameValue, type Columns } from '../../src/gallery/values';
import type { IParameter, Values } from '../../src/templates/contract';

const CONTRACT = JSON.parse(
  readFileSync(resolve(__dirname, '../../../../tests/contracts/templates/values.json'), 'utf-8')
) as {
  parameters: IParameter[];
  cases: {
    says: string;
    values: Values;
    columns: Columns | null;
    known?: Record<string, string[]>;
    problems: { name: string; code: string }[];
  }[];
};

describe('checkValues', () => {
  it.each(CONTRACT.cases)('should find the problems that Python finds: $says', one => {
    const found = checkValues(
      CONTRACT.parameters,
      one.values,
      one.columns ?? {},
      ({ name }) => one.known?.[name] ?? []
    );
    expect(found.map(({ name, code }) => ({ name, code }))).toEqual(one.problems);
  });

  it('should say which item of a list is meant', () => {
    expect(checkValues(CONTRACT.parameters, { protected: ['sex', 3] })).toEqual([
      { name: 'protected', code: 'type', about: 3 }
    ]);
  });
});

describe('sameValue', () => {
  it('should tell 1 from true and lists by their items', () => {
    expect([sameValue(1, true), sameValue([1, 'a'], [1, 'a']), sameValue([1], [1, 2])]).toEqual([
      false,
      true,
      false
    ]);
  });
});
