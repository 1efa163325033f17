import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { followKeep } from './keep';
import { hideRecords } from './quiet';
import { leaveOut } from './state';
import { addTwins } from './twin';

export const choicesPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:choices',
  description: 'Writes what was chosen in a widget into a cell of plain Python.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ): void => {
    followKeep(document, tracker, (translator ?? nullTranslator).load('workbench'));
  }
};

export const twinsPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:twins',
  description:
    'Shows what was saved of a widget where no kernel answers for it, and of a step’s record nothing.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker): void => {
    tracker.widgetAdded.connect((_, panel) => {
      addTwins(panel.content.rendermime, panel.sessionContext);
      hideRecords(panel.content.rendermime);
      if (panel.model !== null) {
        leaveOut(panel.model);
      }
    });
  }
};
