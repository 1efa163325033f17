import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
  ILayoutRestorer
} from '@jupyterlab/application';
import { ICommandPalette, ISessionContextDialogs } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCommands } from './commands';
import { Guide } from './guide';
import { GuidedView } from './guided';
import { tellLoss } from './loss';
import { GuideModel, type Reveal, type Run } from './model';
import { GuidePanel, PANEL_ID } from './panel';
import { GuideCommandIDs, IGuide } from './tokens';

export const guidePlugin: JupyterFrontEndPlugin<IGuide> = {
  id: '@workbench/lab:guide',
  description: 'Shows at the side how far the steps of the notebook are, and what to do next.',
  autoStart: true,
  provides: IGuide,
  requires: [INotebookTracker],
  optional: [
    ITranslator,
    ISettingRegistry,
    IStateDB,
    ILayoutRestorer,
    ICommandPalette,
    ISessionContextDialogs
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    settings: ISettingRegistry | null,
    state: IStateDB | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    dialogs: ISessionContextDialogs | null
  ): IGuide => {
    const trans = (translator ?? nullTranslator).load('workbench');
    let isGuidedAtFirst = false;
    void settings?.load(guidePlugin.id).then(
      loaded => {
        const read = () => (isGuidedAtFirst = loaded.get('guidedView').composite === true);
        read();
        loaded.changed.connect(read);
      },
      (reason: unknown) => console.error('[workbench] Could not read the settings', reason)
    );
    const run: Run = ({ content, sessionContext }, places) => {
      const cells = places.flatMap(place => content.widgets[place] ?? []);
      return cells.length === 0
        ? Promise.resolve(true)
        : NotebookActions.runCells(
            content,
            cells,
            sessionContext,
            dialogs ?? undefined,
            translator ?? undefined
          );
    };
    const reveal: Reveal = async ({ id, content }, place) => {
      app.shell.activateById(id);
      content.deselectAll();
      content.activeCellIndex = place;
      content.mode = 'command';
      await content.scrollToItem(place, 'smart');
      content.activate();
    };
    const guide = new Guide(tracker, panel => {
      const view = new GuidedView(panel, trans, state, () => isGuidedAtFirst);
      const model = new GuideModel({ panel, view, run, reveal, trans });
      tellLoss(panel, model, trans);
      return model;
    });
    const panel = new GuidePanel(guide, app.commands, trans);
    app.shell.add(panel, 'left', { rank: 150, type: 'Workbench' });
    restorer?.add(panel, PANEL_ID);
    const show = (isFocused: boolean) => {
      panel.takesFocus = isFocused;
      app.shell.activateById(PANEL_ID);
    };
    addCommands(app.commands, guide, show, trans);
    const category = trans.__('Workbench');
    Object.values(GuideCommandIDs).forEach((command, place) =>
      palette?.addItem({ command, category, rank: 100 + place })
    );
    return guide;
  }
};
