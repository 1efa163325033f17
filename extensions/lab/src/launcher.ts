import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs, type ITemplateCard } from './tokens';

/**
 * Offer each template, in the server's order, in the launcher and in the command palette.
 *
 * #### Notes
 * The launcher's section is the first one; JupyterLab before 4.6 does not know `categoryRank` and
 * puts it after its own.
 */
export function addCards(
  cards: readonly ITemplateCard[],
  launcher: ILauncher | null,
  palette: ICommandPalette | null,
  trans: TranslationBundle
): void {
  const command = CommandIDs.createNotebook;
  const category = trans.__('Workbench');
  cards.forEach(({ id }, rank) => {
    launcher?.add({ command, args: { template: id }, category, rank, categoryRank: -1 });
    palette?.addItem({ command, args: { template: id, isPalette: true }, category, rank });
  });
}

/** What a card says when it is pointed at. */
export function describeCard(
  { purpose, minutes }: ITemplateCard,
  trans: TranslationBundle
): string {
  return trans._n('%2 (about %1 minute)', '%2 (about %1 minutes)', minutes, purpose);
}
