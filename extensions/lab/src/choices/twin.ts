/**
 * A widget where no kernel answers: the picture and tables that were saved with it take its place.
 * Beside a kernel the live widget is shown as ever.
 */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel } from '@lumino/widgets';

/** What workbench/widgets/panel.py puts beside the widget's own kind of output. */
export const TWIN = 'application/vnd.workbench.widget+json';
export const LIVE = 'application/vnd.jupyter.widget-view+json';
export const SAVED = 'text/html';

/** Tells a widget whether its kernel can be reached, as extensions/widgets/src/protocol.ts says. */
export const REACH = 'workbench:reach';

/** Fired by a widget that nobody answers, and again when somebody does; see extensions/widgets/src/protocol.ts. */
export const SILENCE = 'workbench:silence';

/** So many milliseconds a live widget has to appear before what was saved takes its place. */
export const GRACE = 600;

/** So often a widget that the manager did not know is asked for again, each time after twice as long. */
export const MOST_TRIES = 6;

/** So often it is looked whether the live widget has come, before it is left to a change of the kernel. */
export const MOST_LOOKS = 100;

/** What of a notebook's session is needed: it says when there is another kernel, and what that does. */
export interface ISession {
  readonly kernelChanged: ISignalLike;
  readonly statusChanged: ISignalLike;
  readonly connectionStatusChanged: ISignalLike;
}

interface ISignalLike {
  connect(slot: Slot): unknown;
  disconnect(slot: Slot): unknown;
}

type Slot = (sender: unknown, change: unknown) => void;

/** What a status of the kernel, or of the line to it, means for a widget that was shown before. */
const REACHES: Readonly<Record<string, 'there' | 'away' | 'gone'>> = {
  restarting: 'gone',
  autorestarting: 'gone',
  terminating: 'gone',
  dead: 'gone',
  connecting: 'away',
  disconnected: 'away',
  connected: 'there'
};

/** Lets a notebook show widgets of ours by this renderer, before any other. */
export function addTwins(rendermime: IRenderMimeRegistry, session: ISession | null = null): void {
  rendermime.addFactory(
    { safe: true, mimeTypes: [TWIN], createRenderer: () => new TwinRenderer(rendermime, session) },
    -20
  );
}

/** Shows the live widget, and what was saved with it while there is none. */
export class TwinRenderer extends Panel implements IRenderMime.IRenderer {
  constructor(rendermime: IRenderMimeRegistry, session: ISession | null = null) {
    super();
    this._rendermime = rendermime;
    this._session = session;
    for (const signal of this._signals) {
      signal.connect(this._wake);
    }
    this.addClass('workbench-twin');
    this.node.addEventListener(SILENCE, this._hear);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._forget();
    this._model = model;
    // A live widget is a program: in a notebook that nobody trusts it does not run.
    if (!model.trusted || !(LIVE in model.data) || !this._rendermime.mimeTypes.includes(LIVE)) {
      return this._showSaved();
    }
    this._showLive(model);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._forget();
    for (const signal of this._signals) {
      signal.disconnect(this._wake);
    }
    this.node.removeEventListener(SILENCE, this._hear);
    super.dispose();
  }

  /** Whether the live widget is there and somebody answers it; while it loads it is one line of text. */
  private get _isLive(): boolean {
    const live = this._live;
    return live !== null && !live.isHidden && live.node.childElementCount > 0 && !this._isSilent;
  }

  private _showLive(model: IRenderMime.IMimeModel): void {
    this._live?.dispose();
    this._factory = this._rendermime.getFactory(LIVE);
    const live = (this._live = this._rendermime.createRenderer(LIVE));
    this.insertWidget(0, live);
    this._watcher.disconnect();
    this._watcher.observe(live.node, { childList: true, attributeFilter: ['class'] });
    this._look();
    // Not waited for: where there is no kernel it may never end.
    live.renderModel(model).catch(() => this._showSaved());
  }

  private _look(): void {
    clearTimeout(this._timer);
    if (this._live !== null) {
      this._live.node.hidden = this._saved !== null && !this._isLive;
    }
    if (this._isLive) {
      this._saved?.dispose();
      this._saved = null;
    } else if (this._live !== null && this._looks < MOST_LOOKS) {
      this._timer = setTimeout(() => this._lookAgain(), GRACE * 2 ** this._tries);
    }
  }

  private get _signals(): readonly ISignalLike[] {
    const session = this._session;
    return session === null
      ? []
      : [session.kernelChanged, session.statusChanged, session.connectionStatusChanged];
  }

  /** Says what became of the kernel, and looks again: another one may know the widget. */
  private readonly _wake = (_: unknown, change: unknown): void => {
    const detail = reachOf(change);
    if (detail !== null && this._isLive) {
      for (const element of this.node.querySelectorAll('.workbench-widget')) {
        element.dispatchEvent(new CustomEvent(REACH, { detail }));
      }
    }
    if (this._looks > 0) {
      this._looks = 0;
      this._look();
    }
  };

  private _lookAgain(): void {
    this._looks++;
    void this._showSaved();
    const { _model: model, _live: live } = this;
    const hasFailed = live?.node.textContent?.startsWith('Error') === true;
    if (model !== null && this._rendermime.getFactory(LIVE) !== this._factory) {
      // A kernel that came after the page brings a manager of its own, which finds no widget inside of ours.
      this._showLive(model);
    } else if (model !== null && hasFailed && this._tries < MOST_TRIES) {
      // The manager may have looked before it had heard from the kernel.
      this._tries++;
      this._showLive(model);
    } else if (!hasFailed) {
      this._look();
    }
  }

  private async _showSaved(): Promise<void> {
    if (this.isDisposed || this._saved !== null || this._model === null) {
      return;
    }
    const saved = (this._saved = this._rendermime.createRenderer(SAVED));
    this.addWidget(saved);
    this._look();
    await saved.renderModel(this._model);
  }

  private readonly _hear = (event: Event): void => {
    this._isSilent = (event as CustomEvent<unknown>).detail === true;
    this._look();
  };

  private _forget(): void {
    clearTimeout(this._timer);
    this._watcher.disconnect();
    for (const child of [...this.widgets]) {
      child.dispose();
    }
    this._live = this._saved = null;
    this._isSilent = false;
    this._tries = this._looks = 0;
  }

  private readonly _rendermime: IRenderMimeRegistry;
  private readonly _session: ISession | null;
  private readonly _watcher = new MutationObserver(() => this._look());
  private _model: IRenderMime.IMimeModel | null = null;
  private _factory: IRenderMime.IRendererFactory | undefined;
  private _live: IRenderMime.IRenderer | null = null;
  private _saved: IRenderMime.IRenderer | null = null;
  private _isSilent = false;
  private _tries = 0;
  private _looks = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Returns what a change of the kernel, or of its status, means for what an earlier one showed. */
function reachOf(change: unknown): 'there' | 'away' | 'gone' | null {
  if (typeof change === 'string') {
    return REACHES[change] ?? null;
  }
  const { oldValue = null } = (change ?? {}) as { readonly oldValue?: unknown };
  return oldValue === null ? null : 'gone';
}
