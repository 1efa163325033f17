/** The line to the kernel: one a model, shared by all its views. */
import { nodesOf } from './packed';
import {
  patched,
  renewed,
  SCHEMA,
  type FromKernel,
  type IGroup,
  type Node,
  type Reach,
  type ToKernel
} from './protocol';

/** What of anywidget's model is needed. */
export interface IModel {
  send(content: unknown): void;
  on(event: Heard, listener: (message: unknown) => void): void;
  off(event: Heard, listener: (message: unknown) => void): void;
}

/** A message of the kernel; or the widget manager's word that the kernel restarts. */
export type Heard = 'msg:custom' | 'comm_live_update';

/** What a view is told: the whole view, and which nodes of it are new; null where all are. */
export type Listener = (view: IGroup, nodes: ReadonlyMap<string, Node> | null) => void;

/** A message that nothing has to be unpacked of. */
type Heeded = Exclude<FromKernel, { packed: string }>;

/** After so long without an answer a person is told that there may be none. */
export const PATIENCE = 8_000;

export class Link {
  constructor(model: IModel) {
    this._model = model;
  }

  /** The newest view; null before the kernel has answered. */
  get view(): IGroup | null {
    return this._view;
  }

  /** Whether the kernel has not answered for long, or cannot. */
  get isSilent(): boolean {
    return this._reach !== 'there';
  }

  /** Why nobody answers, as far as it is known. */
  get reach(): Reach | 'silent' {
    return this._reach;
  }

  /** Takes word of whether the kernel can be reached. One that is gone does not come back: another one does. */
  hear(reach: Reach): void {
    if (this._reach !== 'gone') {
      this._turn(reach);
    }
  }

  /** Follows the view; the first follower asks for it. Returns what stops following. */
  follow(listener: Listener, heard: () => void): () => void {
    const entry = { listener, heard };
    if (this._entries.size === 0) {
      this._model.on('msg:custom', this._take);
      this._model.on('comm_live_update', this._lose);
    }
    this._entries.add(entry);
    if (this._view === null || this._entries.size === 1) {
      this._post({ kind: 'ready' });
    } else {
      listener(this._view, null);
    }
    return () => {
      this._entries.delete(entry);
      if (this._entries.size === 0) {
        this._model.off('msg:custom', this._take);
        this._model.off('comm_live_update', this._lose);
        clearTimeout(this._timer);
        this._waiting.clear();
        this._busy.clear();
        this._later.clear();
        this._settling = [];
      }
    };
  }

  /** Presses a button, after all that was changed before. */
  press(id: string): void {
    this._flush();
    this._post({ kind: 'press', id });
  }

  /**
   * Sends a change. While the kernel still works on an earlier one of the same control, only the
   * newest waits: a slider never queues. It waits no longer than until something else is done.
   */
  change(id: string, value: unknown): void {
    if (this._busy.has(id)) {
      this._later.set(id, value);
      return;
    }
    this._flush();
    this._busy.set(id, this._post({ kind: 'change', id, value }));
  }

  /** Whether the kernel has not answered the newest change of a control. */
  isAsked(id: string): boolean {
    return this._busy.has(id);
  }

  /** Does something when the kernel has answered all that was sent: at once where nothing waits. */
  whenSettled(does: () => void): void {
    this._settling.push(does);
    this._settle();
  }

  /** Sends what waits, in order: what is done next is done to what a person sees. */
  private _flush(): void {
    for (const [id, value] of [...this._later]) {
      this._later.delete(id);
      this._busy.set(id, this._post({ kind: 'change', id, value }));
    }
  }

  private _settle(): void {
    if (this._waiting.size === 0) {
      const settling = this._settling;
      this._settling = [];
      for (const does of settling) {
        does();
      }
    }
  }

  private _post(message: ToKernel): number {
    const seq = ++this._seq;
    this._waiting.add(seq);
    this._wait();
    try {
      this._model.send({ ...message, seq });
    } catch (reason) {
      // The line is cut: the kernel that was at its other end is gone.
      console.error('[workbench] Could not reach the kernel', reason);
      this.hear('gone');
    }
    return seq;
  }

  private _wait(): void {
    clearTimeout(this._timer);
    if (this._waiting.size === 0) {
      return;
    }
    this._timer = setTimeout(() => {
      if (this._reach === 'there') {
        this._turn('silent');
      }
    }, PATIENCE);
  }

  private _turn(reach: Reach | 'silent'): void {
    if (this._reach !== reach) {
      this._reach = reach;
      for (const { heard } of this._entries) {
        heard();
      }
    }
  }

  private readonly _lose = (): void => this.hear('gone');

  /** Takes a message; while one is unpacked, those after it wait: patches fit only in their order. */
  private readonly _take = (content: unknown): void => {
    const message = content as FromKernel;
    this._turn('there');
    const nodes = 'packed' in message ? nodesOf(message.packed) : null;
    if (nodes === null && this._unpacking === null) {
      this._heed(message as Heeded);
      return;
    }
    const before = this._unpacking ?? Promise.resolve();
    const mine = before
      .then(async () => {
        const whole = nodes === null ? message : { ...message, nodes: await nodes };
        if (this._entries.size > 0) {
          this._heed(whole as Heeded);
        }
      })
      .catch((reason: unknown) => {
        console.error('[workbench] Could not read what the kernel sent', reason);
        this._post({ kind: 'ready' });
      })
      .then(() => {
        if (this._unpacking === mine) {
          this._unpacking = null;
        }
      });
    this._unpacking = mine;
  };

  private _heed(message: Heeded): void {
    const answered = this._answered(message.seq);
    if (message.kind === 'view') {
      if (message.schema !== SCHEMA) {
        throw new TypeError(`Expected a view of the schema ${SCHEMA}.`);
      }
      this._tell(message.view, null);
    } else if (message.kind === 'patch' && this._view !== null) {
      const nodes = new Map(message.nodes.map(node => [node.id, node]));
      const view = patched(this._view, nodes);
      // A change that was refused leaves the kernel's view as it was, and the page has to follow it.
      const next = answered === null ? view : renewed(view, answered);
      if (next !== this._view) {
        this._tell(next, nodes);
      }
    }
    this._settle();
  }

  /** Returns the control whose newest change this answers, if it does. */
  private _answered(seq: number | null): string | null {
    if (seq === null) {
      return null;
    }
    this._waiting.delete(seq);
    this._wait();
    for (const [id, asked] of this._busy) {
      if (asked === seq) {
        this._busy.delete(id);
        if (!this._later.has(id)) {
          return id;
        }
        const value = this._later.get(id);
        this._later.delete(id);
        this._busy.set(id, this._post({ kind: 'change', id, value }));
        return null;
      }
    }
    return null;
  }

  private _tell(view: IGroup, nodes: ReadonlyMap<string, Node> | null): void {
    this._view = view;
    for (const { listener } of this._entries) {
      listener(view, nodes);
    }
  }

  private readonly _model: IModel;
  private readonly _entries = new Set<{ listener: Listener; heard: () => void }>();
  private readonly _waiting = new Set<number>();
  private readonly _busy = new Map<string, number>();
  private readonly _later = new Map<string, unknown>();
  private _settling: (() => void)[] = [];
  private _view: IGroup | null = null;
  private _unpacking: Promise<void> | null = null;
  private _reach: Reach | 'silent' = 'there';
  private _seq = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
