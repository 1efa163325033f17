/** How far one notebook is: its cells, its kernel and the study, reckoned anew once after each change. */
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { askKernel, type IQuestion } from '../kernel/bridge';
import type { Ask } from './asking';
import { Cells } from './cells';
import type { GuidedView } from './guided';
import { GuidedKernel } from './kernel';
import { writeDecision } from './overrule';
import { planTo } from './plan';
import type { IFinding } from './records';
import { repeats } from './repeats';
import { reckon, type ICellState, type IStudyKnown } from './steps';
import type { IGuideModel, IGuideStep, INotice, ITrouble } from './tokens';
import { isTyping } from './typing';
import { changeWords } from './words';

/** Runs the cells at these places, from above; tells whether all of them ended well. */
export type Run = (panel: NotebookPanel, places: readonly number[]) => Promise<boolean>;

/** Brings the notebook to the front, with its active cell in view and focused. */
export type Reveal = (panel: NotebookPanel, place: number) => Promise<void>;

/** Does something soon, once for all that was asked meanwhile. */
export type Schedule = (work: () => void) => void;

export interface IGuideModelOptions {
  readonly panel: NotebookPanel;
  readonly view: GuidedView;
  readonly run: Run;
  readonly reveal: Reveal;
  readonly trans: TranslationBundle;
  readonly ask?: Ask;
  readonly schedule?: Schedule;
}

/** So many milliseconds after a change the steps are reckoned; what changes meanwhile is taken along. */
const SOON = 40;

export class GuideModel implements IGuideModel {
  constructor({
    panel,
    view,
    run,
    reveal,
    trans,
    ask = askKernel,
    schedule = work => void setTimeout(work, SOON)
  }: IGuideModelOptions) {
    this._panel = panel;
    this._view = view;
    this._run = run;
    this._reveal = reveal;
    this._trans = trans;
    this._ask = ask;
    this._schedule = schedule;
    this._kernel = new GuidedKernel(panel.sessionContext, trans, ask);
    this._kernel.changed.connect(this._plan, this);
    view.changed.connect(this._plan, this);
    panel.content.activeCellChanged.connect(this._plan, this);
    panel.context.pathChanged.connect(this._plan, this);
    panel.content.modelChanged.connect(this._onModelChanged, this);
    this._onModelChanged();
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get announced(): ISignal<this, string> {
    return this._announced;
  }

  get title(): string {
    const { title } = (this._metadata ?? {}) as { readonly title?: unknown };
    return typeof title === 'string' && title !== '' ? title : PathExt.basename(this.path);
  }

  get path(): string {
    return this._panel.context.path;
  }

  get isReady(): boolean {
    return this._isReady;
  }

  get steps(): readonly IGuideStep[] {
    return this._steps;
  }

  get activeStep(): string | null {
    const { activeCellIndex, activeCell } = this._panel.content;
    const above = this._steps.filter(({ cell }) => cell <= activeCellIndex).at(-1);
    const below = this._steps.find(({ cell }) => cell >= activeCellIndex);
    // Text leads to the code beneath; other code belongs to the step above.
    const isCode = activeCell?.model.type === 'code';
    return ((isCode ? (above ?? below) : (below ?? above)) ?? null)?.id ?? null;
  }

  get trouble(): ITrouble | null {
    return this._steps.length > 0 ? this._kernel.trouble : null;
  }

  get study(): IStudyKnown | null {
    return this._kernel.study;
  }

  get notices(): readonly INotice[] {
    return this._notices;
  }

  get isGuided(): boolean {
    return this._view.isGuided;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._cells?.dispose();
      this._kernel.dispose();
      this._view.dispose();
      Signal.clearData(this);
    }
  }

  addNotice(notice: INotice): IDisposable {
    this._notices = [...this._notices.filter(({ id }) => id !== notice.id), notice];
    this._stateChanged.emit();
    return new DisposableDelegate(() => {
      this._notices = this._notices.filter(one => one !== notice);
      this._stateChanged.emit();
    });
  }

  async goTo(id: string): Promise<void> {
    const place = this._placeOf(id);
    if (place >= 0) {
      await this._reveal(this._panel, place);
    }
  }

  async goToNext(): Promise<void> {
    const active = this._steps.findIndex(({ id }) => id === this.activeStep);
    // From the text above a step, or from the top of the notebook, the next one is that step.
    const isAbove = this._panel.content.activeCellIndex < (this._steps[active]?.cell ?? 0);
    const first = isAbove ? active : active + 1;
    const inTurn = [...this._steps.slice(first), ...this._steps.slice(0, first)];
    const next = inTurn.find(({ state }) => state !== 'done') ?? this._steps[first];
    if (next !== undefined) {
      await this.goTo(next.id);
    }
  }

  async runStep(id: string): Promise<boolean> {
    const place = this._placeOf(id);
    if (place < 0) {
      return false;
    }
    this._reckon();
    return this._runAt(
      place,
      planTo([place], this._states, ({ isStep }) => !isStep)
    );
  }

  async runTo(id: string): Promise<boolean> {
    const place = this._placeOf(id);
    return place >= 0 && this._runAt(place, this._planTo([place]));
  }

  countTo(id: string): number {
    const place = this._steps.find(one => one.id === id)?.cell;
    if (place === undefined) {
      return 0;
    }
    const planned = new Set(planTo([place], this._states));
    return this._steps.filter(({ cell }) => planned.has(cell)).length;
  }

  async runAll(): Promise<boolean> {
    this._reckon();
    const isDone = await this._run(
      this._panel,
      this._states.map(({ place }) => place)
    );
    this._reckon();
    const failed = this._steps.find(({ state }) => state === 'failed');
    // Who has gone elsewhere meanwhile, or types, is not fetched back: the guide shows the step in its list.
    if (!isDone && failed !== undefined && this._panel.isVisible && !isTyping()) {
      await this.goTo(failed.id);
    }
    return isDone;
  }

  async runStale(): Promise<boolean> {
    this._reckon();
    const targets = this._steps.filter(({ state }) => state !== 'done').map(({ cell }) => cell);
    return targets.length === 0 || this._run(this._panel, this._planTo(targets));
  }

  overrule(id: string, finding: IFinding, reason: string): Promise<void> {
    return this._decide(id, finding, { ask: 'overrule', reason });
  }

  reinstate(id: string, finding: IFinding): Promise<void> {
    return this._decide(id, finding, { ask: 'reinstate' });
  }

  setGuided(isGuided: boolean): void {
    this._view.setGuided(isGuided);
  }

  setCodeShown(id: string, isShown: boolean): void {
    this._view.setShown(id, isShown);
  }

  askAgain(): void {
    this._kernel.askAgain();
  }

  private get _metadata(): unknown {
    return this._panel.content.model?.getMetadata('workbench') as unknown;
  }

  private _placeOf(id: string): number {
    return this._cells?.placeOf(id) ?? -1;
  }

  private _planTo(places: readonly number[]): readonly number[] {
    this._reckon();
    return planTo(places, this._states);
  }

  /** Write a decision on a finding as the Python that the kernel gives for it, and run it. */
  private async _decide(id: string, finding: IFinding, question: IQuestion): Promise<void> {
    const { session } = this._panel.sessionContext;
    const shared = this._panel.content.model?.sharedModel;
    if (!session?.kernel || shared === undefined) {
      throw new Error(this._trans.__('No kernel is running. Run the step first.'));
    }
    const { code, scope } = finding;
    const { source } = await this._ask(session.kernel, { ...question, code, scope });
    const place = this._placeOf(id);
    if (typeof source === 'string' && place >= 0) {
      await this._run(this._panel, [writeDecision(shared, place, finding, source)]);
    }
  }

  private async _runAt(place: number, places: readonly number[]): Promise<boolean> {
    await this._reveal(this._panel, place);
    return this._run(this._panel, places);
  }

  private readonly _onModelChanged = (): void => {
    this._cells?.dispose();
    const model = this._panel.content.model;
    this._cells = model === null ? null : new Cells(model.cells);
    this._ended = 0;
    this._cells?.changed.connect(this._plan, this);
    this._plan();
  };

  private readonly _plan = (): void => {
    if (!this._isPlanned && !this._isDisposed) {
      this._isPlanned = true;
      this._schedule(() => {
        if (this._isPlanned && !this._isDisposed) {
          this._reckon();
        }
      });
    }
  };

  /** Reckon now. What is asked of the kernel thereby comes back as a change of its own. */
  private _reckon(): void {
    this._isPlanned = false;
    const cells = this._cells;
    if (cells === null) {
      return;
    }
    const before = this._steps;
    const { needs } = (this._metadata ?? {}) as { readonly needs?: unknown };
    const { id: kernel, study, isBusy } = this._kernel;
    const reckoned = reckon(cells.read(), { kernel, study, needs: texts(needs) });
    const activities = cells.activities(isBusy);
    this._states = reckoned.cells;
    const above = repeats(reckoned.steps).map(places =>
      places.map(place => (place === null ? null : cells.idOf(place)))
    );
    this._steps = reckoned.steps.map((step, at) => {
      const id = cells.idOf(step.cell);
      const activity = activities.get(step.cell) ?? null;
      const isCodeShown = this._view.isShown(id);
      return this._same({ ...step, id, activity, isCodeShown, above: above[at]! });
    });
    this._view.apply(this._steps);
    this._isReady = true;
    if (this._steps.length > 0) {
      this._kernel.begin();
    }
    if (cells.isIdle && cells.nEnded !== this._ended) {
      this._ended = cells.nEnded;
      this._kernel.askStudy();
    }
    this._stateChanged.emit();
    const said = changeWords(before, this._steps, this._trans);
    if (said !== '') {
      this._announced.emit(said);
    }
  }

  /** The step as it was, if nothing of it has changed: views draw those anew that are others. */
  private _same(step: IGuideStep): IGuideStep {
    const text = JSON.stringify(step);
    const known = this._told.get(step.id);
    if (known?.text === text) {
      return known.step;
    }
    this._told.set(step.id, { text, step });
    return step;
  }

  private readonly _panel: NotebookPanel;
  private readonly _view: GuidedView;
  private readonly _run: Run;
  private readonly _reveal: Reveal;
  private readonly _trans: TranslationBundle;
  private readonly _ask: Ask;
  private readonly _schedule: Schedule;
  private readonly _kernel: GuidedKernel;
  private readonly _stateChanged = new Signal<this, void>(this);
  private readonly _announced = new Signal<this, string>(this);
  private readonly _told = new Map<string, { text: string; step: IGuideStep }>();
  private _cells: Cells | null = null;
  private _steps: readonly IGuideStep[] = [];
  private _states: readonly ICellState[] = [];
  private _notices: readonly INotice[] = [];
  private _isReady = false;
  private _isPlanned = false;
  private _ended = 0;
  private _isDisposed = false;
}

function texts(given: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [];
  return all.filter((one): one is string => typeof one === 'string');
}
