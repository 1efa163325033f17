import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCommand } from './commands';
import { explain } from './errors';
import { addCards } from './launcher';
import { Templates } from './templates';
import { ITemplates } from './tokens';

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

export default [templatesPlugin, createPlugin];
