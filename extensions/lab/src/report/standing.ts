/** What a report can be made from as the notebook stands, told by the records of its cells alone. */
import type { TranslationBundle } from '@jupyterlab/translation';

import { isLater, type IRecord } from '../guide/records';
import { planTo } from '../guide/plan';
import { reckon, type ICodeCell, type IReckoning, type IStepState } from '../guide/steps';
import type { IStanding } from './tokens';

/** So begins the fingerprint of what people say in a study, such as reasons: it is in a report, and no result. */
const SAID = 'said:';

/** What is looked at of a notebook. */
export interface INotebookSeen {
  /** By the place of each among all cells; `null` for those of no code and for empty ones. */
  readonly cells: readonly (ICodeCell | null)[];
  readonly needs: readonly string[];
}

/** How a notebook stands, with the living kernel and the study as the kernel tells of them. */
export function standingOf(
  { cells, needs }: INotebookSeen,
  { kernel = '', study = null }: IReckoning,
  trans: TranslationBundle
): IStanding {
  const reckoned = reckon(cells, { kernel, study, needs });
  const { steps } = reckoned;
  const late = steps.filter(({ state }) => state !== 'done');
  const forgotten = steps.filter(({ state, remembered }) => state === 'done' && !remembered);
  const targets = [...late, ...forgotten].map(({ cell }) => cell);
  const records = cells
    .flatMap(cell => (cell?.record?.kernel === kernel ? [cell.record] : []))
    .sort((one, other) => (isLater(one, other) ? 1 : -1));
  const kept = (study?.kept ?? [])
    .filter(({ fingerprint }) => !fingerprint.startsWith(SAID))
    .map(({ stage, name }) => `${stage} '${name}'`);
  return {
    late: late.map(one => ({ title: one.title || one.step, why: reason(one, steps, trans) })),
    names: forgotten.length > 0 && kept.length > 0 ? [] : namesIn(records),
    gathered: gatheredIn(records),
    kept,
    toRun: planTo(targets, reckoned.cells)
  };
}

/** The names of the results that a kernel made here, the latest last; `null` without any record of it. */
function namesIn(records: readonly IRecord[]): readonly string[] | null {
  const names = records.flatMap(({ results }) => results.map(({ name }) => name)).filter(Boolean);
  return records.length === 0 ? null : latestLast(names);
}

/** The names of what a step gathered for a report, and of who signs it; none where no step did. */
function gatheredIn(records: readonly IRecord[]): readonly string[] {
  const named = (kind: string) =>
    records.flatMap(({ values }) =>
      [...values].flatMap(([name, value]) => (value.startsWith(kind) ? [name] : []))
    );
  const gathered = named('gathered:');
  return gathered.length === 0 ? [] : latestLast([...gathered, ...named('signed:')]);
}

/** A name that was bound again stands where it was bound last. */
function latestLast(names: readonly string[]): readonly string[] {
  return [...new Set([...names].reverse())].reverse();
}

function reason(
  { state, because, after, needs }: IStepState,
  states: readonly IStepState[],
  trans: TranslationBundle
): string {
  const other = states.find(({ step }) => step === after)?.title;
  const place = typeof after === 'number' ? trans.__('cell %1', after + 1) : (other ?? after ?? '');
  switch (state) {
    case 'failed':
      return because === 'interrupted' ? trans.__('was interrupted') : trans.__('failed');
    case 'to_do':
      return trans.__('was not run yet');
    case 'blocked':
      return because === 'needs'
        ? trans.__('needs what is not there: %1', needs.join(', '))
        : trans.__('rests on what is not done: %1', place);
    default:
      return because === 'edited'
        ? trans.__('was edited since it ran')
        : because === 'study'
          ? trans.__('used a result that the study has anew')
          : trans.__('rests on what has changed: %1', place);
  }
}
