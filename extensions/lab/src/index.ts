import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCommand } from './commands';
import { explain } from './errors';
import { followKeep } from './keep';
import { addCards } from './launcher';
import { leaveOut } from './state';
import { Templates } from './templates';
import { ITemplates } from './tokens';
import { addTwins } from './twin';

export * from './tokens';

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

export const createPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:create',
  description: 'Creates notebooks from templates, out of the launcher or the command palette.',
  autoStart: true,
  requires: [ITemplates, IDocumentManager],
  optional: [IDefaultFileBrowser, ILauncher, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    templates: ITemplates,
    documents: IDocumentManager,
    fileBrowser: IDefaultFileBrowser | null,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    const { contents, kernelspecs } = app.serviceManager;
    addCommand(app.commands, {
      templates,
      workplace: { contents, kernelspecs, documents },
      currentFolder: () => fileBrowser?.model.path ?? '',
      trans
    });
    // Not waited for: JupyterLab shows nothing before every plugin has started.
    void templates.list().then(
      cards => {
        addCards(cards, launcher, palette, trans);
      },
      () => undefined // told by the plugin that asked first
    );
  }
};

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
  description: 'Shows what was saved of a widget where no kernel answers for it.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker): void => {
    tracker.widgetAdded.connect((_, panel) => {
      addTwins(panel.content.rendermime, panel.sessionContext);
      if (panel.model !== null) {
        leaveOut(panel.model);
      }
    });
  }
};

export default [templatesPlugin, createPlugin, choicesPlugin, twinsPlugin];
