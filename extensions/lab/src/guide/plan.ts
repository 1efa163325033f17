/** Which cells have to run: those that a step rests on and that are not done, or not in memory. */
import type { ICellState } from './steps';

/** Stands for all names: what a cell that cannot be read rests on. */
const EVERYTHING = '*';

type Bindings = ReadonlyMap<string, readonly { readonly at: number; readonly cell: ICellState }[]>;

/**
 * The places of the cells to run, from above, so that the targets run with all they rest on, or with
 * what is wanted of it.
 *
 * #### Notes
 * A target runs in any case. A cell whose names are not known, as it never ran or was edited, may rest
 * on all above it, and what nobody is known to bind may be bound by any cell that never ran.
 */
export function planTo(
  targets: readonly number[],
  cells: readonly ICellState[],
  isWanted: (cell: ICellState) => boolean = () => true
): readonly number[] {
  const wanted = new Set(targets);
  const binds = bindings(cells);
  for (let at = cells.length - 1; at >= 0; at--) {
    const cell = cells[at]!;
    if (wanted.has(cell.place)) {
      restsOn(cell, at, cells, binds)
        .filter(one => !one.isThere && isWanted(one))
        .forEach(({ place }) => wanted.add(place));
    }
  }
  return cells.map(({ place }) => place).filter(place => wanted.has(place));
}

/** By name the cells that bind it, with where each stands, from above. */
function bindings(cells: readonly ICellState[]): Bindings {
  const binds = new Map<string, { at: number; cell: ICellState }[]>();
  cells.forEach((cell, at) =>
    cell.flow?.defines.forEach(name => {
      const there = binds.get(name);
      if (there === undefined) {
        binds.set(name, [{ at, cell }]);
      } else {
        there.push({ at, cell });
      }
    })
  );
  return binds;
}

function restsOn(
  { flow }: ICellState,
  at: number,
  cells: readonly ICellState[],
  binds: Bindings
): readonly ICellState[] {
  const above = cells.slice(0, at);
  if (flow === null || flow.uses.includes(EVERYTHING)) {
    return above;
  }
  const nearest = flow.uses.map(
    name =>
      binds
        .get(name)
        ?.filter(one => one.at < at)
        .at(-1)?.cell
  );
  const found = nearest.filter((one): one is ICellState => one !== undefined);
  const isUnknown = found.length < nearest.length;
  return [...found, ...above.filter(one => one.flow === null && (one.isStep || isUnknown))];
}
