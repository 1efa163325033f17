/** What is found again: it stands in full once, where it was found first. */
import type { IFinding } from './records';
import type { IStepState } from './steps';

/** Where a finding stands: of several alike in one step, the first. */
export function keyOf({ code, scope, title, why, what_to_do }: IFinding): string {
  return JSON.stringify([code, scope, title, why, what_to_do]);
}

/** For each finding of each step the place of the cell of an earlier step that says the same; `null` for the first. */
export function repeats(
  steps: readonly Pick<IStepState, 'cell' | 'findings'>[]
): readonly (readonly (number | null)[])[] {
  const first = new Map<string, number>();
  return steps.map(({ cell, findings }) => {
    const keys = findings.map(keyOf);
    const found = keys.map(key => first.get(key) ?? null);
    keys.forEach(key => first.has(key) || first.set(key, cell));
    return found;
  });
}
