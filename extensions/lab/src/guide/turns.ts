/** Draws a long list bit by bit: what is in view at once, of the rest a few rows at a time. */
import React from 'react';

import type { IGuideStep } from './tokens';

/** So many rows that nobody sees are drawn anew in one turn, which then takes a few milliseconds. */
export const AT_A_TIME = 25;

/** One picture of a screen: what a person does meanwhile comes between two turns. */
const NEXT = 16;

/** A step and why it is in its state: what a row is drawn from. */
export interface IRow {
  readonly step: IGuideStep;
  readonly because: string;
}

/**
 * The rows to draw in this turn.
 *
 * #### Notes
 * A list of other steps is drawn as a whole. Of the same steps, rows in view and the first few others are
 * drawn as they are now, the rest as they were: all of them stand in the list all the time.
 */
export function inTurn(
  drawn: readonly IRow[],
  rows: readonly IRow[],
  inView: ReadonlySet<string>
): readonly IRow[] {
  const isSameList =
    drawn.length === rows.length && rows.every(({ step }, at) => step.id === drawn[at]!.step.id);
  let left = AT_A_TIME;
  return isSameList
    ? rows.map((row, at) => {
        const was = drawn[at]!;
        return isSame(was, row) || (!inView.has(row.step.id) && left-- <= 0) ? was : row;
      })
    : rows;
}

/** The rows to draw now; asks for another turn as long as some of them are not as they should be. */
export function useTurns(
  rows: readonly IRow[],
  list: React.RefObject<HTMLElement>
): readonly IRow[] {
  const drawn = React.useRef(rows);
  const inView = React.useRef(new Set<string>());
  const [, renew] = React.useReducer((n: number) => n + 1, 0);
  const now = inTurn(drawn.current, rows, inView.current);

  React.useEffect(() => {
    drawn.current = now;
    const isDone = now.every((row, at) => isSame(row, rows[at]!));
    const next = isDone ? undefined : setTimeout(renew, NEXT);
    return () => clearTimeout(next);
  });

  const ids = rows.map(({ step }) => step.id).join(' ');
  React.useEffect(() => {
    inView.current.clear();
    // Where the browser cannot tell what is in view, all of it comes in turn.
    if (typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(entries =>
      entries.forEach(({ target, isIntersecting }) => {
        const id = (target as HTMLElement).dataset['step'] ?? '';
        inView.current[isIntersecting ? 'add' : 'delete'](id);
      })
    );
    [...(list.current?.children ?? [])].forEach(row => observer.observe(row));
    return () => observer.disconnect();
  }, [ids, list]);
  return now;
}

function isSame(one: IRow, other: IRow): boolean {
  return one.step === other.step && one.because === other.because;
}
