/**
 * The record of a step, as a notebook's file holds it: read with care, for anybody can write one. What
 * does not have its shape is dropped: a record that lacks what every record has, or one entry of a list.
 * The same as `workbench/templates/records.py`.
 */

export const MIME = 'application/vnd.workbench.step+json';
export const SCHEMA = 'workbench.step/1';

/** Which names a cell reads and which it binds; `*` where that cannot be told. */
export interface IFlow {
  readonly uses: readonly string[];
  readonly defines: readonly string[];
}

/** A result that a study kept or handed out. */
export interface IKeptResult {
  readonly stage: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** A result that a cell bound or showed. */
export interface IMade {
  readonly name: string;
  readonly kind: string;
  readonly stage: string;
  readonly fingerprint: string;
  readonly inputs: readonly string[];
}

export type Severity = 'serious' | 'caution' | 'note';

export interface IFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly what_to_do: string;
  readonly scope: string;
  /** The reason why it is accepted; empty where it is not. */
  readonly overruled: string;
}

/** A cell that ran in the kernel without a record of its own. */
export interface IEarlier {
  readonly hash: string;
  readonly flow: IFlow;
}

/** What a kernel said of one run of a cell. */
export interface IRecord {
  readonly hash: string;
  readonly kernel: string;
  readonly run: number;
  readonly ran: string;
  readonly seconds: number;
  readonly state: 'done' | 'failed' | 'interrupted';
  readonly said: string;
  readonly flow: IFlow;
  readonly results: readonly IMade[];
  readonly findings: readonly IFinding[];
  readonly saved: readonly IKeptResult[];
  readonly loaded: readonly IKeptResult[];
  readonly used: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, string>;
  readonly before: readonly IEarlier[];
}

const HASH = /^[0-9a-f]{16}$/;
const WHEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const CODE = /^WB\d{3}$/;
const MOST = 1_000;
const LONGEST = 2_000;

type Json = Readonly<Record<string, unknown>>;

/** The last record in the outputs of a cell; `null` if there is none that can be read. */
export function recordIn(outputs: unknown): IRecord | null {
  const all: readonly unknown[] = Array.isArray(outputs) ? outputs : [];
  for (let place = all.length - 1; place >= 0; place--) {
    const output = all[place];
    const data = isObject(output) ? output['data'] : null;
    const found = isObject(data) && MIME in data ? readRecord(data[MIME]) : null;
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** A record from its JSON; `null` if it lacks what every record has. */
export function readRecord(given: unknown): IRecord | null {
  if (!isObject(given) || given['schema'] !== SCHEMA) {
    return null;
  }
  const { hash, kernel, ran, run, state, uses, defines, seconds, said } = given;
  if (
    !matches(HASH, hash) ||
    !matches(HASH, kernel) ||
    !matches(WHEN, ran) ||
    !(state === 'done' || state === 'failed' || state === 'interrupted') ||
    !(typeof run === 'number' && Number.isInteger(run) && run >= 0) ||
    !Array.isArray(uses) ||
    !Array.isArray(defines)
  ) {
    return null;
  }
  const isKnown = typeof seconds === 'number' && seconds >= 0 && seconds <= 1e9;
  return {
    hash,
    kernel,
    run,
    ran,
    seconds: isKnown ? seconds : 0,
    state,
    said: typeof said === 'string' ? [...said].slice(0, LONGEST).join('') : '',
    flow: readFlow(given),
    results: listed(given['results'], readMade),
    findings: listed(given['findings'], readFinding),
    saved: listed(given['saved'], readKept),
    loaded: listed(given['loaded'], readKept),
    used: fingerprints(given['used']),
    values: fingerprints(given['values']),
    before: listed(given['before'], readEarlier)
  };
}

/** By name the fingerprints of what a cell bound. */
export function madeIn(record: IRecord): ReadonlyMap<string, string> {
  const named = record.results.filter(one => one.name !== '');
  return new Map([...record.values, ...named.map(one => [one.name, one.fingerprint] as const)]);
}

/** Whether one run was after another. */
export function isLater(one: IRecord, other: IRecord): boolean {
  return one.kernel === other.kernel ? one.run > other.run : one.ran > other.ran;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matches(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && (value.length <= LONGEST || [...value].length <= LONGEST);
}

function listed<T>(given: unknown, read: (one: Json) => T | null): readonly T[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [];
  return all
    .filter(isObject)
    .slice(0, MOST)
    .flatMap(one => read(one) ?? []);
}

function texts(given: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [];
  return all.filter(isText).slice(0, MOST);
}

function readFlow({ uses, defines }: Json): IFlow {
  return { uses: texts(uses), defines: texts(defines) };
}

function readMade({ name, kind, stage, fingerprint, inputs }: Json): IMade | null {
  return isText(name) && isText(kind) && isText(stage) && isText(fingerprint) && fingerprint !== ''
    ? { name, kind, stage, fingerprint, inputs: texts(inputs) }
    : null;
}

function readKept({ stage, name, fingerprint }: Json): IKeptResult | null {
  const all = [stage, name, fingerprint].map(one => (isText(one) ? one : ''));
  const [of, called, known] = all as [string, string, string];
  return of && called && known ? { stage: of, name: called, fingerprint: known } : null;
}

function readFinding(given: Json): IFinding | null {
  const {
    code,
    severity,
    title = '',
    why = '',
    what_to_do = '',
    scope = '',
    overruled = ''
  } = given;
  return matches(CODE, code) &&
    (severity === 'serious' || severity === 'caution' || severity === 'note') &&
    isText(title) &&
    isText(why) &&
    isText(what_to_do) &&
    isText(scope) &&
    isText(overruled)
    ? { code, severity, title, why, what_to_do, scope, overruled }
    : null;
}

function readEarlier(given: Json): IEarlier | null {
  const { hash } = given;
  return matches(HASH, hash) ? { hash, flow: readFlow(given) } : null;
}

function fingerprints(given: unknown): ReadonlyMap<string, string> {
  const entries = isObject(given) ? Object.entries(given) : [];
  const fit = entries.filter(([name, value]) => isText(name) && isText(value) && value !== '');
  return new Map(fit as [string, string][]);
}
