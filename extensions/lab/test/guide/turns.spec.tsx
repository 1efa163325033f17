import React, { act } from 'react';
// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- its types are no dependency of ours
// @ts-ignore
import * as dom from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IGuideStep } from '../../src/guide/tokens';
import { AT_A_TIME, inTurn, useTurns, type IRow } from '../../src/guide/turns';

const { createRoot } = dom as {
  createRoot: (root: Element) => {
    render: (element: React.JSX.Element) => void;
    unmount: () => void;
  };
};
(globalThis as Record<string, unknown>)['IS_REACT_ACT_ENVIRONMENT'] = true;

const rows = (n: number, because = ''): IRow[] =>
  Array.from({ length: n }, (_, at) => ({ step: { id: `s${at}` } as IGuideStep, because }));
const changed = (drawn: readonly IRow[], because: string) =>
  drawn.flatMap((row, at) => (row.because === because ? [at] : []));

describe('the rows of a turn', () => {
  it('should be all rows of another list', () => {
    const now = rows(300, 'new');
    expect(inTurn(rows(299), now, new Set())).toBe(now);
    const others = now.map(row => ({ ...row, step: { id: `t${row.step.id}` } as IGuideStep }));
    expect(inTurn(now, others, new Set())).toBe(others);
  });

  it('should be rows in view at once, and a few of the others', () => {
    const inView = new Set(['s200', 's299']);
    const drawn = inTurn(rows(300), rows(300, 'new'), inView);
    const first = Array.from({ length: AT_A_TIME }, (_, at) => at);
    expect(changed(drawn, 'new')).toEqual([...first, 200, 299]);
  });

  it('should be all as they are now after so many turns, each row drawn once', () => {
    const now = rows(300, 'new');
    let drawn: readonly IRow[] = rows(300);
    let n_drawn = 0;
    for (let turn = 0; turn < 300 / AT_A_TIME; turn++) {
      const next = inTurn(drawn, now, new Set());
      n_drawn += next.filter((row, at) => row !== drawn[at]).length;
      drawn = next;
    }
    expect(drawn).toEqual(now);
    expect(n_drawn).toBe(300);
  });

  it('should be the same objects where nothing has changed', () => {
    const drawn = rows(3);
    expect(
      inTurn(
        drawn,
        drawn.map(row => ({ ...row })),
        new Set()
      )
    ).toEqual(drawn);
    expect(
      inTurn(
        drawn,
        drawn.map(row => ({ ...row })),
        new Set()
      )[0]
    ).toBe(drawn[0]);
  });
});

/** A browser in which the rows with these ids are in view. */
function see(ids: readonly string[]) {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(private readonly _tell: (entries: object[]) => void) {}
      observe = (target: HTMLElement) =>
        this._tell([{ target, isIntersecting: ids.includes(target.dataset['step']!) }]);
      disconnect = () => undefined;
    }
  );
}

function List({ rows }: { readonly rows: readonly IRow[] }) {
  const list = React.useRef<HTMLOListElement>(null);
  return (
    <ol ref={list}>
      {useTurns(rows, list).map(({ step, because }) => (
        <li key={step.id} data-step={step.id}>
          {because}
        </li>
      ))}
    </ol>
  );
}

describe('a long list', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([[['s250']], [[]]])('should be drawn bit by bit, %j at once', inView => {
    see(inView);
    vi.useFakeTimers();
    const root = document.createElement('div');
    const react = createRoot(root);
    const words = () => [...root.querySelectorAll('li')].map(row => row.textContent);
    act(() => react.render(<List rows={rows(300, 'old')} />));
    expect(words().every(word => word === 'old')).toBe(true);
    act(() => react.render(<List rows={rows(300, 'new')} />));
    expect(words().length).toBe(300);
    expect(words().filter(word => word === 'new').length).toBe(AT_A_TIME + inView.length);
    inView.forEach(id => expect(root.querySelector(`[data-step=${id}]`)!.textContent).toBe('new'));
    act(() => void vi.runAllTimers());
    for (let turn = 1; turn < 300 / AT_A_TIME; turn++) {
      act(() => void vi.runAllTimers());
    }
    expect(words().every(word => word === 'new')).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    act(() => react.unmount());
  });
});
