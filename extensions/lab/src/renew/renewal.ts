/** A new copy of a notebook whose template has a newer version, beside the old one. */
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';

import { explain, MalformedAnswerError } from '../errors';
import type { Answer, IProgress, IQuestion } from '../kernel/bridge';
import type { ILeft, INewer, IRenewal, IRenewed, Phase } from './tokens';

/** What a renewal needs of JupyterLab. */
export interface IRenewalOptions {
  readonly newer: INewer;
  /** The name of the notebook's file. */
  readonly name: () => string;
  /** The notebook as it stands. */
  readonly read: () => INotebookContent;
  /** The template as it stands. */
  readonly template: () => Promise<INotebookContent>;
  /** Ask the notebook's kernel, once it has time. */
  readonly ask: (question: IQuestion, onProgress: (so_far: IProgress) => void) => Promise<Answer>;
  /** Save the new copy beside the old one under a free name, and open it; returns its path. */
  readonly open: (renewed: IRenewed) => Promise<string>;
  /** Remember that it is not wanted now. */
  readonly remember: (newer: INewer) => void;
  readonly trans: TranslationBundle;
}

export class Renewal implements IRenewal {
  constructor(private readonly _options: IRenewalOptions) {}

  get newer(): INewer {
    return this._options.newer;
  }

  get phase(): Phase {
    return this._phase;
  }

  get changed(): ISignal<this, Phase> {
    return this._changed;
  }

  async make(): Promise<void> {
    if (this._phase.is === 'making') {
      return;
    }
    const { ask, name, open, read, template, trans } = this._options;
    try {
      this._become({ is: 'making', said: trans.__('Waiting for the kernel') });
      const answer = await ask(
        {
          ask: 'renew',
          notebook: withoutOutputs(read()),
          name: name(),
          template: await template()
        },
        ({ said }) => this._become({ is: 'making', said })
      );
      this._become({ is: 'made', path: await open(readRenewed(answer)) });
    } catch (reason) {
      const advice = explain(reason, trans);
      if (advice === null) {
        console.error('[workbench] Could not renew a notebook', reason);
      }
      const otherwise = trans.__(
        'The new copy could not be made. The console of the browser says why.'
      );
      this._become({ is: 'failed', said: advice ?? otherwise });
    }
  }

  putOff(): void {
    this._options.remember(this.newer);
    this._become({ is: 'put_off' });
  }

  private _become(phase: Phase): void {
    this._phase = phase;
    this._changed.emit(phase);
  }

  private _phase: Phase = { is: 'offered' };
  private readonly _changed = new Signal<this, Phase>(this);
}

/** A notebook as its author wrote it: what it has shown may be large, and counts for nothing here. */
export function withoutOutputs(notebook: INotebookContent): INotebookContent {
  const cells = notebook.cells.map(cell =>
    cell.cell_type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell
  );
  const metadata = { ...notebook.metadata };
  delete metadata['widgets'];
  return { ...notebook, cells, metadata };
}

/** The kernel's answer to `renew`. */
export function readRenewed(answer: Answer): IRenewed {
  const { notebook, name, version, diff, carried, left } = answer;
  if (
    typeof notebook !== 'object' ||
    notebook === null ||
    typeof name !== 'string' ||
    typeof version !== 'string'
  ) {
    throw new MalformedAnswerError('Expected a notebook with its name and version.');
  }
  return {
    notebook,
    version,
    stem: name.replace(/\.ipynb$/, '').replace(/[/\\]/g, '-'),
    diff: typeof diff === 'string' ? diff : '',
    carried: Array.isArray(carried) ? carried.filter(one => typeof one === 'string') : [],
    left: Array.isArray(left) ? left.filter(isLeft) : []
  };
}

function isLeft(one: unknown): one is ILeft {
  const { kind, name, because } = (one ?? {}) as Partial<Record<string, unknown>>;
  return [kind, name, because].every(text => typeof text === 'string');
}
