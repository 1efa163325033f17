/** *Export report…*: asks what is wished, and opens the tab in which it comes to be. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IExport, IReportActions, IWish } from './tokens';
import { explain } from '../errors';
import { reportIcon } from '../icons';

export namespace ReportCommandIDs {
  export const exportReport = 'workbench:export-report';
}

/** Where choices are remembered. */
const REMEMBERED = '@workbench/lab:report';

/** What the command needs. */
export interface ICommandOptions {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly documents: IDocumentManager | null;
  readonly state: IStateDB | null;
  readonly trans: TranslationBundle;
}

export function addCommand(options: ICommandOptions): void {
  const { app, tracker, trans } = options;
  const { exportReport } = ReportCommandIDs;
  app.commands.addCommand(exportReport, {
    label: ({ toolbar }) => (toolbar === true ? '' : trans.__('Export Report…')),
    caption: trans.__('Export a report of what this notebook has made'),
    icon: ({ isPalette }) => (isPalette === true ? undefined : reportIcon),
    isEnabled: () => tracker.currentWidget !== null,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const panel = tracker.currentWidget;
      if (panel !== null) {
        await exportFrom(panel, options).catch((reason: unknown) => tell(reason, trans));
      }
    }
  });
  tracker.currentChanged.connect(() => app.commands.notifyCommandChanged(exportReport));
}

async function exportFrom(
  panel: NotebookPanel,
  options: ICommandOptions,
  before: Partial<IWish> | null = null
): Promise<void> {
  const { state, trans } = options;
  const kernel = panel.sessionContext.session?.kernel ?? null;
  if (kernel === null) {
    Notification.error(
      trans.__('The notebook has no kernel. Choose one above the notebook, then export again.')
    );
    return;
  }
  // Most people never export: what only they need comes when they do.
  const { askForWish, chosenBefore, Export, NotebookAsked, readOffers } = await import('./parts');
  const notebook = new NotebookAsked(panel, kernel, trans);
  const known = await inTime(trans, async enough => {
    await notebook.idle(enough);
    if (enough.aborted) {
      return null;
    }
    const standing = await notebook.standing();
    return { standing, offers: readOffers(await notebook.ask({ ask: 'audiences' })) };
  });
  if (known === null) {
    return;
  }
  const { standing, offers } = known;
  const remembered = before ?? (await state?.fetch(REMEMBERED));
  const wish = await askForWish({
    offers,
    standing,
    before: { ...before, ...chosenBefore(remembered, offers) },
    trans
  });
  if (wish === null || panel.isDisposed) {
    return;
  }
  const { audience, format, language, disclosure } = wish;
  void state?.save(REMEMBERED, { audience, format, language, disclosure });
  const run = new Export(wish, notebook, trans);
  await show(run, panel, options);
  await run.start();
}

/** What the kernel answers as soon as it can; `null` when a person has enough of waiting for it. */
async function inTime<T>(
  trans: TranslationBundle,
  answer: (enough: AbortSignal) => Promise<T | null>
): Promise<T | null> {
  const enough = new AbortController();
  let note = '';
  const gaveUp = new Promise<null>(resolve => {
    enough.signal.onabort = () => resolve(null);
  });
  const late = setTimeout(() => {
    note = Notification.emit(
      trans.__('The kernel is busy. You are asked what to export when it is done.'),
      'in-progress',
      {
        autoClose: false,
        actions: [{ label: trans.__('Cancel'), callback: () => enough.abort() }]
      }
    );
  }, 300);
  try {
    return await Promise.race([answer(enough.signal), gaveUp]);
  } finally {
    clearTimeout(late);
    Notification.dismiss(note);
  }
}

async function show(run: IExport, panel: NotebookPanel, options: ICommandOptions): Promise<void> {
  const { app, documents, trans } = options;
  const { createPreview, downloadReport, findReport } = await import('./parts');
  const files = app.serviceManager.contents;
  const actions: IReportActions = {
    find: report => findReport(report, panel.context.path, files),
    open: path => void documents?.openOrReveal(path),
    download: (report, file) => downloadReport(report, file, files),
    change: () => {
      if (run.phase.is !== 'done') {
        tab.close();
      }
      exportFrom(panel, options, run.wish).catch((reason: unknown) => tell(reason, trans));
    }
  };
  const tab = createPreview(run, actions, trans);
  app.shell.add(tab, 'main', { ref: panel.id, mode: 'tab-after' });
  app.shell.activateById(tab.id);
}

/** Tell the person what to do; what nobody can act on goes to the console as well. */
function tell(reason: unknown, trans: TranslationBundle): void {
  const advice = explain(reason, trans);
  if (advice === null) {
    console.error('[workbench] Could not export a report', reason);
  }
  Notification.error(
    advice ?? trans.__('No report can be exported. The console of the browser says why.'),
    { autoClose: false }
  );
}
