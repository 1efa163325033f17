/** *Audit this file* and *Prepare this file*: from a table in the file browser to the form of a template. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { iconOf } from '../icons';
import { CommandIDs, type ITemplateCard, type ITemplates } from '../tokens';

const TABLES = /\.(csv|tsv|parquet|xlsx)$/i;
/** What may be meant by auditing a file, the most likely first. */
const AUDITS = ['55-audit-decisions', '50-audit-bias', '56-local-law-144'];
const PREPARES = ['20-prepare-data'];

export interface IFilesOptions {
  readonly templates: ITemplates;
  /** The path of the one file that is selected; `null` where that are several, or none. */
  readonly selected: () => string | null;
  readonly trans: TranslationBundle;
}

/** Register `workbench:audit-file` and `workbench:prepare-file`. */
export function addFileCommands(
  commands: JupyterFrontEnd['commands'],
  { templates, selected, trans }: IFilesOptions
): void {
  const add = (id: string, icon: string, label: string, question: string, ids: string[]) => {
    const offered = () =>
      ids.map(one => templates.find(one)).filter(one => one !== undefined && fileIn(one) !== null);
    commands.addCommand(id, {
      label,
      icon: iconOf(icon),
      describedBy: { args: { type: 'object', properties: {} } },
      isVisible: () => TABLES.test(selected() ?? '') && offered().length > 0,
      execute: async () => {
        const path = selected();
        const card = await pick(offered() as ITemplateCard[], question, trans);
        if (path === null || card === null) {
          return undefined;
        }
        return (await commands.execute(CommandIDs.createNotebook, {
          template: card.id,
          cwd: PathExt.dirname(path),
          values: { [fileIn(card) ?? '']: PathExt.basename(path) }
        })) as unknown;
      }
    });
  };
  add(
    CommandIDs.auditFile,
    'audit',
    trans.__('Audit This File…'),
    trans.__('What do you want to audit?'),
    AUDITS
  );
  add(
    CommandIDs.prepareFile,
    'data',
    trans.__('Prepare This File…'),
    trans.__('How do you want to prepare it?'),
    PREPARES
  );
}

/** The parameter that takes the file. */
function fileIn({ parameters }: ITemplateCard): string | null {
  return parameters.find(({ type }) => type === 'file')?.name ?? null;
}

async function pick(
  cards: readonly ITemplateCard[],
  question: string,
  trans: TranslationBundle
): Promise<ITemplateCard | null> {
  if (cards.length < 2) {
    return cards[0] ?? null;
  }
  const { pickTemplate } = await import('./dialog');
  return pickTemplate(question, cards, trans);
}
