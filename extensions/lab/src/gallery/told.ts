/**
 * What was told of a table in a folder: proposed in the form of the next template there, as far as that asks
 * for a table. One that goes on with the study's own is left to the study.
 */
import type { IParameter, Value, Values } from '../templates/contract';
import type { ITemplateCard } from '../tokens';
import { EXAMPLE, fileOf } from './values';

/**
 * By the names of parameters: what was told, the title of the template that asked for it and, where it is a value of
 * a column, which column was meant.
 */
export type Proposed = Readonly<Record<string, readonly [Value, string, string?]>>;

/** By the names of file parameters: the file, and what was told of it. */
export type Told = Readonly<Record<string, Proposed>>;

/** What of it fits the form of a template, of the file that is given if one is. */
export function proposedFor(told: Told, { parameters }: ITemplateCard, given: Values): Proposed {
  return Object.assign(
    {},
    ...filesIn(parameters).map(file => {
      const known = told[file.name] ?? {};
      const path = known[file.name]?.[0];
      const isMeant = file.may_be_empty !== true && (given[file.name] ?? path) === path;
      const those = aboutOf(file, parameters)
        .filter(one => Object.hasOwn(known, one.name))
        .map(one => [one, known[one.name]!] as const)
        .filter(([one, [, , of]]) => of === meantBy(one, name => known[name]?.[0]));
      return isMeant ? Object.fromEntries(those.map(([{ name }, what]) => [name, what])) : {};
    })
  ) as Proposed;
}

/** What is known after a form was filled in; the same object where nothing of one's own was told. */
export function toldWith(before: Told, { title, parameters }: ITemplateCard, values: Values): Told {
  return filesIn(parameters).reduce((told, file) => {
    const path = values[file.name];
    if (typeof path !== 'string' || path === '' || path.startsWith(EXAMPLE)) {
      return told;
    }
    const known = told[file.name] ?? {};
    const now = aboutOf(file, parameters).map(one => {
      const of = meantBy(one, name => values[name]);
      return [one.name, [values[one.name]!, title, ...(of === undefined ? [] : [of])]] as const;
    });
    const all = { ...(known[file.name]?.[0] === path ? known : {}), ...Object.fromEntries(now) };
    const kept = Object.entries(all).filter(([, [value]]) => String(value ?? '') !== '');
    return { ...told, [file.name]: Object.fromEntries(kept) as Proposed };
  }, before);
}

/** What was kept, as far as it has its shape. */
export function readTold(given: unknown): Told {
  return mapped(given, of => mapped(of, one => (isTold(one) ? one : undefined)));
}

function isTold(one: unknown): one is Proposed[string] {
  return Array.isArray(one) && typeof one[1] === 'string';
}

function mapped<T>(given: unknown, read: (one: unknown) => T | undefined): Record<string, T> {
  const all = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const found = all.map(([name, one]) => [name, read(one)] as const);
  return Object.fromEntries(found.filter((one): one is [string, T] => one[1] !== undefined));
}

function filesIn(parameters: readonly IParameter[]): readonly IParameter[] {
  return parameters.filter(({ type }) => type === 'file');
}

/** The column that a text is a value of: the parameter that asks for it, and its name in the table. */
function meantBy(
  { value_of }: IParameter,
  valueOf: (name: string) => Value | undefined
): string | undefined {
  return value_of && `${value_of}=${String(valueOf(value_of) ?? '')}`;
}

/** A file and what is said of its table: columns, their values, and how it is read. */
function aboutOf(file: IParameter, parameters: readonly IParameter[]): readonly IParameter[] {
  return parameters.filter(
    one => one === file || (isAbout(one) && fileOf(one, parameters) === file.name)
  );
}

/** Whether a parameter says something of a table. */
export function isAbout({ type, items, pattern, value_of }: IParameter): boolean {
  return (
    type === 'column' ||
    value_of !== undefined ||
    (type === 'list' && (items === 'column' || pattern?.includes('=') === true))
  );
}
