import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { CommandIDs, ITemplates, type ITemplateCard } from '../tokens';
import { addCommands } from './commands';
import { addFileCommands } from './files';
import { addCards } from './launcher';
import { followShift } from './shift';

export const createPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:create',
  description: 'Creates notebooks from templates, out of the launcher or the command palette.',
  autoStart: true,
  requires: [ITemplates, IDocumentManager],
  optional: [
    IDefaultFileBrowser,
    IFileBrowserFactory,
    ILauncher,
    ICommandPalette,
    ISettingRegistry,
    IStateDB,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    templates: ITemplates,
    documents: IDocumentManager,
    fileBrowser: IDefaultFileBrowser | null,
    browsers: IFileBrowserFactory | null,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    memory: IStateDB | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    const { contents, kernelspecs, sessions } = app.serviceManager;
    const isShiftDown = followShift(document);
    let settings: ISettingRegistry.ISettings | null = null;
    registry?.load(createPlugin.id).then(
      loaded => {
        settings = loaded;
      },
      (reason: unknown) => {
        console.error('[workbench] Could not read the settings of the gallery', reason);
      }
    );
    addCommands(app.commands, {
      templates,
      workplace: { contents, kernelspecs, documents },
      sessions,
      memory,
      trans,
      currentFolder: () => fileBrowser?.model.path ?? '',
      isAtOnce: () => isShiftDown() || settings?.get('atOnce').composite === true,
      isGuideShown: () => settings?.get('showGuide').composite !== false,
      browse: async (folder, suffixes) => {
        const { browse } = await import('./browse');
        return browse(documents, folder, suffixes, translator, trans);
      }
    });
    addFileCommands(app.commands, {
      templates,
      trans,
      selected: () => {
        const items = [...(browsers?.tracker.currentWidget?.selectedItems() ?? [])];
        const only = items.length === 1 ? items[0] : undefined;
        return only === undefined || only.type === 'directory' ? null : only.path;
      }
    });
    palette?.addItem({ command: CommandIDs.refreshTemplates, category: trans.__('Workbench') });

    let shown: IDisposable | null = null;
    const show = (cards: readonly ITemplateCard[]) => {
      shown?.dispose();
      shown = addCards(cards, launcher, palette, trans);
    };
    templates.changed.connect((_, cards) => show(cards));
    // Not waited for: JupyterLab shows nothing before every plugin has started.
    void templates.list().then(show, () => undefined); // told by the plugin that asked first
  }
};
