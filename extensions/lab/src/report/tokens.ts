/** What an export is told, and what it hands back. */
import type { ISignal } from '@lumino/signaling';

import type { Answer, IProgress, IQuestion } from '../kernel/bridge';

/** A value that can be chosen, in the words of the kernel. */
export interface ITitled {
  readonly value: string;
  readonly title: string;
  /** What is in it; empty where the title says it all. */
  readonly contents: string;
}

/** What there is to choose from. */
export interface IOffers {
  readonly audiences: readonly ITitled[];
  readonly formats: readonly ITitled[];
  readonly languages: readonly ITitled[];
  readonly disclosure: readonly ITitled[];
}

/** What was chosen and is remembered for the next time. */
export interface IChosen {
  readonly audience: string;
  readonly format: string;
  readonly language: string;
  readonly disclosure: string;
}

/** A report as a person wishes it. */
export interface IWish extends IChosen {
  /** The file, as seen from the notebook's folder; empty for a new one among the study's reports. */
  readonly path: string;
  /** Whether a file of that name may be written anew. */
  readonly replace: boolean;
  /** Whether steps that are not up to date are run before. */
  readonly runFirst: boolean;
}

/** A step that is not up to date, in words. */
export interface ILate {
  readonly title: string;
  readonly why: string;
}

/** What a report can be made from as the notebook stands. */
export interface IStanding {
  readonly late: readonly ILate[];
  /** The names of the results in memory, the latest last; `null` where no record tells of this kernel. */
  readonly names: readonly string[] | null;
  /** The names of what a step gathered from the study, and of who signs; told rather than single results. */
  readonly gathered: readonly string[];
  /** What the study keeps, such as `audit 'main'`. */
  readonly kept: readonly string[];
  /** The places of the cells that bring everything up to date, from the top. */
  readonly toRun: readonly number[];
}

/** A report that was written. */
export interface IExported {
  readonly path: string;
  /** As seen from the notebook's folder; empty where that cannot be said. */
  readonly relative: string;
  readonly name: string;
  readonly bytes: number;
  readonly html: string;
  /** What was told: what a step had gathered, results in memory, or what the study keeps. */
  readonly source: 'gathered' | 'memory' | 'study';
  /** What was not taken from the study, and why. */
  readonly left: readonly string[];
  /** What is overruled, and why its reason does not stand in the report. */
  readonly unsaid: readonly string[];
}

/** How far an export is. */
export type Phase =
  | { readonly is: 'waiting' }
  | { readonly is: 'running'; readonly step: number; readonly of: number; readonly title: string }
  | { readonly is: 'writing'; readonly progress: number; readonly said: string }
  | { readonly is: 'done'; readonly report: IExported }
  | { readonly is: 'cancelled' }
  | { readonly is: 'failed'; readonly said: string };

/** What an export needs of a notebook and its kernel. */
export interface INotebookAsked {
  /** Resolves when the kernel runs nothing, or when it is no more wanted. */
  idle(unwanted: AbortSignal): Promise<void>;
  ask(question: IQuestion, onProgress: (so_far: IProgress) => void): Promise<Answer>;
  standing(): Promise<IStanding>;
  /** Run one cell; `false` if it failed. */
  run(place: number): Promise<boolean>;
  titleOf(place: number): string;
  interrupt(): Promise<void>;
}

/** One export, from the wish to the report. */
export interface IExport {
  readonly wish: IWish;
  readonly phase: Phase;
  /** The steps that were not up to date when the report was written. */
  readonly late: readonly ILate[];
  readonly changed: ISignal<IExport, Phase>;
  start(): Promise<void>;
  cancel(): void;
}

/** What can be done with a report that was written. */
export interface IReportFile {
  /** Where it is among JupyterLab's files; `null` where they do not hold it. */
  readonly path: string | null;
  /** Whether JupyterLab can show it. */
  readonly canOpen: boolean;
}

/** What the tab asks JupyterLab to do. */
export interface IReportActions {
  find(report: IExported): Promise<IReportFile>;
  open(path: string): void;
  download(report: IExported, file: IReportFile): Promise<void>;
  /** Ask again what report is wished. */
  change(): void;
}
