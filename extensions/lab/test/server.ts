import { ServerConnection } from '@jupyterlab/services';

/** A card and a notebook as the server sends them. */
export const CARD = {
  id: '00-first-report',
  version: '1.0.0',
  title: 'First report',
  purpose: 'From a table to a report',
  audience: 'practitioner',
  minutes: 10,
  icon: 'report',
  source: 'Workbench'
};
export const CATALOGUE = { schema: 'workbench.templates/1', templates: [CARD], problems: [] };
export const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' } },
  cells: []
};

/** What a route answers: a body with status 200, a status, or no answer at all. */
export type Answer = { body: string } | { status: number } | 'down';

/** Settings of a connection to a server that answers each path as told and records what was asked. */
export function fakeServer(answers: Record<string, Answer>): {
  settings: ServerConnection.ISettings;
  asked: string[];
} {
  const asked: string[] = [];
  const fetch = (request: RequestInfo | URL): Promise<Response> => {
    const path = new URL((request as Request).url).pathname;
    asked.push(path);
    const answer = answers[path] ?? { status: 404 };
    if (answer === 'down') {
      return Promise.reject(new TypeError('Failed to fetch'));
    }
    return Promise.resolve(
      'body' in answer ? new Response(answer.body) : new Response('{}', { status: answer.status })
    );
  };
  const settings = ServerConnection.makeSettings({ baseUrl: 'http://localhost/user/ada/', fetch });
  return { settings, asked };
}

export function json(value: unknown): Answer {
  return { body: JSON.stringify(value) };
}
