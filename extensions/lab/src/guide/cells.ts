/** The cells of a notebook as the states of steps need them: each is read again only when it changes. */
import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { CellList } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { hashOfSource } from './hash';
import { recordIn, type IRecord } from './records';
import { readStep, type ICodeCell } from './steps';
import type { Activity } from './tokens';

/** What of a list of cells is needed. */
export type ICellList = Pick<CellList, 'changed' | typeof Symbol.iterator>;

/** What is kept of a code cell. */
interface IKnown {
  source: string;
  cell: ICodeCell;
  isChanged: boolean;
  /** When it was put into the queue, counted up; 0 if it is not in it. */
  queued: number;
}

/**
 * Follows the cells of one notebook.
 *
 * #### Notes
 * The record of a cell that runs again is kept until it is done: its outputs are emptied when it is put
 * into the queue, and what rests on it would be told as blocked for a moment.
 */
export class Cells implements IDisposable {
  constructor(
    private readonly _list: ICellList,
    private readonly _hash: (source: string) => string = hashOfSource
  ) {
    _list.changed.connect(this._onListChanged, this);
    this._follow();
  }

  /** Emitted at each change, before anything is read. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
      this._known.clear();
    }
  }

  /** The cells in their order, `null` for those of no code; what has changed is read now. */
  read(): readonly (ICodeCell | null)[] {
    return this._models.map(model => (isCode(model) ? this._read(model) : null));
  }

  /** The id of the cell at a place; empty where there is none. */
  idOf(place: number): string {
    return this._models[place]?.id ?? '';
  }

  /** The place of a cell; -1 where it is gone. */
  placeOf(id: string): number {
    return this._models.findIndex(one => one.id === id);
  }

  /** How many cells have left the queue so far: one may come and go between two looks. */
  get nEnded(): number {
    return this._ended;
  }

  /** Whether nothing is in the queue. */
  get isIdle(): boolean {
    return ![...this._known.values()].some(({ queued }) => queued > 0);
  }

  /** What each cell in the queue does, by its place: the first one runs, if the kernel does anything. */
  activities(isKernelBusy: boolean): ReadonlyMap<number, Activity> {
    const queue = this._models
      .map((model, place) => ({ place, queued: this._known.get(model)?.queued ?? 0 }))
      .filter(({ queued }) => queued > 0)
      .sort((one, other) => one.queued - other.queued);
    return new Map(
      queue.map(({ place }, turn) => [place, turn === 0 && isKernelBusy ? 'running' : 'waiting'])
    );
  }

  private _read(model: ICodeCellModel): ICodeCell {
    const known = this._known.get(model)!;
    if (known.isChanged) {
      known.isChanged = false;
      const source = model.sharedModel.getSource();
      const hash = source === known.source ? known.cell.hash : this._hash(source);
      const record = known.queued > 0 ? known.cell.record : this._recordOf(model);
      known.source = source;
      known.cell = { step: readStep(model.getMetadata('workbench')), hash, record };
    }
    return known.cell;
  }

  /** The record among the outputs. Reading one copies all of it, so each is read but once. */
  private _recordOf({ outputs }: ICodeCellModel): IRecord | null {
    for (let place = outputs.length - 1; place >= 0; place--) {
      const output = outputs.get(place);
      let record = this._records.get(output);
      if (record === undefined) {
        record = output.type === 'display_data' ? recordIn([{ data: output.data }]) : null;
        this._records.set(output, record);
      }
      if (record !== null) {
        return record;
      }
    }
    return null;
  }

  private _follow(): void {
    const models = [...this._list];
    const there = new Set<ICellModel>(models);
    for (const model of this._known.keys()) {
      if (!there.has(model)) {
        this._known.delete(model);
        Signal.disconnectBetween(model, this);
      }
    }
    for (const model of models) {
      if (isCode(model) && !this._known.has(model)) {
        this._known.set(model, this._begin(model));
      }
    }
    this._models = models;
  }

  private _begin(model: ICodeCellModel): IKnown {
    model.contentChanged.connect(this._onContentChanged, this);
    model.metadataChanged.connect(this._onContentChanged, this);
    model.stateChanged.connect(this._onStateChanged, this);
    return {
      source: '',
      cell: { step: null, hash: this._emptyHash, record: null },
      isChanged: true,
      queued: model.executionState === 'running' ? ++this._turn : 0
    };
  }

  private readonly _onListChanged = (): void => {
    this._follow();
    this._changed.emit();
  };

  private readonly _onContentChanged = (model: ICellModel): void => {
    const known = this._known.get(model as ICodeCellModel);
    if (known !== undefined) {
      known.isChanged = true;
      this._changed.emit();
    }
  };

  private readonly _onStateChanged = (
    model: ICellModel,
    { name }: { readonly name: string }
  ): void => {
    const known = this._known.get(model as ICodeCellModel);
    if (known !== undefined && name === 'executionState') {
      const isQueued = (model as ICodeCellModel).executionState === 'running';
      this._ended += known.queued > 0 && !isQueued ? 1 : 0;
      known.queued = isQueued ? ++this._turn : 0;
      known.isChanged = true;
      this._changed.emit();
    }
  };

  private _models: readonly ICellModel[] = [];
  private readonly _known = new Map<ICellModel, IKnown>();
  private readonly _records = new WeakMap<IOutputModel, IRecord | null>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _emptyHash = hashOfSource('');
  private _turn = 0;
  private _ended = 0;
  private _isDisposed = false;
}

function isCode(model: ICellModel): model is ICodeCellModel {
  return model.type === 'code';
}
