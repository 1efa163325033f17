import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { INotebookContent, INotebookMetadata } from '@jupyterlab/nbformat';
import type { Contents, KernelSpec } from '@jupyterlab/services';

import { NoPythonKernelError } from '../errors';

/** What the creation of a notebook needs from JupyterLab. */
export interface IWorkplace {
  readonly contents: Pick<Contents.IManager, 'get' | 'newUntitled' | 'save' | 'rename' | 'delete'>;
  readonly kernelspecs: Pick<KernelSpec.IManager, 'ready' | 'specs'>;
  readonly documents: Pick<IDocumentManager, 'openOrReveal'>;
}

/**
 * Put the notebook of a template into a folder under a free name and open it with a kernel.
 *
 * #### Notes
 * The kernel is named on opening: JupyterLab asks in a dialog for what it is not told. A session that
 * is there for the notebook's path when it opens, which `onSaved` may see to, is taken instead.
 */
export async function createNotebook(
  id: string,
  content: INotebookContent,
  folder: string,
  { contents, kernelspecs, documents }: IWorkplace,
  onSaved: (path: string) => Promise<void> = () => Promise.resolve()
): Promise<IDocumentWidget | undefined> {
  await kernelspecs.ready;
  const kernel = chooseKernel(kernelspecs.specs, content.metadata);
  const path = await saveAsNew(taken => freeName(id, taken), content, folder, contents);
  await onSaved(path);
  return documents.openOrReveal(path, 'Notebook', { name: kernel });
}

/**
 * The first name for a new notebook that no file of the folder has: `first-report.ipynb`, then
 * `first-report-1.ipynb`. The number that orders the templates is left out.
 */
export function freeName(id: string, taken: ReadonlySet<string>): string {
  return freeFile(id.replace(/^\d+-(?=.)/, ''), taken);
}

/** The first name for a notebook that no file of the folder has: `loans.ipynb`, then `loans-1.ipynb`. */
export function freeFile(stem: string, taken: ReadonlySet<string>): string {
  let name = `${stem}.ipynb`;
  for (let copy = 1; taken.has(name); copy += 1) {
    name = `${stem}-${copy}.ipynb`;
  }
  return name;
}

/**
 * The kernel to run a template with: the one it names, else the server's default if that is
 * Python, else any Python kernel.
 */
export function chooseKernel(
  available: KernelSpec.ISpecModels | null,
  metadata: INotebookMetadata
): string {
  const specs = available?.kernelspecs ?? {};
  const candidates = [metadata.kernelspec?.name, available?.default, ...Object.keys(specs)];
  const kernel = candidates.find(name => name && specs[name]?.language === 'python');
  if (kernel === undefined) {
    throw new NoPythonKernelError(`No Python among the kernels ${Object.keys(specs).join(', ')}.`);
  }
  return kernel;
}

/**
 * Save under a free name, and never over a file.
 *
 * #### Notes
 * Saving overwrites, renaming refuses to. So the content goes into a file that the server has just
 * made, and that file is then renamed: a file that appears meanwhile under the free name stays.
 */
export async function saveAsNew(
  nameFor: (taken: ReadonlySet<string>) => string,
  content: INotebookContent,
  folder: string,
  contents: IWorkplace['contents']
): Promise<string> {
  const listing = await contents.get(folder, { content: true });
  const taken = new Set((listing.content as Contents.IModel[]).map(file => file.name));
  const draft = await contents.newUntitled({ path: folder, type: 'notebook' });
  try {
    await contents.save(draft.path, { type: 'notebook', format: 'json', content });
    const named = await contents.rename(draft.path, PathExt.join(folder, nameFor(taken)));
    return named.path;
  } catch (error) {
    await contents.delete(draft.path).catch((reason: unknown) => {
      console.error(`[workbench] Could not remove ${draft.path}`, reason);
    });
    throw error;
  }
}
