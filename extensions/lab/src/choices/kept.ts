/** Which cell holds the choices of a widget, and whether a person has changed it since. */
import type { ICell } from '@jupyterlab/nbformat';

/** What the metadata of a cell say that a widget wrote: `workbench: {choices, widget, hash}`. */
export interface IKept {
  /** Tells this cell from every other one that a widget wrote. */
  readonly choices: string;
  /** Which widget wrote it. */
  readonly widget: string;
  /** Tells it from other widgets of its kind; older cells have none. */
  readonly key?: string;
  /** Of the code that was written. */
  readonly hash: string;
}

/** What of a cell is looked at. */
export interface ICellLike {
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>> | ICell['metadata'];
}

/** Returns what a widget noted in a cell's metadata; `null` where no widget wrote it. */
export function keptOf({ metadata }: ICellLike): IKept | null {
  const found = (metadata as Readonly<Record<string, unknown>>)['workbench'] as
    | Partial<IKept>
    | undefined;
  return typeof found?.choices === 'string' &&
    typeof found.widget === 'string' &&
    typeof found.hash === 'string'
    ? (found as IKept)
    : null;
}

/**
 * Returns the place of the cell that holds the choices of a widget: one of those directly beneath
 * the widget's own cell that widgets wrote; `null` where it has none yet. One that does not say of
 * which widget of a kind it is belongs to the first that asks, but to none of those that are numbered.
 */
export function findKept(
  cells: readonly ICellLike[],
  own: number,
  widget: string,
  key = ''
): number | null {
  let keyless: number | null = null;
  const isNumbered = /#\d+$/.test(key);
  for (let place = own + 1; place < cells.length; place++) {
    const kept = keptOf(cells[place] as ICellLike);
    if (kept === null) {
      break;
    }
    if (kept.widget === widget) {
      const its = kept.key ?? '';
      if (its === key) {
        return place;
      }
      keyless ??= its === '' ? place : null;
    }
  }
  return isNumbered ? null : keyless;
}

/** Whether a person has changed what a widget wrote. */
export function isEdited(cell: ICellLike): boolean {
  return keptOf(cell)?.hash !== hashOf(cell.source);
}

/** Returns a hash of code; it has to tell an edit, and to keep no secret. */
export function hashOf(text: string): string {
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (const character of new TextEncoder().encode(text.trimEnd())) {
    one = Math.imul(one ^ character, 0x01000193);
    other = Math.imul(other ^ character, 0x85ebca6b);
  }
  return [one, other].map(part => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
