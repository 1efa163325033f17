/** One export: waits for the kernel, brings steps up to date on wish, and has the report written. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';

import { explain } from '../errors';
import { readExported } from './offers';
import type { IExport, ILate, INotebookAsked, IStanding, IWish, Phase } from './tokens';

/** Somebody has stopped the export. */
class Unwanted extends Error {}

export class Export implements IExport {
  constructor(
    readonly wish: IWish,
    private readonly _notebook: INotebookAsked,
    private readonly _trans: TranslationBundle
  ) {}

  get phase(): Phase {
    return this._phase;
  }

  get late(): readonly ILate[] {
    return this._late;
  }

  get changed(): ISignal<this, Phase> {
    return this._changed;
  }

  /** Write the report; once more where it failed or was stopped. */
  async start(): Promise<void> {
    const stop = (this._stop = new AbortController());
    const { signal } = stop;
    try {
      this._become({ is: 'waiting' });
      await this._wanted(this._notebook.idle(signal), signal);
      let standing = await this._wanted(this._notebook.standing(), signal);
      if (this.wish.runFirst) {
        await this._run(standing, signal);
        standing = await this._wanted(this._notebook.standing(), signal);
      }
      this._late = standing.late;
      await this._write(standing, signal);
    } catch (reason) {
      if (!(reason instanceof Unwanted) && this._stop === stop) {
        this._become({ is: 'failed', said: this._told(reason) });
      }
    }
  }

  /** Stop. What the kernel is doing for the export is interrupted; what it does for a person is not. */
  cancel(): void {
    if (this._stop === null || this._stop.signal.aborted || this._isOver) {
      return;
    }
    const { is } = this._phase;
    this._stop.abort();
    this._become({ is: 'cancelled' });
    if (is !== 'waiting') {
      this._notebook.interrupt().catch((reason: unknown) => {
        console.error('[workbench] Could not interrupt the kernel', reason);
      });
    }
  }

  private get _isOver(): boolean {
    return ['done', 'failed', 'cancelled'].includes(this._phase.is);
  }

  private async _run({ toRun }: IStanding, signal: AbortSignal): Promise<void> {
    for (const [done, place] of toRun.entries()) {
      const title = this._notebook.titleOf(place);
      this._become({ is: 'running', step: done + 1, of: toRun.length, title });
      if (!(await this._wanted(this._notebook.run(place), signal))) {
        throw new StepFailedError(title);
      }
    }
  }

  private async _write({ names, gathered }: IStanding, signal: AbortSignal): Promise<void> {
    const { audience, format, language, disclosure, path, replace } = this.wish;
    const chosen = { audience, format, language, disclosure, path, replace };
    this._become({ is: 'writing', progress: 0, said: '' });
    const answer = await this._wanted(
      this._notebook.ask(
        { ask: 'export', ...chosen, ...(names === null ? {} : { names: [...names, ...gathered] }) },
        ({ progress, said }) => {
          if (!signal.aborted) {
            this._become({ is: 'writing', progress, said });
          }
        }
      ),
      signal
    );
    this._become({ is: 'done', report: readExported(answer) });
  }

  /** What came of it, unless somebody has stopped the export meanwhile. */
  private async _wanted<T>(outcome: Promise<T>, signal: AbortSignal): Promise<T> {
    await Promise.allSettled([outcome]);
    if (signal.aborted) {
      throw new Unwanted();
    }
    return outcome;
  }

  private _become(phase: Phase): void {
    this._phase = phase;
    this._changed.emit(phase);
  }

  private _told(reason: unknown): string {
    if (reason instanceof StepFailedError) {
      return this._trans.__(
        'The step "%1" failed, so no report was written. Its cell says why.',
        reason.title
      );
    }
    const advice = explain(reason, this._trans);
    if (advice === null) {
      console.error('[workbench] Could not export a report', reason);
    }
    return (
      advice ??
      this._trans.__('The report could not be written. The console of the browser says why.')
    );
  }

  private _phase: Phase = { is: 'waiting' };
  private _late: readonly ILate[] = [];
  private _stop: AbortController | null = null;
  private readonly _changed = new Signal<this, Phase>(this);
}

/** A step that was run before the export has failed. */
class StepFailedError extends Error {
  override readonly name = 'StepFailedError';

  constructor(readonly title: string) {
    super(`${title} failed.`);
  }
}
