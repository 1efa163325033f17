/** The cell that overrules a finding or reinstates it: plain Python beneath the step, one for each finding. */
import type { NotebookPanel } from '@jupyterlab/notebook';
import { UUID } from '@lumino/coreutils';

import { findKept, hashOf, keptOf, type IKept } from '../choices/kept';
import type { IFinding } from './records';

/** What the metadata of such a cell name as its widget. */
export const WIDGET = 'overrule';

type Shared = NonNullable<NotebookPanel['content']['model']>['sharedModel'];

/** What of a notebook's undo is needed; its public type leaves it out. */
interface IUndone {
  readonly undoManager?: { stopCapturing(): void };
}

/**
 * Write the code into the cell of this finding, or into a new one beneath the step; returns its place.
 * What is decided anew takes the place of what was decided before.
 */
export function writeDecision(
  shared: Shared,
  step: number,
  { code, scope }: Pick<IFinding, 'code' | 'scope'>,
  source: string
): number {
  const key = `${code} ${scope}`.trimEnd();
  const cells = shared.cells.map(one => ({
    source: one.getSource(),
    metadata: one.getMetadata()
  }));
  const found = findKept(cells, step, WIDGET, key);
  const own = found === null ? null : keptOf(cells[found]!);
  const kept: IKept = {
    choices: own?.choices ?? UUID.uuid4(),
    widget: WIDGET,
    key,
    hash: hashOf(source)
  };
  (shared as IUndone).undoManager?.stopCapturing(); // a step of its own
  shared.transact(() => {
    if (found === null) {
      const metadata = { workbench: { ...kept } };
      shared.insertCell(step + 1, { cell_type: 'code', source, metadata });
    } else {
      const there = shared.cells[found]!;
      there.setSource(source);
      there.setMetadata('workbench', { ...kept });
    }
  });
  return found ?? step + 1;
}
