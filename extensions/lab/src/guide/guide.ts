/** Follows every open notebook, each with a model of its own. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IGuide, IGuideModel, IGuideStep } from './tokens';

/** What of the tracker of notebooks is needed. */
export type ITracked = Pick<
  INotebookTracker,
  'widgetAdded' | 'currentChanged' | 'currentWidget' | 'forEach'
>;

export class Guide implements IGuide {
  constructor(
    private readonly _tracker: ITracked,
    private readonly _open: (panel: NotebookPanel) => IGuideModel
  ) {
    _tracker.widgetAdded.connect((_, panel) => this._follow(panel));
    _tracker.currentChanged.connect(() => this._currentChanged.emit());
    _tracker.forEach(panel => this._follow(panel));
  }

  get currentChanged(): ISignal<this, void> {
    return this._currentChanged;
  }

  get current(): IGuideModel | null {
    const panel = this._tracker.currentWidget;
    return panel === null ? null : this.of(panel);
  }

  of(panel: NotebookPanel): IGuideModel | null {
    return this._models.get(panel) ?? null;
  }

  states(panel: NotebookPanel): readonly IGuideStep[] {
    return this.of(panel)?.steps ?? [];
  }

  private _follow(panel: NotebookPanel): void {
    if (!this._models.has(panel)) {
      const model = this._open(panel);
      this._models.set(panel, model);
      panel.disposed.connect(() => {
        this._models.delete(panel);
        model.dispose();
      });
      if (panel === this._tracker.currentWidget) {
        this._currentChanged.emit(); // it became the current one before it was told of
      }
    }
  }

  private readonly _models = new Map<NotebookPanel, IGuideModel>();
  private readonly _currentChanged = new Signal<this, void>(this);
}
