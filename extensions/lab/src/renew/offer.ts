/** Offers a new copy above each open notebook whose template has a newer version. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IGuide } from '../guide/tokens';
import type { ITemplates } from '../tokens';
import type { INewer } from './tokens';
import { newerOf } from './version';

/** Where it is remembered which renewals were put off. */
const REMEMBERED = '@workbench/lab:renew';

export interface IOfferOptions {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly templates: ITemplates;
  readonly documents: IDocumentManager;
  readonly state: IStateDB | null;
  readonly guide: IGuide | null;
  readonly trans: TranslationBundle;
}

export function offerRenewals(options: IOfferOptions): void {
  const { templates, tracker } = options;
  const offered = new WeakMap<NotebookPanel, string>();
  const look = async (panel: NotebookPanel) => {
    await Promise.all([panel.context.ready, templates.list()]);
    const metadata: unknown = panel.content.model?.getMetadata('workbench');
    const newer = newerOf(metadata, id => templates.find(id));
    if (panel.isDisposed || newer === null || offered.get(panel) === newer.version) {
      return;
    }
    offered.set(panel, newer.version);
    if (!(await isPutOff(newer, panel, options.state))) {
      const { showOffer } = await import('./show'); // most notebooks need none
      showOffer(newer, panel, options);
    }
  };
  const lookAt = (panel: NotebookPanel) => {
    look(panel).catch((reason: unknown) => {
      console.error('[workbench] Could not tell whether a notebook is old', reason);
    });
  };
  tracker.forEach(lookAt);
  tracker.widgetAdded.connect((_, panel) => lookAt(panel));
  templates.changed.connect(() => tracker.forEach(lookAt));
}

/** What is remembered of a renewal that was put off. */
export function keyOf({ id, version }: INewer, panel: NotebookPanel): string {
  return JSON.stringify([panel.context.path, id, version]);
}

/** Remember that a renewal is not wanted now. */
export async function putOff(key: string, state: IStateDB | null): Promise<void> {
  const before = await state?.fetch(REMEMBERED);
  const keys = Array.isArray(before) ? (before as string[]).slice(-99) : []; // those of long ago are offered again
  await state?.save(REMEMBERED, [...keys, key]);
}

async function isPutOff(
  newer: INewer,
  panel: NotebookPanel,
  state: IStateDB | null
): Promise<boolean> {
  const keys = await state?.fetch(REMEMBERED);
  return Array.isArray(keys) && keys.includes(keyOf(newer, panel));
}

/** The folder of a notebook, and its name. */
export function placeOf(panel: NotebookPanel): { readonly folder: string; readonly name: string } {
  const { path } = panel.context;
  return { folder: PathExt.dirname(path), name: PathExt.basename(path) };
}

/** A notebook as it stands. */
export function contentOf(panel: NotebookPanel): INotebookContent {
  return panel.content.model!.toJSON() as INotebookContent;
}
