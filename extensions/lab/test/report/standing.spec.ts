import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { hashOfSource } from '../../src/guide/hash';
import { MIME, SCHEMA } from '../../src/guide/records';
import { codeCell } from '../../src/guide/steps';
import { standingOf } from '../../src/report/standing';

const trans = nullTranslator.load('workbench');
const KERNEL = '0123456789abcdef';
const OTHER = 'fedcba9876543210';

interface IRan {
  readonly run: number;
  readonly kernel?: string;
  readonly makes?: readonly string[];
  readonly uses?: readonly string[];
  readonly ranAs?: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** A cell of a step that ran so; `null` if it did not. */
function cell(step: string, source: string, ran: IRan | null) {
  const names = ran?.makes ?? [];
  const record = ran && {
    schema: SCHEMA,
    hash: hashOfSource(ran.ranAs ?? source),
    kernel: ran.kernel ?? KERNEL,
    run: ran.run,
    ran: `2026-01-31T12:00:0${ran.run}Z`,
    state: 'done',
    uses: ran.uses ?? [],
    values: ran.values ?? {},
    defines: names,
    results: names.map(name => ({
      name,
      kind: 'Audit',
      stage: 'audit',
      fingerprint: `result:${name}`,
      inputs: []
    }))
  };
  const outputs = record ? [{ output_type: 'display_data', data: { [MIME]: record } }] : [];
  return codeCell(source, { step, title: step.toUpperCase(), why: '' }, outputs);
}

/** As the study tells them: a result, or under `sign-off` what people said. */
const fingerprintOf = (stage: string) => (stage === 'sign-off' ? 'said:x' : 'result:x');

const standing = (cells: Parameters<typeof standingOf>[0]['cells'], kept: readonly string[] = []) =>
  standingOf(
    { cells, needs: [] },
    {
      kernel: KERNEL,
      study: {
        kept: kept.map(stage => ({ stage, name: 'main', fingerprint: fingerprintOf(stage) })),
        overruled: []
      }
    },
    trans
  );

describe('standingOf', () => {
  it('should name what is in memory, the latest last, and run nothing', () => {
    const cells = [
      cell('a', 'data = 1', { run: 1, makes: ['data'] }),
      null,
      cell('b', 'audit = f(data)', { run: 2, makes: ['audit'], uses: ['data'] })
    ];
    expect(standing(cells)).toEqual({
      late: [],
      names: ['data', 'audit'],
      gathered: [],
      kept: [],
      toRun: []
    });
  });

  it('should place a name that was bound again where it was bound last', () => {
    const cells = [
      cell('a', 'x = 1', { run: 3, makes: ['x'] }),
      cell('b', 'y = 1', { run: 2, makes: ['y'] })
    ];
    expect(standing(cells).names).toEqual(['y', 'x']);
  });

  it('should say which steps are not up to date and why, and what has to run', () => {
    const cells = [
      cell('a', 'x = 2', { run: 1, makes: ['x'], ranAs: 'x = 1' }),
      cell('b', 'y = x', { run: 2, makes: ['y'], uses: ['x'] }),
      cell('c', 'z', null)
    ];
    const { late, toRun } = standing(cells);
    expect(late).toEqual([
      { title: 'A', why: 'was edited since it ran' },
      { title: 'B', why: 'rests on what has changed: A' },
      { title: 'C', why: 'was not run yet' }
    ]);
    expect(toRun).toEqual([0, 1, 2]);
  });

  it('should take the study where not all is in memory any more', () => {
    const cells = [
      cell('a', 'x = 1', { run: 1, makes: ['x'], kernel: OTHER }),
      cell('b', 'y = 1', { run: 2, makes: ['y'] })
    ];
    expect(standing(cells, ['audit', 'sign-off'])).toEqual({
      late: [],
      names: [],
      gathered: [],
      kept: ["audit 'main'"],
      toRun: [0]
    });
    expect(standing(cells).names).toEqual(['y']); // without a study there is nothing better
  });

  it('should name what a step gathered and who signs it, the latest last', () => {
    const gathered = { other: 'value:1', gathered: 'gathered:1' };
    const cells = [
      cell('a', 'gathered = g()', { run: 3, makes: [], values: gathered }),
      cell('b', 'signed = s()', { run: 1, values: { signed: 'signed:1' } }),
      cell('c', 'mine = g()', { run: 2, makes: ['one'], values: { mine: 'gathered:2' } })
    ];
    expect(standing(cells)).toMatchObject({
      names: ['one'],
      gathered: ['mine', 'gathered', 'signed']
    });
    expect(standing([cell('b', 's', { run: 1, values: { s: 'signed:1' } })]).gathered).toEqual([]);
    const other = cell('a', 'g', { run: 1, kernel: OTHER, values: { g: 'gathered:1' } });
    expect(standing([other]).gathered).toEqual([]); // of a kernel that is gone
  });

  it('should name nothing where no record tells of this kernel', () => {
    expect(standing([cell('a', 'x = 1', null)]).names).toBeNull();
    expect(standing([]).names).toBeNull();
  });
});
