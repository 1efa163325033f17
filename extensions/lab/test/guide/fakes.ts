import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { vi } from 'vitest';

import { hashOfSource } from '../../src/guide/hash';
import { MIME, SCHEMA } from '../../src/guide/records';

/** The process that the fakes' kernel is. */
export const KERNEL = '0123456789abcdef';

/** A record as a kernel publishes it. */
export function record(source: string, more: Record<string, unknown> = {}) {
  return {
    schema: SCHEMA,
    hash: hashOfSource(source),
    kernel: KERNEL,
    run: 1,
    ran: '2026-01-31T12:00:00Z',
    seconds: 1,
    state: 'done',
    said: '',
    uses: [],
    defines: [],
    ...more
  };
}

/** The outputs of a cell; it counts how often one is read. */
class FakeOutputs {
  all: { type: string; data: Record<string, unknown> }[] = [];
  n_read = 0;

  get length(): number {
    return this.all.length;
  }

  get(place: number) {
    this.n_read += 1;
    return this.all[place];
  }
}

/** A cell of code or text with the signals that the guide listens to. */
export class FakeCell {
  private static _made = 0;

  constructor(
    public source: string,
    public workbench: Record<string, unknown> | undefined = undefined,
    readonly type: 'code' | 'markdown' = 'code'
  ) {}

  readonly id = `cell-${++FakeCell._made}`;
  readonly contentChanged = new Signal<this, void>(this);
  readonly metadataChanged = new Signal<this, void>(this);
  readonly stateChanged = new Signal<this, { name: string }>(this);
  executionState = 'idle';
  readonly outputs = new FakeOutputs();

  readonly sharedModel = {
    getSource: () => this.source,
    setSource: (source: string) => this.edit(source),
    getMetadata: () => ({ workbench: this.workbench }),
    setMetadata: (_: string, workbench: Record<string, unknown>) => (this.workbench = workbench)
  };

  getMetadata = () => this.workbench;

  edit(source: string): void {
    this.source = source;
    this.contentChanged.emit();
  }

  /** Put it into the queue: its outputs are emptied. */
  queue(): void {
    this.outputs.all = [];
    this.contentChanged.emit();
    this.executionState = 'running';
    this.stateChanged.emit({ name: 'executionState' });
  }

  /** End it, with a record or without. */
  end(more: Record<string, unknown> | null = {}): void {
    if (more !== null) {
      const data = { [MIME]: record(this.source, more) };
      this.outputs.all = [...this.outputs.all, { type: 'display_data', data }];
      this.contentChanged.emit();
    }
    this.executionState = 'idle';
    this.stateChanged.emit({ name: 'executionState' });
  }
}

/** A notebook of such cells, with a kernel that is idle and says nothing of itself. */
export function notebook(cells: FakeCell[], workbench: unknown = { title: 'A way', needs: [] }) {
  const changed = new Signal<object, void>({});
  const list = { changed, [Symbol.iterator]: () => cells[Symbol.iterator]() };
  const kernel = {
    status: 'idle' as Kernel.Status,
    connectionStatus: 'connected',
    info: Promise.resolve({ language_info: { name: 'python' } })
  };
  const sessionContext = {
    session: { kernel } as { kernel: typeof kernel } | null,
    hasNoKernel: false,
    kernelChanged: new Signal<object, void>({}),
    statusChanged: new Signal<object, Kernel.Status>({})
  };
  const model = {
    cells: list,
    getMetadata: () => workbench,
    sharedModel: {
      get cells() {
        return cells.map(({ sharedModel }) => sharedModel);
      },
      transact: (work: () => void) => work(),
      insertCell: (
        place: number,
        { source, metadata }: { source: string; metadata: { workbench: Record<string, unknown> } }
      ) => {
        const cell = new FakeCell(source, metadata.workbench);
        cells.splice(place, 0, cell);
        changed.emit();
      }
    }
  };
  const content = {
    model,
    activeCellIndex: 0,
    get activeCell() {
      return { model: cells[content.activeCellIndex] };
    },
    get widgets() {
      return cells.map(cell => nodes.get(cell) ?? made(cell));
    },
    activeCellChanged: new Signal<object, void>({}),
    modelChanged: new Signal<object, void>({}),
    stateChanged: new Signal<object, { name: string; newValue?: unknown }>({})
  };
  const nodes = new Map<FakeCell, { node: HTMLElement }>();
  const made = (cell: FakeCell) => {
    const widget = { node: document.createElement('div') };
    nodes.set(cell, widget);
    return widget;
  };
  const panel = {
    id: 'panel',
    isVisible: true,
    content,
    sessionContext,
    context: { path: 'folder/way.ipynb', pathChanged: new Signal<object, void>({}) },
    disposed: new Signal<object, void>({})
  };
  const become = (status: Kernel.Status) => {
    kernel.status = status;
    sessionContext.statusChanged.emit(status);
  };
  return {
    panel: panel as unknown as NotebookPanel,
    content,
    context: panel.context,
    sessionContext,
    kernel,
    cells,
    list,
    changed,
    become
  };
}

/** Answers what is asked by its kind; what was asked is remembered. */
export function answers(by: Record<string, unknown> = {}) {
  const all: Record<string, unknown> = {
    hello: { protocol: 1, kernel: KERNEL },
    study: { open: false, kept: [], overruled: [] },
    ...by
  };
  return vi.fn((_: unknown, { ask }: { readonly ask: string }) => {
    const answer = all[ask];
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve(answer as Record<string, unknown>);
  });
}
