/** Says which step was cut off where a kernel has ended by itself, until something runs again. */
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import type { IGuideModel } from './tokens';
import { titleOf } from './words';

export function tellLoss(
  { sessionContext }: Pick<NotebookPanel, 'sessionContext'>,
  model: Pick<IGuideModel, 'steps' | 'stateChanged' | 'addNotice'>,
  trans: TranslationBundle
): void {
  let notice: IDisposable | null = null;
  let isOver = false; // whether the guide knows by now that nothing runs
  sessionContext.statusChanged.connect((_, status: Kernel.Status) => {
    const cut = model.steps.find(({ activity }) => activity === 'running');
    if (cut !== undefined && (status === 'autorestarting' || status === 'dead')) {
      isOver = false;
      notice = model.addNotice({
        id: 'workbench-loss',
        said: trans.__(
          'The kernel ended while “%1” ran. What was done before is kept: run this step again.',
          titleOf(cut)
        ),
        actions: []
      });
    }
  });
  model.stateChanged.connect(() => {
    const isRunning = model.steps.some(({ activity }) => activity === 'running');
    if (notice !== null && isOver && isRunning) {
      const last = notice;
      notice = null; // first, as what is taken away is a change too
      last.dispose();
    }
    isOver = !isRunning;
  });
}
