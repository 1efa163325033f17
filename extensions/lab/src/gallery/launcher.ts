import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableSet, type IDisposable } from '@lumino/disposable';

import { CommandIDs, type ITemplateCard } from '../tokens';

/**
 * Offer each template, in the server's order, in the launcher and in the command palette, until that is
 * disposed of.
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
): IDisposable {
  const added = new DisposableSet();
  const command = CommandIDs.createNotebook;
  const category = trans.__('Workbench');
  cards.forEach(({ id }, rank) => {
    const args = { template: id };
    const isPalette = true;
    for (const one of [
      launcher?.add({ command, args, category, rank, categoryRank: -1 }),
      palette?.addItem({ command, args: { ...args, isPalette }, category, rank })
    ]) {
      if (one !== undefined) {
        added.add(one);
      }
    }
  });
  return added;
}

/** What a card is called; a template that others made says whose it is. */
export function nameCard({ title, source }: ITemplateCard, trans: TranslationBundle): string {
  return source === '' ? title : trans.__('%1 (%2)', title, source);
}

/** What a card says when it is pointed at. */
export function describeCard(
  { purpose, minutes, source }: ITemplateCard,
  trans: TranslationBundle
): string {
  const said = trans._n('%2 (about %1 minute)', '%2 (about %1 minutes)', minutes, purpose);
  return source === '' ? said : trans.__('%1. From: %2', said, source);
}
