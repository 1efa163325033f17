/**
 * A kernel for the form, in the folder where the notebook will be: it reads the columns of a file as the
 * notebook would, and is the notebook's kernel afterwards.
 */
import { PathExt } from '@jupyterlab/coreutils';
import type { Session } from '@jupyterlab/services';

import { askKernel, type IProgress, type IQuestion } from '../kernel/bridge';
import type { Read } from './form';
import { parseTable, type ITable } from './table';

/** What of JupyterLab's sessions is needed. */
export type Sessions = Pick<Session.IManager, 'startNew'>;

export class Reader {
  /**
   * @param path - A path in the notebook's folder that nothing is at; the session gets the notebook's own later.
   * @param kernel - The name of the kernel.
   */
  constructor(sessions: Sessions, path: string, kernel: string) {
    this._session = sessions.startNew({
      path,
      type: 'notebook',
      name: PathExt.basename(path),
      kernel: { name: kernel }
    });
    this._session.catch(() => undefined); // told by whoever reads
  }

  /** Read the columns of a file; one after the other. */
  readonly read: Read = (path, reading, onProgress) => {
    const table = this._last.then(() => this._ask({ ask: 'columns', path, reading }, onProgress));
    this._last = table.then(
      () => undefined,
      () => undefined
    );
    return table;
  };

  /** Leave the kernel to the notebook that is there now. */
  async handOver(path: string): Promise<void> {
    const session = await this._session.catch(() => null);
    if (session === null) {
      return; // the notebook starts one of its own
    }
    // One that is not up yet would die of it, and come again where nobody is connected to it.
    if (this._isReading && session.kernel?.status === 'busy') {
      await session.kernel.interrupt();
    }
    await session.setPath(path);
    await session.setName(PathExt.basename(path));
    session.dispose();
  }

  /** End the kernel: no notebook will be there. */
  async stop(): Promise<void> {
    const session = await this._session.catch(() => null);
    await session?.shutdown();
    session?.dispose();
  }

  private async _ask(
    question: IQuestion,
    onProgress: (so_far: IProgress) => void
  ): Promise<ITable> {
    const { kernel } = await this._session;
    if (kernel === null) {
      throw new Error('The session has no kernel.');
    }
    this._isReading = true;
    try {
      return parseTable(await askKernel(kernel, question, onProgress));
    } finally {
      this._isReading = false;
    }
  }

  private _isReading = false;
  private _last: Promise<void> = Promise.resolve();
  private readonly _session: Promise<Session.ISessionConnection>;
}
