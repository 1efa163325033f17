import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IAskOptions } from './ask';
import { createNotebook } from './create';
import { explain } from '../errors';
import { GuideCommandIDs } from '../guide/tokens';
import { iconOf } from '../icons';
import { describeCard, nameCard } from './launcher';
import type { Values } from '../templates/contract';
import { CommandIDs, type ITemplates } from '../tokens';

/** What the commands need; the folder is asked for at each call, since people move about. */
export interface ICommandOptions
  extends Pick<IAskOptions, 'workplace' | 'sessions' | 'memory' | 'browse' | 'trans'> {
  readonly templates: ITemplates;
  readonly currentFolder: () => string;
  /** Whether the person wants no form now. */
  readonly isAtOnce: () => boolean;
  /** Whether the guide is shown beside a new notebook. */
  readonly isGuideShown: () => boolean;
}

/** Register `workbench:create-notebook` and `workbench:refresh-templates`. */
export function addCommands(
  commands: JupyterFrontEnd['commands'],
  { templates, currentFolder, isAtOnce, isGuideShown, ...place }: ICommandOptions
): void {
  const { trans, workplace } = place;
  const cardOf = ({ template }: ReadonlyPartialJSONObject) =>
    typeof template === 'string' ? templates.find(template) : undefined;

  const showGuide = () => {
    if (isGuideShown() && commands.hasCommand(GuideCommandIDs.showGuide)) {
      void commands.execute(GuideCommandIDs.showGuide, { quietly: true });
    }
  };

  commands.addCommand(CommandIDs.createNotebook, {
    label: args => {
      const card = cardOf(args);
      return card ? nameCard(card, trans) : trans.__('New Notebook from a Template');
    },
    caption: args => {
      const card = cardOf(args);
      return card ? describeCard(card, trans) : '';
    },
    icon: args => (args['isPalette'] ? undefined : iconOf(cardOf(args)?.icon ?? 'report')),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          template: { type: 'string', description: trans.__('The id of the template') },
          cwd: {
            type: 'string',
            description: trans.__('The folder for the notebook; the current one if left out')
          },
          values: {
            type: 'object',
            description: trans.__('Values for some of its parameters')
          },
          atOnce: {
            type: 'boolean',
            description: trans.__('Whether to create it without showing the form')
          }
        },
        required: ['template']
      }
    },
    execute: async ({ template, cwd, values, atOnce }) => {
      if (typeof template !== 'string') {
        throw new TypeError(`${CommandIDs.createNotebook} needs a template, the id of one.`);
      }
      const folder = typeof cwd === 'string' ? cwd : currentFolder();
      const given = (values ?? {}) as Values;
      const isAsked = atOnce !== true && (Object.keys(given).length > 0 || !isAtOnce());
      try {
        const content = await templates.read(template);
        const card = templates.find(template);
        if (isAsked && card !== undefined && card.parameters.length > 0) {
          const { askAndCreate } = await import('./ask');
          const asked = await askAndCreate({ ...place, card, content, folder, given });
          if (asked !== undefined) {
            showGuide();
          }
          return asked;
        }
        const { fillNotebook } = await import('./fill');
        const filled = Object.keys(given).length > 0 ? fillNotebook(content, given) : content;
        const created = await createNotebook(template, filled, folder, workplace);
        showGuide();
        return created;
      } catch (reason) {
        report(reason, template, trans);
        return undefined;
      }
    }
  });

  commands.addCommand(CommandIDs.refreshTemplates, {
    label: trans.__('Look for Templates Again'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      try {
        const { cards, problems } = await templates.refresh();
        tellFound(cards.length, problems.length, commands, trans);
      } catch (reason) {
        console.error('[workbench] Could not list the templates', reason);
        Notification.error(
          explain(reason, trans) ?? trans.__('The templates could not be looked for.'),
          { autoClose: false }
        );
      }
    }
  });
}

function tellFound(
  n_cards: number,
  n_problems: number,
  commands: JupyterFrontEnd['commands'],
  trans: TranslationBundle
): void {
  const found = trans._n('%1 template is there.', '%1 templates are there.', n_cards);
  if (n_problems === 0) {
    Notification.success(found);
    return;
  }
  const problems = trans._n('%1 problem was found.', '%1 problems were found.', n_problems);
  Notification.warning(trans.__('%1 %2', found, problems), {
    autoClose: false,
    actions: [
      {
        label: trans.__('Show Health'),
        callback: () => void commands.execute(CommandIDs.openHealth)
      }
    ]
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
