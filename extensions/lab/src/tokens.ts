import type { INotebookContent } from '@jupyterlab/nbformat';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { IParameter } from './templates/contract';

/** The commands of this extension. */
export namespace CommandIDs {
  export const createNotebook = 'workbench:create-notebook';
  export const auditFile = 'workbench:audit-file';
  export const prepareFile = 'workbench:prepare-file';
  export const refreshTemplates = 'workbench:refresh-templates';
  export const openHealth = 'workbench:open-health';
}

/** What the server says of a template: enough for its card and its form. */
export interface ITemplateCard {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  /** How long a reader needs for the notebook, in minutes. */
  readonly minutes: number;
  /** As `major.minor.patch`; empty where an older server does not say it. */
  readonly version: string;
  readonly audience: string;
  /** The name of one of our pictures, or of one that we do not know. */
  readonly icon: string;
  /** Who brings it; empty where it is part of Workbench. */
  readonly source: string;
  /** What a person may set; none where an older server does not say it. */
  readonly parameters: readonly IParameter[];
  /** Parameters that this extension has no field for: a newer server's. */
  readonly unknown: readonly string[];
}

/** The answer of the server to "which templates are there?". */
export interface ICatalogue {
  readonly cards: readonly ITemplateCard[];
  /** Sentences about template files that could not be offered. */
  readonly problems: readonly string[];
}

/** The templates that the server offers. */
export interface ITemplates {
  /** The cards; only the first call, and the first after `refresh`, reaches the server. */
  list(): Promise<readonly ITemplateCard[]>;

  /** Ask the server anew. */
  refresh(): Promise<ICatalogue>;

  /** The cards are others than before. */
  readonly changed: ISignal<ITemplates, readonly ITemplateCard[]>;

  /** The card of a template, once `list` has brought it. */
  find(id: string): ITemplateCard | undefined;

  /** The notebook of a template, as it stands on the server now. */
  read(id: string): Promise<INotebookContent>;
}

export const ITemplates = new Token<ITemplates>(
  '@workbench/lab:ITemplates',
  'The notebook templates that the Workbench server extension offers.'
);
