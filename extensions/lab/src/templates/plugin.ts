import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { explain } from '../errors';
import { ITemplates } from '../tokens';
import { Templates } from './templates';

export const templatesPlugin: JupyterFrontEndPlugin<ITemplates> = {
  id: '@workbench/lab:templates',
  description: 'Asks the server which templates it offers.',
  autoStart: true,
  optional: [ITranslator],
  provides: ITemplates,
  activate: (app: JupyterFrontEnd, translator: ITranslator | null): ITemplates => {
    const trans = (translator ?? nullTranslator).load('workbench');
    const templates = new Templates(app.serviceManager.serverSettings);
    // Asked at once, so that the cards are there when the launcher is.
    templates.list().catch((reason: unknown) => {
      console.error('[workbench] Could not list the templates', reason);
      const advice = explain(reason, trans);
      if (advice !== null) {
        Notification.error(advice, { autoClose: false });
      }
    });
    return templates;
  }
};
