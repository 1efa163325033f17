import { URLExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { ServerConnection } from '@jupyterlab/services';

import { MalformedAnswerError, ServerPartMissingError, TemplateGoneError } from '../errors';
import type { ICatalogue } from '../tokens';
import { asRecord, isText, parseCard } from './card';

const SCHEMA = 'workbench.templates/1';

/** Ask the server which templates it offers. */
export async function requestCatalogue(settings: ServerConnection.ISettings): Promise<ICatalogue> {
  const response = await request('templates', settings);
  if (response.status === 404) {
    throw new ServerPartMissingError('The server has no route workbench/api/templates.');
  }
  return parseCatalogue(await readJson(response));
}

/** Ask the server for the notebook of one template. */
export async function requestNotebook(
  id: string,
  settings: ServerConnection.ISettings
): Promise<INotebookContent> {
  const response = await request(`templates/${encodeURIComponent(id)}`, settings);
  if (response.status === 404) {
    throw new TemplateGoneError(id);
  }
  return parseNotebook(await readJson(response), id);
}

/** Read the list of templates; the server may be older or newer than this extension. */
export function parseCatalogue(answer: unknown): ICatalogue {
  const { schema, templates, problems } = asRecord(answer, 'the answer');
  if (schema !== SCHEMA) {
    throw new MalformedAnswerError(`Expected the schema ${SCHEMA}, got ${JSON.stringify(schema)}.`);
  }
  if (!Array.isArray(templates)) {
    throw new MalformedAnswerError('Expected templates to be a list.');
  }
  if (!Array.isArray(problems) || !problems.every(isText)) {
    throw new MalformedAnswerError('Expected problems to be a list of sentences.');
  }
  return { cards: templates.map(parseCard), problems };
}

/** Read the notebook of a template: enough of its form for JupyterLab to open it. */
export function parseNotebook(answer: unknown, id: string): INotebookContent {
  const { id: answered, notebook } = asRecord(answer, 'the answer');
  if (answered !== id) {
    throw new MalformedAnswerError(
      `Expected the template ${JSON.stringify(id)}, got ${JSON.stringify(answered)}.`
    );
  }
  const { nbformat, nbformat_minor, metadata, cells } = asRecord(notebook, 'the notebook');
  asRecord(metadata, 'the metadata of the notebook');
  if (nbformat !== 4 || typeof nbformat_minor !== 'number' || !Array.isArray(cells)) {
    throw new MalformedAnswerError('Expected a notebook of format 4 with a list of cells.');
  }
  return notebook as INotebookContent;
}

/** Ask a route of the server part. */
export async function request(
  path: string,
  settings: ServerConnection.ISettings
): Promise<Response> {
  const url = URLExt.join(settings.baseUrl, 'workbench', 'api', path);
  const response = await ServerConnection.makeRequest(url, {}, settings);
  if (!response.ok && response.status !== 404) {
    throw await ServerConnection.ResponseError.create(response);
  }
  return response;
}

export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new MalformedAnswerError('Expected JSON.', { cause: error });
  }
}
