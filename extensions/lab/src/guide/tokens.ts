import type { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type { IFinding } from './records';
import type { IStepState, IStudyKnown } from './steps';

/** The commands of the guide. */
export namespace GuideCommandIDs {
  export const showGuide = 'workbench:show-guide';
  export const goToNextStep = 'workbench:go-to-next-step';
  export const runStep = 'workbench:run-step';
  export const runToStep = 'workbench:run-to-step';
  export const runAllSteps = 'workbench:run-all-steps';
  export const toggleGuidedView = 'workbench:toggle-guided-view';
  export const toggleStepCode = 'workbench:toggle-step-code';
}

/** What a cell does now; `null` where it does nothing. */
export type Activity = 'running' | 'waiting' | null;

/** A step as the guide shows it. */
export interface IGuideStep extends IStepState {
  /** Of its cell, for as long as the notebook is open. */
  readonly id: string;
  readonly activity: Activity;
  /** Whether its code is seen. */
  readonly isCodeShown: boolean;
  /** For each of its findings the step above that says the same, by its id; `null` where none does. */
  readonly above: readonly (string | null)[];
}

/** Why a kernel tells nothing, in words that say what to do. */
export interface ITrouble {
  readonly said: string;
  /** Whether it helps to ask again. */
  readonly canAskAgain: boolean;
}

/** Something the guide says above the steps, with what can be done about it. */
export interface INotice {
  /** A second notice with it takes the place of the first. */
  readonly id: string;
  readonly said: string;
  readonly actions: readonly { readonly label: string; readonly execute: () => void }[];
}

/** How far one notebook is, and what can be done in it. */
export interface IGuideModel extends IDisposable {
  /** Emitted when anything of it has changed. */
  readonly stateChanged: ISignal<IGuideModel, void>;

  /** Said to those who do not see the panel change; emitted once for changes that belong together. */
  readonly announced: ISignal<IGuideModel, string>;

  /** The title of the template, or the name of the file. */
  readonly title: string;

  readonly path: string;

  /** Whether the notebook has been read. */
  readonly isReady: boolean;

  readonly steps: readonly IGuideStep[];

  /** The step that the active cell belongs to; `null` where there is none. */
  readonly activeStep: string | null;

  /** `null` as long as the kernel answers. */
  readonly trouble: ITrouble | null;

  /** `null` as long as the kernel has said nothing of it. */
  readonly study: IStudyKnown | null;

  readonly notices: readonly INotice[];

  /** Whether the code of steps is hidden. */
  readonly isGuided: boolean;

  /** Say something above the steps; what is given back takes it away again. */
  addNotice(notice: INotice): IDisposable;

  /** Make the cell of a step the active one, bring it into view and focus it. */
  goTo(id: string): Promise<void>;

  /** Go to the next step that is not done, after the active one and then from above. */
  goToNext(): Promise<void>;

  /** Run a step, and before it cells that are no steps and that it needs, such as parameters. */
  runStep(id: string): Promise<boolean>;

  /** Run a step, and before it what it rests on and is not done or not in memory. */
  runTo(id: string): Promise<boolean>;

  /** How many steps `runTo` runs. */
  countTo(id: string): number;

  /** Run the notebook from top to bottom. */
  runAll(): Promise<boolean>;

  /** Run the steps that are not done, and what they rest on. */
  runStale(): Promise<boolean>;

  /**
   * Overrule a finding of a step: written as Python into a cell beneath, and run.
   *
   * @throws KernelRefusalError if the kernel says in words what is wrong with the reason.
   */
  overrule(id: string, finding: IFinding, reason: string): Promise<void>;

  /**
   * Take back that a finding is overruled: written as Python in the place of what overruled it, and run.
   *
   * @throws KernelRefusalError if the kernel says in words why not.
   */
  reinstate(id: string, finding: IFinding): Promise<void>;

  /** Hide the code of all steps, or show it. */
  setGuided(isGuided: boolean): void;

  /** Show the code of one step, or hide it, while that of others is hidden. */
  setCodeShown(id: string, isShown: boolean): void;

  /** Ask the kernel again. */
  askAgain(): void;
}

/** The guide: how far each open notebook is. */
export interface IGuide {
  /** Emitted when another notebook is the current one. */
  readonly currentChanged: ISignal<IGuide, void>;

  /** Of the current notebook; `null` where none is open. */
  readonly current: IGuideModel | null;

  /** Of an open notebook. */
  of(panel: NotebookPanel): IGuideModel | null;

  /** The steps of an open notebook; none where it was not made from a template. */
  states(panel: NotebookPanel): readonly IGuideStep[];
}

export const IGuide = new Token<IGuide>(
  '@workbench/lab:IGuide',
  'How far the steps of each open notebook are, and what can be done in it.'
);
