/** What can be chosen for a report, read with care, and what was chosen the last time. */
import { MalformedAnswerError } from '../errors';
import type { IChosen, IExported, IOffers, ITitled } from './tokens';

type Json = Readonly<Record<string, unknown>>;

/** The kernel's answer to `audiences`. */
export function readOffers(answer: Json): IOffers {
  return {
    audiences: titled(answer, 'audiences'),
    formats: titled(answer, 'formats'),
    languages: titled(answer, 'languages'),
    disclosure: titled(answer, 'disclosure')
  };
}

/** What was chosen the last time, as far as it is still offered; else the first of each. */
export function chosenBefore(remembered: unknown, offers: IOffers): IChosen {
  const before = (isObject(remembered) ? remembered : {}) as Partial<Record<string, unknown>>;
  const among = (name: string, all: readonly ITitled[]) =>
    all.find(({ value }) => value === before[name])?.value ?? all[0]?.value ?? '';
  return {
    audience: among('audience', offers.audiences),
    format: among('format', offers.formats),
    language: among('language', offers.languages),
    disclosure: among('disclosure', offers.disclosure)
  };
}

/** A file name that ends as its format says; `brief` and `brief.pdf` become `brief.html`. */
export function nameFor(typed: string, format: string, formats: readonly string[]): string {
  const name = typed.trim();
  if (name === '') {
    return '';
  }
  const ending = formats.find(one => name.toLowerCase().endsWith(`.${one}`));
  const stem = ending === undefined ? name : name.slice(0, -ending.length - 1);
  return `${stem}.${format}`;
}

/** The kernel's answer to `export`. */
export function readExported(answer: Json): IExported {
  const { path, relative, name, n_bytes, html, source, left, unsaid } = answer;
  if (typeof path !== 'string' || typeof name !== 'string' || typeof html !== 'string') {
    throw new MalformedAnswerError('Expected a report with its path, its name and a page.');
  }
  return {
    path,
    name,
    html,
    relative: typeof relative === 'string' ? relative : '',
    bytes: typeof n_bytes === 'number' ? n_bytes : -1,
    source: source === 'study' || source === 'gathered' ? source : 'memory',
    left: texts(left),
    unsaid: texts(unsaid)
  };
}

function texts(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter(one => typeof one === 'string') : [];
}

function titled(answer: Json, name: string): readonly ITitled[] {
  const all: unknown = answer[name];
  const found = (Array.isArray(all) ? (all as unknown[]) : []).flatMap(one => {
    const { value, title, contents } = (isObject(one) ? one : {}) as Partial<
      Record<string, unknown>
    >;
    return typeof value === 'string' && typeof title === 'string'
      ? [{ value, title, contents: typeof contents === 'string' ? contents : '' }]
      : [];
  });
  if (found.length === 0) {
    throw new MalformedAnswerError(`Expected ${name} to choose from.`);
  }
  return found;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
