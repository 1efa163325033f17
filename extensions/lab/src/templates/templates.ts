import type { INotebookContent } from '@jupyterlab/nbformat';
import type { ServerConnection } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';

import { requestCatalogue, requestNotebook } from './api';
import type { ICatalogue, ITemplateCard, ITemplates } from '../tokens';

/** The templates of one server. */
export class Templates implements ITemplates {
  constructor(settings: ServerConnection.ISettings) {
    this._settings = settings;
  }

  get changed(): ISignal<ITemplates, readonly ITemplateCard[]> {
    return this._changed;
  }

  async list(): Promise<readonly ITemplateCard[]> {
    this._listed ??= this._ask();
    return (await this._listed).cards;
  }

  async refresh(): Promise<ICatalogue> {
    const before = this._cards;
    const listed = this._ask();
    const catalogue = await listed; // where it fails, what was there before stays
    this._listed = listed;
    if (JSON.stringify([...before.values()]) !== JSON.stringify(catalogue.cards)) {
      this._changed.emit(catalogue.cards);
    }
    return catalogue;
  }

  find(id: string): ITemplateCard | undefined {
    return this._cards.get(id);
  }

  read(id: string): Promise<INotebookContent> {
    return requestNotebook(id, this._settings);
  }

  private async _ask(): Promise<ICatalogue> {
    const catalogue = await requestCatalogue(this._settings);
    this._cards = new Map(catalogue.cards.map(card => [card.id, card]));
    for (const problem of catalogue.problems) {
      // For whoever writes templates; the health page shows it too.
      console.warn('[workbench] A template is not offered:', problem);
    }
    return catalogue;
  }

  private _cards: ReadonlyMap<string, ITemplateCard> = new Map();
  private _listed: Promise<ICatalogue> | null = null;
  private readonly _changed = new Signal<ITemplates, readonly ITemplateCard[]>(this);
  private readonly _settings: ServerConnection.ISettings;
}
