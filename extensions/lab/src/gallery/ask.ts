/** Shows the form of a template, and creates the notebook with what was given. */
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID, type ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Values } from '../templates/contract';
import type { ITemplateCard } from '../tokens';
import { chooseKernel, createNotebook, type IWorkplace } from './create';
import { fillNotebook } from './fill';
import { changedValues, Form } from './form';
import { Reader, type Sessions } from './reader';
import { proposedFor, readTold, toldWith } from './told';

/** Keeps what a person gave for the next time. */
export interface IMemory {
  fetch(key: string): Promise<unknown>;
  save(key: string, values: ReadonlyPartialJSONObject): Promise<unknown>;
}

export interface IAskOptions {
  readonly card: ITemplateCard;
  readonly content: INotebookContent;
  /** Where the notebook will be. */
  readonly folder: string;
  readonly given: Values;
  readonly workplace: IWorkplace;
  readonly sessions: Sessions;
  readonly memory: IMemory | null;
  readonly trans: TranslationBundle;
  /** Lets a person look for a file; its path on the server. */
  readonly browse: (folder: string, suffixes: readonly string[]) => Promise<string | null>;
}

/** The notebook, opened; `undefined` where the person would rather not. */
export async function askAndCreate(options: IAskOptions): Promise<IDocumentWidget | undefined> {
  const { card, content, folder, given, workplace, memory, trans } = options;
  const key = `@workbench/lab:form:${card.id}`;
  const placeKey = `@workbench/lab:folder:${folder}`;
  const reader = startReader(options);
  const told = readTold(await recalled(memory, placeKey));
  // eslint-disable-next-line jupyter/require-disposable-ownership -- disposed of below, however it ends
  const form = new Form({
    card,
    given,
    remembered: (await recalled(memory, key)) as Values,
    proposed: proposedFor(told, card, given),
    read: reader?.read
  });
  try {
    form.start();
    const { showForm } = await import('./dialog');
    const isWanted = await showForm({
      form,
      folder,
      trans,
      browse: async suffixes => {
        const path = await options.browse(folder, suffixes);
        return path === null ? null : pathFrom(folder, path);
      }
    });
    if (!isWanted) {
      await reader?.stop();
      return undefined;
    }
    const { values } = form;
    remember(memory, key, changedValues(form));
    const now = toldWith(told, card, values);
    if (now !== told) {
      remember(memory, placeKey, now);
    }
    const filled = fillNotebook(content, values);
    return await createNotebook(card.id, filled, folder, workplace, async path => {
      await reader?.handOver(path);
    });
  } catch (reason) {
    await reader?.stop();
    throw reason;
  } finally {
    form.dispose();
  }
}

/** A file as the notebook in a folder has to name it. */
export function pathFrom(folder: string, path: string): string {
  const local = folder.slice(folder.indexOf(':') + 1); // without the drive
  return PathExt.relative(`/${local}`, `/${path}`);
}

/** The kernel that looks into files; `null` where there are none to look into, or no Python. */
function startReader({ card, content, folder, workplace, sessions }: IAskOptions): Reader | null {
  if (!card.parameters.some(({ type }) => type === 'file')) {
    return null;
  }
  try {
    const kernel = chooseKernel(workplace.kernelspecs.specs, content.metadata);
    // A name that no notebook has: the server gives a second session for a path the first one's kernel.
    return new Reader(sessions, PathExt.join(folder, `${card.id}-${UUID.uuid4()}.ipynb`), kernel);
  } catch {
    return null; // told when the notebook is to be made
  }
}

async function recalled(memory: IMemory | null, key: string): Promise<object> {
  try {
    const found = await memory?.fetch(key);
    return typeof found === 'object' && found !== null ? found : {};
  } catch (reason) {
    console.error('[workbench] Could not recall what was given', reason);
    return {};
  }
}

function remember(memory: IMemory | null, key: string, given: object): void {
  memory?.save(key, given as ReadonlyPartialJSONObject).catch((reason: unknown) => {
    console.error(`[workbench] Could not remember what was given for ${key}`, reason);
  });
}
