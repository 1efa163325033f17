/** The kernel of a notebook as the guide knows it: who it is, what it says of the study, why it says nothing. */
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { explain, KernelLacksPackageError, KernelRefusalError } from '../errors';
import { askKernel } from '../kernel/bridge';
import { askStudy, greet, type Ask } from './asking';
import type { IStudyKnown } from './steps';
import type { ITrouble } from './tokens';

/** What of a session is needed. */
export type ISession = Pick<
  ISessionContext,
  'session' | 'kernelChanged' | 'statusChanged' | 'hasNoKernel'
>;

/** Statuses after which a process knows nothing of the one before. */
const NEW_PROCESS: readonly Kernel.Status[] = [
  'restarting',
  'autorestarting',
  'starting',
  'terminating',
  'dead'
];

/**
 * Greets each process of a kernel once, and asks for the study when told to.
 *
 * #### Notes
 * Nothing is asked while cells run: a question would wait behind them, and be old when it is answered.
 */
export class GuidedKernel implements IDisposable {
  constructor(
    private readonly _session: ISession,
    private readonly _trans: TranslationBundle,
    private readonly _ask: Ask = askKernel
  ) {
    _session.kernelChanged.connect(this._onKernelChanged, this);
    _session.statusChanged.connect(this._onStatusChanged, this);
  }

  /** Emitted when anything that it says has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The living process as records name it; empty as long as it was not greeted. */
  get id(): string {
    return this._id;
  }

  get study(): IStudyKnown | null {
    return this._study;
  }

  get trouble(): ITrouble | null {
    const isGone = this._session.hasNoKernel || this._kernel?.status === 'dead';
    return this._isWanted && isGone
      ? {
          said: this._trans.__(
            'No kernel is running: what you see is as it was saved. Running a step starts one.'
          ),
          canAskAgain: false
        }
      : this._trouble;
  }

  get isBusy(): boolean {
    return this._kernel?.status === 'busy';
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Greet it, now and after each restart: its notebook has steps. */
  begin(): void {
    if (!this._isWanted) {
      this._isWanted = true;
      this._meet();
    }
  }

  /** Ask how it stands with the study, as soon as it has time. */
  askStudy(): void {
    this._isStudyOld = true;
    this._meet();
  }

  /** Greet it again: what was lacking may be there. */
  askAgain(): void {
    this._forget();
    this._meet();
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._session.session?.kernel ?? null;
  }

  private readonly _onKernelChanged = (): void => {
    this._forget();
    this._study = null;
    this._changed.emit();
    this._meet();
  };

  private readonly _onStatusChanged = (_: unknown, status: Kernel.Status): void => {
    if (NEW_PROCESS.includes(status)) {
      this._forget();
    }
    this._changed.emit();
    this._meet();
  };

  private _forget(): void {
    this._id = '';
    this._trouble = null;
    this._isGreeted = false;
    this._isStudyOld = true;
    this._meeting += 1;
    this._isMeeting = false;
  }

  private _meet(): void {
    const kernel = this._kernel;
    const isDue = !this._isGreeted || (this._isStudyOld && this._trouble === null);
    const canAnswer = kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
    if (this._isWanted && isDue && canAnswer && !this._isMeeting && !this._isDisposed) {
      this._isMeeting = true;
      void this._converse(kernel, this._meeting);
    }
  }

  private async _converse(kernel: Kernel.IKernelConnection, meeting: number): Promise<void> {
    const isStill = () => meeting === this._meeting && !this._isDisposed;
    try {
      if (!this._isGreeted) {
        const id = await greet(kernel, this._ask);
        if (!isStill()) {
          return;
        }
        this._id = id;
        this._isGreeted = true;
        this._changed.emit();
      }
      this._isStudyOld = false;
      const study = await askStudy(kernel, this._ask);
      if (isStill()) {
        this._study = study;
      }
    } catch (reason) {
      if (isStill()) {
        this._isGreeted = true;
        this._isStudyOld = false;
        this._trouble = this._tell(reason);
      }
    }
    if (isStill()) {
      this._isMeeting = false;
      this._changed.emit();
      this._meet();
    }
  }

  private _tell(reason: unknown): ITrouble | null {
    const isRefusal = reason instanceof KernelRefusalError;
    if (isRefusal && reason.problem === 'busy') {
      return null; // another panel asks; the next cell that ends brings us here again
    }
    const said = explain(reason, this._trans);
    if (said === null) {
      console.error('[workbench] The kernel could not be asked', reason);
    }
    return {
      said: said ?? this._trans.__('The kernel does not answer. Restart it and ask again.'),
      canAskAgain: said === null || isRefusal || reason instanceof KernelLacksPackageError
    };
  }

  private _id = '';
  private _study: IStudyKnown | null = null;
  private _trouble: ITrouble | null = null;
  private _isWanted = false;
  private _isGreeted = false;
  private _isStudyOld = true;
  private _isMeeting = false;
  private _meeting = 0;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
