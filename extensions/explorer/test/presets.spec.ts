import { describe, expect, it } from 'vitest';

import { meanCost, preset, selectedAt, type IWanted, type Preset } from '../src/presets';
import { contract, expectSame, type ICase } from './contracts';

const CASES = [
  'two_groups',
  'selection_only',
  'selective_labels',
  'few_people',
  'many_people',
  'rare_outcome',
  'disclosed',
  'forty_groups'
];

interface IFound extends IWanted {
  readonly kind: Preset;
  readonly found: readonly number[] | null;
  readonly selected: number | null;
  readonly cost: number | null;
}

describe.each(CASES)('presets of %s', name => {
  const { data, presets } = contract<ICase & { presets: readonly IFound[] }>(name);

  it.each(presets.map((one, at) => [`${at} ${one.kind}`, one] as const))(
    'should find what Python finds: %s',
    (_, wanted) => {
      const places = preset(data, wanted.kind, wanted);
      expect(places).toEqual(wanted.found);
      if (places !== null) {
        expect(selectedAt(data, places)).toBe(wanted.selected);
      }
      if (places !== null && wanted.cost !== null) {
        expectSame(meanCost(data, places, wanted.costs), wanted.cost, 'cost');
      }
    }
  );
});
