import type { INotebookTracker } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { KEEP as SENT } from '../../../widgets/src/protocol';
import { diff } from '../../src/choices/diff';
import { followKeep, KEEP, type Decision } from '../../src/choices/keep';
import { findKept, hashOf, isEdited, keptOf } from '../../src/choices/kept';

const trans = nullTranslator.load('workbench');

interface IFakeCell {
  source: string;
  metadata: Record<string, unknown>;
}

/** A notebook of just what is touched: its cells on the page, and their model. */
function notebook(cells: IFakeCell[], { readOnly = false } = {}) {
  const root = document.createElement('div');
  document.body.append(root);
  const wrap = (cell: IFakeCell) => ({
    cell,
    getSource: () => cell.source,
    setSource: (text: string) => (cell.source = text),
    getMetadata: () => cell.metadata,
    setMetadata: (key: string, value: unknown) => (cell.metadata[key] = value)
  });
  const shared = {
    cells: cells.map(wrap),
    undoManager: { stopCapturing: vi.fn() },
    transact: vi.fn((does: () => void) => does()),
    insertCell: (place: number, { source, metadata }: IFakeCell) =>
      shared.cells.splice(place, 0, wrap({ source, metadata }))
  };
  const widgets = cells.map(() => {
    const node = root.appendChild(document.createElement('div'));
    return { node };
  });
  const panel = { content: { node: root, widgets, model: { readOnly, sharedModel: shared } } };
  const tracker = {
    find: (test: (one: unknown) => boolean) => (test(panel) ? panel : undefined)
  } as unknown as INotebookTracker;
  return { tracker, shared, widgets, root };
}

/** Press the button in a cell; returns whether somebody took it, and what was answered. */
async function press(element: Element, code: string, widget = 'audit', key = '') {
  const said: string[] = [];
  const detail = { widget, key, code, answer: (text: string) => said.push(text) };
  const taken = !element.dispatchEvent(
    new CustomEvent(KEEP, { bubbles: true, composed: true, cancelable: true, detail })
  );
  if (taken) {
    await vi.waitFor(() => expect(said.length).toBe(1));
  }
  return { taken, said: said[0] };
}

let stop = () => undefined as void;
const follow = (tracker: INotebookTracker, decision: Decision = 'leave') => {
  const decide = vi.fn(() => Promise.resolve(decision));
  stop = followKeep(document, tracker, trans, decide);
  return decide;
};

afterEach(() => {
  stop();
  document.body.replaceChildren();
});

describe('keeping choices', () => {
  it('should listen to the event that widgets fire', () => {
    expect(KEEP).toBe(SENT);
  });

  it('should write a cell beneath the own one, in one step', async () => {
    const { tracker, shared, widgets } = notebook([
      { source: 'show', metadata: {} },
      { source: 'else', metadata: {} }
    ]);
    follow(tracker);
    const { taken, said } = await press(widgets[0]!.node, 'audit = 1');
    expect(taken).toBe(true);
    expect(said).toBe('Written into a new cell below. Run it to use it.');
    expect(shared.cells.map(one => one.getSource())).toEqual(['show', 'audit = 1', 'else']);
    expect(keptOf({ source: '', metadata: shared.cells[1]!.getMetadata() })?.widget).toBe('audit');
    expect(shared.undoManager.stopCapturing).toHaveBeenCalledTimes(1);
    expect(shared.transact).toHaveBeenCalledTimes(1);
  });

  it('should renew what it wrote, and leave what says the same', async () => {
    const { tracker, shared, widgets } = notebook([{ source: 'show', metadata: {} }]);
    const decide = follow(tracker);
    await press(widgets[0]!.node, 'audit = 1');
    const { choices } = keptOf({ source: '', metadata: shared.cells[1]!.getMetadata() })!;
    expect((await press(widgets[0]!.node, 'audit = 1')).said).toBe(
      'The cell below already says this.'
    );
    await press(widgets[0]!.node, 'audit = 2');
    expect(shared.cells.map(one => one.getSource())).toEqual(['show', 'audit = 2']);
    expect(keptOf({ source: '', metadata: shared.cells[1]!.getMetadata() })?.choices).toBe(choices);
    expect(decide).not.toHaveBeenCalled();
  });

  it.each<[Decision, string[]]>([
    ['leave', ['show', 'audit = 1  # mine']],
    ['replace', ['show', 'audit = 2']],
    ['add', ['show', 'audit = 2', 'audit = 1  # mine']]
  ])('should ask before it touches what a person changed: %s', async (decision, sources) => {
    const { tracker, shared, widgets } = notebook([{ source: 'show', metadata: {} }]);
    const decide = follow(tracker, decision);
    await press(widgets[0]!.node, 'audit = 1');
    shared.cells[1]!.setSource('audit = 1  # mine');
    await press(widgets[0]!.node, 'audit = 2');
    expect(decide).toHaveBeenCalledWith('audit = 1  # mine', 'audit = 2', trans);
    expect(shared.cells.map(one => one.getSource())).toEqual(sources);
  });

  it.each([
    ['was deleted while it was asked', 1, ['show', 'audit = 2']],
    ['lost its widget while it was asked', 0, ['audit = 1  # mine']]
  ])('should replace nothing else when a cell %s', async (_, place, sources) => {
    const { tracker, shared, widgets } = notebook([{ source: 'show', metadata: {} }]);
    const decide = follow(tracker, 'replace');
    await press(widgets[0]!.node, 'audit = 1');
    shared.cells[1]!.setSource('audit = 1  # mine');
    decide.mockImplementation(() => {
      shared.cells.splice(place, 1);
      return Promise.resolve('replace' as const);
    });
    await press(widgets[0]!.node, 'audit = 2');
    expect(shared.cells.map(one => one.getSource())).toEqual(sources);
  });

  it('should say what went wrong', async () => {
    const { tracker, shared, widgets } = notebook([{ source: 'show', metadata: {} }]);
    follow(tracker);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    shared.transact.mockImplementation(() => {
      throw new Error('full');
    });
    expect((await press(widgets[0]!.node, 'audit = 1')).said).toBe(
      'The cell could not be written: Error: full'
    );
    vi.restoreAllMocks();
  });

  it('should keep the cells of two widgets apart', async () => {
    const { tracker, shared, widgets } = notebook([{ source: 'show both', metadata: {} }]);
    follow(tracker);
    await press(widgets[0]!.node, 'audit = 1', 'audit');
    await press(widgets[0]!.node, 'roles = 1', 'roles');
    await press(widgets[0]!.node, 'audit = 2', 'audit');
    expect(shared.cells.map(one => one.getSource())).toEqual([
      'show both',
      'roles = 1',
      'audit = 2'
    ]);
  });

  it('should keep the cells of two widgets of one kind apart, and renew one of before keys', async () => {
    const { tracker, shared, widgets } = notebook([{ source: 'show both', metadata: {} }]);
    follow(tracker);
    const sources = () => shared.cells.slice(1).map(one => one.getSource());
    await press(widgets[0]!.node, 'a = 0', 'audit'); // as it was written before
    await press(widgets[0]!.node, 'a = 1', 'audit', 'a');
    expect(sources()).toEqual(['a = 1']);
    await press(widgets[0]!.node, 'b = 1', 'audit', 'b');
    await press(widgets[0]!.node, 'a = 2', 'audit', 'a');
    await press(widgets[0]!.node, 'b = 2', 'audit', 'b');
    expect(sources()).toEqual(['b = 2', 'a = 2']);
  });

  it('should leave it to the widget outside of a notebook, and in one that cannot be written', async () => {
    const { tracker, widgets } = notebook([{ source: 'show', metadata: {} }], { readOnly: true });
    follow(tracker);
    expect((await press(document.body, 'audit = 1')).taken).toBe(false);
    expect((await press(widgets[0]!.node, 'audit = 1')).taken).toBe(false);
  });

  it('should hear nothing after it stopped', async () => {
    const { tracker, widgets } = notebook([{ source: 'show', metadata: {} }]);
    follow(tracker);
    stop();
    expect((await press(widgets[0]!.node, 'audit = 1')).taken).toBe(false);
  });
});

describe('a cell that a widget wrote', () => {
  it('should be known by what its metadata say', () => {
    expect(keptOf({ source: '', metadata: { workbench: { step: 'audit' } } })).toBeNull();
    expect(findKept([{ source: '', metadata: {} }], 0, 'audit')).toBeNull();
  });

  it('should belong to one of several that were made of the same', () => {
    const kept = (key?: string) => ({
      source: '',
      metadata: { workbench: { choices: '1', widget: 'audit', hash: '', ...(key && { key }) } }
    });
    const cells = [{ source: '', metadata: {} }, kept(), kept('audit#2')];
    const found = (key: string) => findKept(cells, 0, 'audit', key);
    expect(['audit', 'audit#2', 'audit#3'].map(found)).toEqual([1, 2, null]);
  });

  it('should be edited when its code is another, whatever stands behind the last line', () => {
    const cell = (source: string) => ({
      source,
      metadata: { workbench: { choices: '1', widget: 'audit', hash: hashOf('a = "ü"') } }
    });
    expect(isEdited(cell('a = "ü"\n'))).toBe(false);
    expect(isEdited(cell('a = "u"'))).toBe(true);
  });
});

describe('the difference of two texts', () => {
  it('should keep the lines that both have', () => {
    expect(diff('a\nb\nc', 'a\nx\nc\nd')).toEqual([
      { sign: ' ', text: 'a' },
      { sign: '-', text: 'b' },
      { sign: '+', text: 'x' },
      { sign: ' ', text: 'c' },
      { sign: '+', text: 'd' }
    ]);
  });
});
