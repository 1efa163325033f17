/** Where a report lies among JupyterLab's files, and how it comes to the person. */
import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import type { IExported, IReportFile } from './tokens';

/** What of JupyterLab's files is needed. */
export type IFiles = Pick<Contents.IManager, 'get' | 'getDownloadUrl'>;

/** What JupyterLab shows by itself; a Word file it would read as text. */
const SHOWN = /\.(html|pdf|md|json)$/i;

/**
 * Find a report among JupyterLab's files.
 *
 * #### Notes
 * The kernel may run in another folder or on another machine; a file of another size is another file.
 */
export async function findReport(
  { relative, bytes }: IExported,
  notebook: string,
  files: IFiles
): Promise<IReportFile> {
  const path = PathExt.join(PathExt.dirname(notebook), relative);
  if (relative === '' || path.startsWith('..')) {
    return { path: null, canOpen: false };
  }
  const found = await files.get(path, { content: false }).catch(() => null);
  return found === null || found.type === 'directory' || found.size !== bytes
    ? { path: null, canOpen: false }
    : { path, canOpen: SHOWN.test(path) };
}

/** Hand a report over to the browser; of one that JupyterLab's files do not hold, the page. */
export async function downloadReport(
  { name, html }: IExported,
  { path }: IReportFile,
  files: IFiles
): Promise<void> {
  if (path !== null) {
    save(await files.getDownloadUrl(path), name);
    return;
  }
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  save(url, name.replace(/\.\w+$/, '.html'));
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
