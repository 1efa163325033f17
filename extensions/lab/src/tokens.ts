import type { INotebookContent } from '@jupyterlab/nbformat';
import { Token } from '@lumino/coreutils';

/** The commands of this extension. */
export namespace CommandIDs {
  export const createNotebook = 'workbench:create-notebook';
}

/** What a launcher card says about a template. */
export interface ITemplateCard {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  /** How long a reader needs for the notebook, in minutes. */
  readonly minutes: number;
}

/** The answer of the server to "which templates are there?". */
export interface ICatalogue {
  readonly cards: readonly ITemplateCard[];
  /** Sentences about template files that could not be offered. */
  readonly problems: readonly string[];
}

/** The templates that the server offers. */
export interface ITemplates {
  /** The cards, asked for once per page; a second call does not reach the server again. */
  list(): Promise<readonly ITemplateCard[]>;

  /** The card of a template, once `list` has brought it. */
  find(id: string): ITemplateCard | undefined;

  /** The notebook of a template, as it stands on the server now. */
  read(id: string): Promise<INotebookContent>;
}

export const ITemplates = new Token<ITemplates>(
  '@workbench/lab:ITemplates',
  'The notebook templates that the Workbench server extension offers.'
);
