/** What the server part says of versions, template folders and kernels. */
import type { ServerConnection } from '@jupyterlab/services';

import { MalformedAnswerError, ServerPartMissingError } from '../errors';
import { readJson, request } from '../templates/api';
import { asRecord, isRecord, isText } from '../templates/card';

const SCHEMA = 'workbench.health/1';

export interface IFolder {
  readonly path: string;
  readonly source: string;
  readonly n_templates: number;
  /** Why it, or what is in it, cannot be offered. */
  readonly problems: readonly string[];
}

export interface IKernel {
  readonly name: string;
  readonly title: string;
  /** `ready`, `missing`, `other`, `clash`, `silent`, `unknown` or `other_language`. */
  readonly state: string;
  readonly python: string;
  readonly version: string;
  /** What that means and what to do. */
  readonly said: string;
}

export interface IHealth {
  readonly versions: Readonly<Record<string, string>>;
  readonly server: Readonly<Record<string, string>>;
  readonly folders: readonly IFolder[];
  readonly templates: readonly {
    readonly id: string;
    readonly version: string;
    readonly source: string;
  }[];
  readonly problems: readonly string[];
  readonly kernels: readonly IKernel[];
}

/** Ask the server; it starts each kernel's Python for a moment. */
export async function requestHealth(settings: ServerConnection.ISettings): Promise<IHealth> {
  const response = await request('health', settings);
  if (response.status === 404) {
    throw new ServerPartMissingError('The server has no route workbench/api/health.');
  }
  return parseHealth(await readJson(response));
}

/** Read the answer; what a newer server says beside it is left out, what an older one does not say is empty. */
export function parseHealth(answer: unknown): IHealth {
  const said = asRecord(answer, 'the answer');
  if (said['schema'] !== SCHEMA) {
    throw new MalformedAnswerError(
      `Expected the schema ${SCHEMA}, got ${JSON.stringify(said['schema'])}.`
    );
  }
  return {
    versions: texts(said['versions']),
    server: texts(said['server']),
    folders: records(said['folders']).map(one => ({
      path: text(one['path']),
      source: text(one['source']),
      n_templates: typeof one['n_templates'] === 'number' ? one['n_templates'] : 0,
      problems: sentences(one['problems'] ?? one['problem'])
    })),
    templates: records(said['templates']).map(one => ({
      id: text(one['id']),
      version: text(one['version']),
      source: text(one['source'])
    })),
    problems: sentences(said['problems']),
    kernels: records(said['kernels']).map(one => ({
      name: text(one['name']),
      title: text(one['title']),
      state: text(one['state']),
      python: text(one['python']),
      version: text(one['version']),
      said: text(one['said'])
    }))
  };
}

function text(given: unknown): string {
  return typeof given === 'string' ? given : '';
}

function texts(given: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isRecord(given) ? given : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string'
    )
  );
}

function records(given: unknown): Record<string, unknown>[] {
  return Array.isArray(given) ? given.filter(isRecord) : [];
}

function sentences(given: unknown): string[] {
  return (Array.isArray(given) ? given : [given]).filter(isText);
}
