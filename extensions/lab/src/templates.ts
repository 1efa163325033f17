import type { INotebookContent } from '@jupyterlab/nbformat';
import type { ServerConnection } from '@jupyterlab/services';

import { requestCatalogue, requestNotebook } from './api';
import type { ITemplateCard, ITemplates } from './tokens';

/** The templates of one server. */
export class Templates implements ITemplates {
  constructor(settings: ServerConnection.ISettings) {
    this._settings = settings;
  }

  list(): Promise<readonly ITemplateCard[]> {
    this._listed ??= this._list();
    return this._listed;
  }

  find(id: string): ITemplateCard | undefined {
    return this._cards.get(id);
  }

  read(id: string): Promise<INotebookContent> {
    return requestNotebook(id, this._settings);
  }

  private async _list(): Promise<readonly ITemplateCard[]> {
    const { cards, problems } = await requestCatalogue(this._settings);
    this._cards = new Map(cards.map(card => [card.id, card]));
    for (const problem of problems) {
      // For whoever writes templates; the person at the launcher can do nothing about it.
      console.warn('[workbench] A template is not offered:', problem);
    }
    return cards;
  }

  private _cards: ReadonlyMap<string, ITemplateCard> = new Map();
  private _listed: Promise<readonly ITemplateCard[]> | null = null;
  private readonly _settings: ServerConnection.ISettings;
}
