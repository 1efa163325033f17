import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCommand, ReportCommandIDs } from './commands';

export const reportPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:report',
  description: 'Exports a report of what a notebook has made, and shows it.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IDocumentManager, IStateDB, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    documents: IDocumentManager | null,
    state: IStateDB | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    addCommand({ app, tracker, documents, state, trans });
    palette?.addItem({
      command: ReportCommandIDs.exportReport,
      args: { isPalette: true },
      category: trans.__('Workbench')
    });
  }
};
