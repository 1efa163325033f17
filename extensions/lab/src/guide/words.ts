/** What the guide says, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Severity } from './records';
import type { IGuideStep } from './tokens';

/** The mark of a state: a sign beside its word, never in its place. */
export function markOf({ state, activity }: IGuideStep): string {
  if (activity !== null) {
    return activity === 'running' ? '▸' : '…';
  }
  return { to_do: '○', done: '✓', stale: '↻', blocked: '⊘', failed: '✕' }[state];
}

/** A state as one or two words. */
export function stateWords({ state, activity }: IGuideStep, trans: TranslationBundle): string {
  if (activity !== null) {
    return activity === 'running' ? trans.__('running') : trans.__('waiting');
  }
  return {
    to_do: trans.__('to do'),
    done: trans.__('done'),
    stale: trans.__('stale'),
    blocked: trans.__('blocked'),
    failed: trans.__('failed')
  }[state];
}

/** Why a step is in its state, and what to do; empty where there is nothing to say. */
export function whyWords(
  step: IGuideStep,
  steps: readonly IGuideStep[],
  trans: TranslationBundle
): string {
  if (step.activity !== null) {
    return '';
  }
  switch (step.because) {
    case 'error':
      return step.said === '' ? trans.__('It ended with an error.') : step.said;
    case 'interrupted':
      return trans.__('It was interrupted before it was done.');
    case 'edited':
      return trans.__('The code was changed since it ran.');
    case 'study':
      return trans.__('A result of the study that it read was saved anew.');
    case 'needs':
      return trans.__(
        'The study has no %1 yet. Run the template that makes it.',
        step.needs.join(', ')
      );
    case 'earlier':
      return step.state === 'stale'
        ? trans.__('%1 has changed since.', nameOf(step, steps, trans))
        : trans.__('%1 has to be done first.', nameOf(step, steps, trans));
    default:
      return step.state === 'done' && !step.remembered
        ? trans.__('Done before; its values are not in memory now.')
        : '';
  }
}

function nameOf(
  { after }: IGuideStep,
  steps: readonly IGuideStep[],
  trans: TranslationBundle
): string {
  const found = steps.find(one => one.step === after);
  return found === undefined
    ? trans.__('A cell above that is no step')
    : trans.__('“%1”', titleOf(found));
}

/** The title of a step; its name where it has none. */
export function titleOf({ title, step }: Pick<IGuideStep, 'title' | 'step'>): string {
  return title === '' ? step : title;
}

export function severityWords(severity: Severity, trans: TranslationBundle): string {
  return {
    serious: trans.__('Serious'),
    caution: trans.__('Caution'),
    note: trans.__('Note')
  }[severity];
}

/** How far all of a notebook is, in a sentence. */
export function progressWords(steps: readonly IGuideStep[], trans: TranslationBundle): string {
  const n_done = steps.filter(({ state }) => state === 'done').length;
  return n_done === steps.length && n_done > 0
    ? trans._n('Its only step is done.', 'All %1 steps are done.', n_done)
    : trans._n('%1 of %2 steps is done.', '%1 of %2 steps are done.', n_done, steps.length);
}

/** What has changed, for those who do not see it; empty where it is not worth a word. */
export function changeWords(
  before: readonly IGuideStep[],
  now: readonly IGuideStep[],
  trans: TranslationBundle
): string {
  const known = new Map(before.map(step => [step.id, step]));
  const changed = now.filter(step => {
    const was = known.get(step.id);
    return (
      was !== undefined &&
      (was.activity ?? was.state) !== (step.activity ?? step.state) &&
      step.activity !== 'waiting'
    );
  });
  if (changed.length > 3) {
    return trans.__('%1 steps have changed. %2', changed.length, progressWords(now, trans));
  }
  return changed.map(step => trans.__('%1: %2.', titleOf(step), stateWords(step, trans))).join(' ');
}
