import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { iconOf } from '../icons';
import { CommandIDs } from '../tokens';
import { VERSION } from '../version';
import { requestHealth } from './api';
import { HealthModel } from './model';

const ID = 'workbench-health';

export const healthPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:health',
  description: 'Shows versions, template folders and kernels, and what they lack.',
  autoStart: true,
  optional: [ICommandPalette, ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    const tracker = new WidgetTracker<MainAreaWidget>({ namespace: ID });
    const { serverSettings } = app.serviceManager;

    const open = async () => {
      const { HealthBody } = await import('./body');
      const model = new HealthModel(() => requestHealth(serverSettings));
      const here = { extension: VERSION, jupyterlab: app.version };
      const content = new HealthBody({ model, here, trans });
      const widget = new MainAreaWidget({ content });
      widget.id = ID;
      widget.title.label = trans.__('Health of Workbench');
      widget.title.icon = iconOf('report');
      widget.title.closable = true;
      void model.refresh();
      app.shell.add(widget, 'main');
      await tracker.add(widget);
      return widget;
    };

    app.commands.addCommand(CommandIDs.openHealth, {
      label: trans.__('Health of Workbench'),
      caption: trans.__('Versions, template folders and kernels, and what they lack'),
      icon: args => (args['isPalette'] ? undefined : iconOf('report')),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const widget = tracker.currentWidget ?? (await open());
        app.shell.activateById(widget.id);
        return widget;
      }
    });
    palette?.addItem({
      command: CommandIDs.openHealth,
      args: { isPalette: true },
      category: trans.__('Workbench')
    });
    void restorer?.restore(tracker, { command: CommandIDs.openHealth, name: () => ID });
  }
};
