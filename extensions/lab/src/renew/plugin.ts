import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IGuide } from '../guide/tokens';
import { ITemplates } from '../tokens';
import { offerRenewals } from './offer';

export const renewPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:renew',
  description: 'Says when the template of a notebook has a newer version, and makes a new copy.',
  autoStart: true,
  requires: [INotebookTracker, ITemplates, IDocumentManager],
  optional: [IStateDB, IGuide, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    templates: ITemplates,
    documents: IDocumentManager,
    state: IStateDB | null,
    guide: IGuide | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    offerRenewals({ app, tracker, templates, documents, state, guide, trans });
  }
};
