/**
 * Reads what the server says of a template. The server may be older than this extension or newer: what
 * a card needs has to be there, what it does not know is left out, and the form says what that is.
 */
import { MalformedAnswerError } from '../errors';
import type { ITemplateCard } from '../tokens';
import { TYPES, type IChoice, type IParameter, type Value } from './contract';

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Where the templates come from that are part of Workbench. */
const OURS = 'Workbench';

export function parseCard(card: unknown, index: number): ITemplateCard {
  const { id, title, purpose, minutes, version, audience, icon, source, parameters } = asRecord(
    card,
    `template ${index}`
  );
  if (!isText(id) || !ID.test(id)) {
    throw new MalformedAnswerError(`Expected template ${index} to have an id like first-report.`);
  }
  if (!isText(title) || !isText(purpose)) {
    throw new MalformedAnswerError(`Expected the template ${id} to have a title and a purpose.`);
  }
  if (typeof minutes !== 'number' || !Number.isFinite(minutes)) {
    throw new MalformedAnswerError(`Expected the template ${id} to say how many minutes it takes.`);
  }
  const read = Array.isArray(parameters) ? parameters.map(parseParameter) : [];
  return {
    id,
    title,
    purpose,
    minutes,
    version: isText(version) ? version : '',
    audience: isText(audience) ? audience : '',
    icon: isText(icon) ? icon : '',
    source: isText(source) && source !== OURS ? source : '',
    parameters: read.filter(one => typeof one !== 'string'),
    unknown: read.filter(one => typeof one === 'string')
  };
}

/** A parameter; its name alone where this extension cannot make a field for it. */
function parseParameter(given: unknown): IParameter | string {
  if (!isRecord(given) || !isText(given['name']) || !NAME.test(given['name'])) {
    return '?';
  }
  const { name, type, title, help, default: usual } = given;
  const isUsable =
    TYPES.some(one => one === type) &&
    isText(title) &&
    isText(help) &&
    isValue(usual) &&
    Object.entries(LIMITS).every(
      ([limit, fits]) => given[limit] === undefined || fits(given[limit])
    ) &&
    (type !== 'choice' || given['choices'] !== undefined);
  return isUsable ? (given as unknown as IParameter) : name;
}

const isNumber = (one: unknown) => typeof one === 'number' && Number.isFinite(one);
const isList = (fits: (one: unknown) => boolean) => (one: unknown) =>
  Array.isArray(one) && one.every(fits);

/** What else a parameter may say, and how. */
const LIMITS: Readonly<Record<string, (one: unknown) => boolean>> = {
  min: isNumber,
  max: isNumber,
  step: one => isNumber(one) && (one as number) > 0,
  max_length: isNumber,
  pattern: isPattern,
  may_be_empty: one => typeof one === 'boolean' || one === 'example',
  choices: one => isList(isChoice)(one) && (one as unknown[]).length > 0,
  of: isText,
  value_of: isText,
  items: one => one === 'text' || one === 'column',
  max_items: isNumber,
  suffixes: isList(isText),
  may_be_example: one => typeof one === 'boolean',
  earliest: isText,
  latest: isText
};

/** Whether a regular expression, written for Python, is one here too. */
function isPattern(one: unknown): boolean {
  try {
    return isText(one) && new RegExp(`^(?:${one})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isChoice(one: unknown): one is IChoice {
  return isRecord(one) && isText(one['title']) && isValue(one['value']);
}

function isValue(one: unknown): one is Value {
  return (
    one === null ||
    ['string', 'number', 'boolean'].includes(typeof one) ||
    (Array.isArray(one) && one.every(isValue))
  );
}

export function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (!isRecord(value)) {
    throw new MalformedAnswerError(`Expected ${what} to be an object.`);
  }
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
