import { describe, expect, it } from 'vitest';

import { planTo } from '../../src/guide/plan';
import type { ICellState } from '../../src/guide/steps';

/** A cell from what it reads, binds, and whether its values are there; `null` where that is not known. */
function cell(
  place: number,
  flow: { uses?: string[]; defines?: string[] } | null,
  isThere = false,
  isStep = true
): ICellState {
  const { uses = [], defines = [] } = flow ?? {};
  return {
    place,
    isStep,
    state: isThere ? 'done' : 'to_do',
    flow: flow && { uses, defines },
    isThere
  };
}

describe('planTo', () => {
  it('should run a step alone when what it rests on is there', () => {
    const cells = [
      cell(0, { defines: ['a'] }, true),
      cell(2, { uses: ['a'], defines: ['b'] }, true),
      cell(4, { uses: ['b'] }, true)
    ];
    expect(planTo([4], cells)).toEqual([4]);
  });

  it('should run what it rests on first, and that before it, and nothing else', () => {
    const cells = [
      cell(0, { defines: ['a'] }),
      cell(1, { defines: ['unrelated'] }),
      cell(2, { uses: ['a'], defines: ['b'] }),
      cell(3, { uses: ['b'] }),
      cell(4, { uses: ['b'] })
    ];
    expect(planTo([4], cells)).toEqual([0, 2, 4]);
  });

  it('should not run what only a cell needs whose values are there', () => {
    const cells = [
      cell(0, { defines: ['a'] }),
      cell(1, { uses: ['a'], defines: ['b'] }, true),
      cell(2, { uses: ['b'] })
    ];
    expect(planTo([2], cells)).toEqual([2]);
  });

  it('should take the nearest cell above that binds a name', () => {
    const cells = [
      cell(0, { defines: ['a'] }),
      cell(1, { defines: ['a'] }),
      cell(2, { uses: ['a'] }),
      cell(3, { defines: ['a'] })
    ];
    expect(planTo([2], cells)).toEqual([1, 2]);
  });

  it('should run all that is not there before a cell of which nothing is known', () => {
    const cells = [
      cell(0, { defines: ['a'] }, true),
      cell(1, null, false, false),
      cell(2, { defines: ['b'] }),
      cell(3, null)
    ];
    expect(planTo([3], cells)).toEqual([1, 2, 3]);
  });

  it('should take what cannot be read to rest on everything', () => {
    const cells = [cell(0, { defines: ['a'] }), cell(1, { uses: ['*'] })];
    expect(planTo([1], cells)).toEqual([0, 1]);
  });

  it('should run a cell that never ran if nobody is known to bind a name, or if it is a step', () => {
    const known = cell(0, { defines: ['a'] }, true);
    const own = cell(1, null, false, false);
    expect(planTo([2], [known, own, cell(2, { uses: ['a'] })])).toEqual([2]);
    expect(planTo([2], [known, own, cell(2, { uses: ['b'] })])).toEqual([1, 2]);
    expect(planTo([2], [known, cell(1, null), cell(2, { uses: ['a'] })])).toEqual([1, 2]);
  });

  it('should plan for several targets at once, each cell once', () => {
    const cells = [cell(0, { defines: ['a'] }), cell(1, { uses: ['a'] }), cell(2, { uses: ['a'] })];
    expect(planTo([2, 1], cells)).toEqual([0, 1, 2]);
    expect(planTo([], cells)).toEqual([]);
  });

  it('should leave out what is not wanted', () => {
    const cells = [
      cell(0, { defines: ['p'] }, false, false),
      cell(1, { uses: ['p'], defines: ['a'] }),
      cell(2, { uses: ['p', 'a'] })
    ];
    expect(planTo([2], cells, ({ isStep }) => !isStep)).toEqual([0, 2]);
  });
});
