import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { createNotebook, type IWorkplace } from './create';
import { explain } from './errors';
import { reportIcon } from './icons';
import { describeCard } from './launcher';
import { CommandIDs, type ITemplates } from './tokens';

/** What the command needs; the folder is asked for at each call, since people move about. */
export interface ICommandOptions {
  readonly templates: ITemplates;
  readonly workplace: IWorkplace;
  readonly currentFolder: () => string;
  readonly trans: TranslationBundle;
}

/** Register `workbench:create-notebook`. */
export function addCommand(
  commands: JupyterFrontEnd['commands'],
  { templates, workplace, currentFolder, trans }: ICommandOptions
): void {
  const cardOf = ({ template }: ReadonlyPartialJSONObject) =>
    typeof template === 'string' ? templates.find(template) : undefined;

  commands.addCommand(CommandIDs.createNotebook, {
    label: args => cardOf(args)?.title ?? trans.__('New Notebook from a Template'),
    caption: args => {
      const card = cardOf(args);
      return card ? describeCard(card, trans) : '';
    },
    icon: ({ isPalette }) => (isPalette ? undefined : reportIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          template: { type: 'string', description: trans.__('The id of the template') },
          cwd: {
            type: 'string',
            description: trans.__('The folder for the notebook; the current one if left out')
          }
        },
        required: ['template']
      }
    },
    execute: async ({ template, cwd }) => {
      if (typeof template !== 'string') {
        throw new TypeError(`${CommandIDs.createNotebook} needs a template, the id of one.`);
      }
      const folder = typeof cwd === 'string' ? cwd : currentFolder();
      try {
        return await createNotebook(template, await templates.read(template), folder, workplace);
      } catch (reason) {
        report(reason, template, trans);
        return undefined;
      }
    }
  });
}

/** Tell the person what to do; what nobody can act on goes to the console as well. */
function report(reason: unknown, id: string, trans: TranslationBundle): void {
  const advice = explain(reason, trans);
  if (advice === null) {
    console.error(`[workbench] Could not create a notebook from ${id}`, reason);
  }
  Notification.error(
    advice ?? trans.__('The notebook could not be created. The console of the browser says why.'),
    { autoClose: false }
  );
}
