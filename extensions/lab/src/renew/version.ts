/** Which of two versions of a template is newer. The same as `workbench/templates/renewing.py`. */
import type { INewer } from './tokens';

const VERSION = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/;

/** The newer version of a notebook's template; `null` if there is none. */
export function newerOf(
  workbench: unknown,
  find: (id: string) => { readonly version: string } | undefined
): INewer | null {
  const { id, version } = (workbench ?? {}) as Partial<Record<string, unknown>>;
  const template = typeof id === 'string' ? find(id) : undefined;
  if (typeof id !== 'string' || template === undefined || !VERSION.test(template.version)) {
    return null;
  }
  const old = typeof version === 'string' ? version : '';
  return compare(old, template.version) < 0 ? { id, old, version: template.version } : null;
}

/** Less than 0 if the first is older; what is no version is older than any other. */
export function compare(one: string, other: string): number {
  const [parts, others] = [numbers(one), numbers(other)];
  const differing = parts.findIndex((part, place) => part !== others[place]);
  return differing < 0 ? 0 : parts[differing]! - others[differing]!;
}

function numbers(version: string): readonly number[] {
  return VERSION.exec(version)?.slice(1).map(Number) ?? [0, 0, 0];
}
