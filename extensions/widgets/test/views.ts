import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateSync } from 'node:zlib';

import type { Heard, IModel } from '../src/link';
import type { IGroup, Node } from '../src/protocol';

const FOLDER = resolve(__dirname, '../../../tests/contracts/widgets');

export interface IStep {
  readonly before: IGroup;
  readonly nodes: readonly Node[];
  readonly after: IGroup;
}

/** What Python wrote: a view, the next one, and what is sent in between. */
export function contract(name: 'same' | 'some' | 'other'): IStep {
  return JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf-8')) as IStep;
}

interface ISent {
  readonly kind: string;
  readonly id?: string;
  readonly value?: unknown;
  readonly seq: number;
}

/** A model with no kernel behind it: what is sent is kept, and answers are given by hand. */
export class FakeModel implements IModel {
  readonly sent: ISent[] = [];
  readonly listeners = new Set<(message: unknown) => void>();
  readonly following = new Set<() => void>();

  send(content: unknown): void {
    this.sent.push(content as ISent);
  }

  on(event: Heard, listener: (message: unknown) => void): void {
    this._of(event).add(listener);
  }

  off(event: Heard, listener: (message: unknown) => void): void {
    this._of(event).delete(listener);
  }

  /** Says what a widget manager says when the kernel restarts. */
  lose(): void {
    for (const listener of [...this.following]) {
      listener();
    }
  }

  private _of(event: Heard): Set<(message: unknown) => void> {
    return event === 'msg:custom' ? this.listeners : (this.following as Set<() => void>);
  }

  get last(): ISent {
    return this.sent[this.sent.length - 1] as ISent;
  }

  show(view: IGroup): void {
    this._tell({ kind: 'view', schema: 'workbench.view/1', view, seq: this.last.seq });
  }

  patch(nodes: readonly Node[] = [], seq: number | null = this.last.seq): void {
    this._tell({ kind: 'patch', nodes, seq });
  }

  /** Sends a change as the kernel sends a long one. */
  pack(nodes: readonly Node[], seq: number | null = this.last.seq): void {
    const packed = deflateSync(Buffer.from(JSON.stringify(nodes), 'utf-8')).toString('base64');
    this._tell({ kind: 'patch', packed, seq });
  }

  /** Sends a change that cannot be read. */
  spoil(): void {
    this._tell({ kind: 'patch', packed: 'AAAA', seq: null });
  }

  private _tell(message: unknown): void {
    for (const listener of [...this.listeners]) {
      listener(message);
    }
  }
}
