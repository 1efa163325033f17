import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it, vi } from 'vitest';

import { KernelRefusalError } from '../../src/errors';
import { GuidedView, HIDDEN, type IState } from '../../src/guide/guided';
import { GuideModel, type Reveal, type Run } from '../../src/guide/model';
import type { IFinding } from '../../src/guide/records';
import { answers, FakeCell, notebook } from './fakes';

const trans = nullTranslator.load('workbench');
const FINDING: IFinding = {
  code: 'WB203',
  severity: 'serious',
  title: 'Rows are shared',
  why: '',
  what_to_do: '',
  scope: 'income',
  overruled: ''
};

const step = (name: string, source: string) =>
  new FakeCell(source, { step: name, title: name.toUpperCase(), why: '' });
const text = () => new FakeCell('# Text', undefined, 'markdown');

/** Where guided views are kept. */
function store(found: Record<string, unknown> = {}) {
  const kept = new Map(Object.entries(found));
  const state = {
    fetch: vi.fn((key: string) => Promise.resolve(kept.get(key))),
    save: vi.fn((key: string, value: unknown) => Promise.resolve(void kept.set(key, value))),
    remove: vi.fn((key: string) => Promise.resolve(void kept.delete(key)))
  };
  return { kept, state: state as unknown as IState };
}

function open(
  cells: FakeCell[],
  {
    by = {},
    workbench = { title: 'A way', needs: [] } as unknown,
    state = store().state,
    atFirst = false
  } = {}
) {
  const fake = notebook(cells, workbench);
  const ask = answers(by);
  const run = vi.fn<Run>(() => Promise.resolve(true));
  const reveal = vi.fn<Reveal>(() => Promise.resolve());
  const planned: (() => void)[] = [];
  const view = new GuidedView(fake.panel, trans, state, () => atFirst);
  const schedule = (work: () => void) => void planned.push(work);
  const model = new GuideModel({ panel: fake.panel, view, run, reveal, trans, ask, schedule });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) {
      planned.splice(0).forEach(work => work());
      await new Promise(resolve => setTimeout(resolve, 0));
    }
  };
  const n_planned = () => planned.length;
  return { ...fake, model, ask, run, reveal, settle, n_planned };
}

const states = ({ model }: { model: GuideModel }) => model.steps.map(({ state }) => state);
const ended = (cell: FakeCell, more: Record<string, unknown> = {}) => {
  cell.end(more);
  return cell;
};

describe('GuideModel', () => {
  it('should tell the steps, once the notebook was read', async () => {
    const made = open([text(), step('a', 'a = 1'), step('b', 'b = a')]);
    expect(made.model.isReady).toBe(false);
    await made.settle();
    expect(made.model.isReady).toBe(true);
    expect(made.model.title).toBe('A way');
    expect(made.model.path).toBe('folder/way.ipynb');
    expect(states(made)).toEqual(['to_do', 'to_do']);
    expect(made.ask).toHaveBeenCalledTimes(2);
  });

  it('should leave a notebook alone that has no steps', async () => {
    const made = open([text(), new FakeCell('a = 1')], { workbench: null });
    await made.settle();
    expect(made.model.steps).toEqual([]);
    expect(made.model.trouble).toBeNull();
    expect(made.model.title).toBe('way.ipynb');
    expect(made.ask).not.toHaveBeenCalled();
  });

  it('should reckon once for changes that come together', async () => {
    const cells = [step('a', 'a = 1'), step('b', 'b = a')];
    const made = open(cells);
    await made.settle();
    cells[0]!.edit('a = 2');
    cells[1]!.edit('b = a + 1');
    cells[1]!.edit('b = a + 2');
    expect(made.n_planned()).toBe(1);
  });

  it('should say what has changed, in one breath', async () => {
    const cells = [
      ended(step('a', 'a = 1'), { defines: ['a'] }),
      ended(step('b', 'b = a'), { uses: ['a'], run: 2 })
    ];
    const made = open(cells);
    await made.settle();
    const said: string[] = [];
    made.model.announced.connect((_, words) => said.push(words));
    cells[0]!.edit('a = 2');
    await made.settle();
    expect(states(made)).toEqual(['stale', 'stale']);
    expect(said).toEqual(['A: stale. B: stale.']);
  });

  it('should ask for the study when all that was put into the queue is done', async () => {
    const cells = [step('a', 'a = 1'), step('b', 'b = a')];
    const made = open(cells);
    await made.settle();
    cells[0]!.queue();
    cells[1]!.queue();
    made.become('busy');
    await made.settle();
    expect(made.model.steps.map(({ activity }) => activity)).toEqual(['running', 'waiting']);
    cells[0]!.end({ defines: ['a'] });
    await made.settle();
    expect(made.ask).toHaveBeenCalledTimes(2);
    cells[1]!.end({ uses: ['a'], run: 2 });
    made.become('idle');
    await made.settle();
    expect(made.ask).toHaveBeenCalledTimes(3);
    expect(states(made)).toEqual(['done', 'done']);
    expect(made.model.steps.map(({ remembered }) => remembered)).toEqual([true, true]);
  });

  it('should ask for the study even if a cell came and went between two looks', async () => {
    const cells = [step('a', 'a = 1')];
    const made = open(cells);
    await made.settle();
    cells[0]!.queue();
    cells[0]!.end();
    await made.settle();
    expect(made.ask).toHaveBeenCalledTimes(3);
  });

  it('should run a step with its parameters, and to a step with what it rests on', async () => {
    const cells = [
      ended(new FakeCell('p = 1'), { defines: ['p'] }),
      ended(step('a', 'a = p'), { uses: ['p'], defines: ['a'], run: 2 }),
      ended(step('b', 'b = a + p'), { uses: ['a', 'p'], run: 3 })
    ];
    const made = open(cells);
    await made.settle();
    const [a, b] = made.model.steps;
    expect(made.model.countTo(b!.id)).toBe(1);
    await made.model.runStep(b!.id);
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [2]);
    expect(made.reveal).toHaveBeenLastCalledWith(made.panel, 2);
    made.become('restarting');
    await made.settle();
    expect(made.model.countTo(b!.id)).toBe(2);
    await made.model.runStep(b!.id);
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [0, 2]);
    await made.model.runTo(b!.id);
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [0, 1, 2]);
    await made.model.runTo(a!.id);
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [0, 1]);
    expect(await made.model.runTo('gone')).toBe(false);
    expect(await made.model.runStep('gone')).toBe(false);
    expect(made.model.countTo('gone')).toBe(0);
  });

  it('should run all, or only what is not done', async () => {
    const cells = [
      ended(step('a', 'a = 1'), { defines: ['a'] }),
      text(),
      ended(step('b', 'b = 1'), { defines: ['b'], run: 2 }),
      ended(step('c', 'c = a'), { uses: ['a'], run: 3 })
    ];
    const made = open(cells);
    await made.settle();
    expect(await made.model.runStale()).toBe(true);
    expect(made.run).not.toHaveBeenCalled();
    cells[0]!.edit('a = 2');
    await made.model.runStale();
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [0, 3]);
    await made.model.runAll();
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [0, 2, 3]);
    expect(made.reveal).not.toHaveBeenCalled();
  });

  it('should go to the step that failed when all were run, unless the notebook is out of sight', async () => {
    const cells = [ended(step('a', 'a = 1')), step('b', 'b = 1'), step('c', 'c = 1')];
    const made = open(cells);
    await made.settle();
    made.run.mockImplementation(() => {
      cells[1]!.end({ state: 'failed', said: 'ValueError: no' });
      return Promise.resolve(false);
    });
    expect(await made.model.runAll()).toBe(false);
    expect(made.reveal.mock.calls).toEqual([[made.panel, 1]]);
    Object.assign(made.panel, { isVisible: false });
    await made.model.runAll();
    expect(made.reveal).toHaveBeenCalledTimes(1);
  });

  it('should not take the focus from somebody who types when a step fails', async () => {
    const made = open([ended(step('a', 'a = 1'), { state: 'failed' })]);
    await made.settle();
    made.run.mockResolvedValue(false);
    const host = document.body.appendChild(document.createElement('div'));
    const shadow = host.attachShadow({ mode: 'open' });
    const inside = [document.createElement('input'), document.createElement('button')];
    shadow.append(...inside);
    for (const [control, n] of inside.map((one, at) => [one, at] as const)) {
      control.focus();
      await made.model.runAll();
      expect(made.reveal).toHaveBeenCalledTimes(n);
    }
    host.remove();
  });

  it('should say of a finding that a step above says the same', async () => {
    const found = (more: Record<string, unknown> = {}) => {
      return { code: 'WB203', severity: 'note', title: 'Shared', ...more };
    };
    const cells = [
      ended(step('a', 'a = 1'), { findings: [found()] }),
      ended(step('b', 'b = 1'), { run: 2, findings: [found({ scope: 'x' }), found()] }),
      ended(step('c', 'c = 1'), { run: 3, findings: [found(), found({ scope: 'x' })] })
    ];
    const made = open(cells);
    await made.settle();
    const [a, b] = made.model.steps.map(({ id }) => id);
    expect(made.model.steps.map(({ above }) => above)).toEqual([[null], [null, a], [a, b]]);
    cells[0]!.edit('a = 2');
    cells[0]!.end({ findings: [found({ why: 'Of 3 rows.' })] });
    await made.settle();
    expect(made.model.steps.map(({ above }) => above)).toEqual([[null], [null, null], [b, b]]);
  });

  it('should go to the next step that is not done, and from the last one to the first', async () => {
    const cells = [step('a', 'a = 1'), ended(step('b', 'b = 1')), text(), step('c', 'c = 1')];
    const made = open(cells);
    await made.settle();
    await made.model.goToNext();
    expect(made.reveal).toHaveBeenLastCalledWith(made.panel, 3);
    made.content.activeCellIndex = 3;
    await made.model.goToNext();
    expect(made.reveal).toHaveBeenLastCalledWith(made.panel, 0);
    await made.model.goTo('gone');
    expect(made.reveal).toHaveBeenCalledTimes(2);
  });

  it('should go to the step itself from the text above it, and to the first from the top', async () => {
    const cells = [text(), step('a', 'a = 1'), text(), step('b', 'b = 1')];
    const made = open(cells);
    await made.settle();
    for (const [from, to] of [
      [0, 1],
      [1, 3],
      [2, 3],
      [3, 1]
    ] as const) {
      made.content.activeCellIndex = from;
      await made.model.goToNext();
      expect(made.reveal).toHaveBeenLastCalledWith(made.panel, to);
    }
  });

  it('should know which step the active cell belongs to', async () => {
    const cells = [text(), step('a', ''), new FakeCell('own'), text(), step('b', ''), text()];
    const made = open(cells);
    await made.settle();
    const at = cells.map((_, place) => {
      made.content.activeCellIndex = place;
      return made.model.steps.find(({ id }) => id === made.model.activeStep)?.step;
    });
    expect(at).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  });

  it('should tell what a study lacks, and what it overrules', async () => {
    const cells = [
      step('a', 'a = 1'),
      ended(step('b', 'b = 1'), { findings: [{ ...FINDING, overruled: 'As it was.' }] })
    ];
    const overruled = [{ code: 'WB203', scope: '', reason: 'As it is.' }];
    const made = open(cells, {
      by: { study: { kept: [], overruled } },
      workbench: { needs: ['fitted', 1] }
    });
    await made.settle();
    expect(made.model.steps[0]).toMatchObject({ state: 'blocked', needs: ['fitted'] });
    expect(made.model.steps[1]!.findings[0]!.overruled).toBe('As it is.');
    expect(made.model.study?.overruled).toEqual(overruled);
  });

  it('should write a reason into one cell beneath the step, and run it', async () => {
    const cells = [step('a', 'a = 1'), text()];
    const made = open(cells, { by: { overrule: { source: 'study.overrule("WB203")' } } });
    await made.settle();
    const { id } = made.model.steps[0]!;
    await made.model.overrule(id, FINDING, 'A reason that is one.');
    expect(made.ask).toHaveBeenLastCalledWith(made.kernel, {
      ask: 'overrule',
      code: 'WB203',
      scope: 'income',
      reason: 'A reason that is one.'
    });
    expect(made.cells[1]!.source).toBe('study.overrule("WB203")');
    expect(made.cells[1]!.workbench).toMatchObject({ widget: 'overrule', key: 'WB203 income' });
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [1]);
    made.ask.mockResolvedValueOnce({ source: 'study.overrule("WB203", 2)' });
    await made.model.overrule(id, FINDING, 'Another reason that is one.');
    expect(made.cells.map(({ source }) => source)).toEqual([
      'a = 1',
      'study.overrule("WB203", 2)',
      '# Text'
    ]);
    await made.model.overrule(id, { ...FINDING, scope: '' }, 'For all of them it is.');
    expect(made.cells.length).toBe(4);
  });

  it('should take it back in the cell that overruled it, or in a new one', async () => {
    const cells = [step('a', 'a = 1'), text()];
    const by = { overrule: { source: 'overrule()' }, reinstate: { source: 'reinstate()' } };
    const made = open(cells, { by });
    await made.settle();
    const { id } = made.model.steps[0]!;
    await made.model.overrule(id, FINDING, 'A reason that is one.');
    await made.model.reinstate(id, FINDING);
    expect(made.ask).toHaveBeenLastCalledWith(made.kernel, {
      ask: 'reinstate',
      code: 'WB203',
      scope: 'income'
    });
    expect(made.cells.map(({ source }) => source)).toEqual(['a = 1', 'reinstate()', '# Text']);
    expect(made.run).toHaveBeenLastCalledWith(made.panel, [1]);
    await made.model.reinstate(id, { ...FINDING, code: 'WB204' });
    expect(made.cells.length).toBe(4); // what another notebook overruled
  });

  it('should write nothing when the kernel refuses, or there is none', async () => {
    const cells = [step('a', 'a = 1')];
    const made = open(cells, { by: { overrule: new KernelRefusalError('Too short.', 'input') } });
    await made.settle();
    const { id } = made.model.steps[0]!;
    await expect(made.model.overrule(id, FINDING, 'no')).rejects.toThrow('Too short.');
    made.sessionContext.session = null;
    await expect(made.model.overrule(id, FINDING, 'no')).rejects.toThrow('No kernel is running.');
    expect(cells.length).toBe(1);
  });

  it('should show a notice until it is taken back, one of each kind', () => {
    const made = open([]);
    const notice = (said: string) => ({ id: 'renew', said, actions: [] });
    const first = made.model.addNotice(notice('Old'));
    const second = made.model.addNotice(notice('New'));
    expect(made.model.notices.map(({ said }) => said)).toEqual(['New']);
    first.dispose();
    expect(made.model.notices.length).toBe(1);
    second.dispose();
    expect(made.model.notices).toEqual([]);
  });

  it('should read a notebook anew that came from its file again', async () => {
    const made = open([step('a', 'a = 1')]);
    await made.settle();
    const other = notebook([step('b', 'b'), step('c', 'c')], { title: 'Other' });
    made.content.model = other.content.model;
    made.content.modelChanged.emit();
    await made.settle();
    expect(made.model.steps.map(one => one.step)).toEqual(['b', 'c']);
    expect(made.model.title).toBe('Other');
  });

  it('should do nothing after its notebook was closed', async () => {
    const cells = [step('a', 'a = 1')];
    const made = open(cells);
    made.model.dispose();
    made.model.dispose();
    expect(made.model.isDisposed).toBe(true);
    cells[0]!.edit('b');
    await made.settle();
    expect(made.model.steps).toEqual([]);
  });
});

describe('the guided view', () => {
  const hidden = ({ content }: { content: { widgets: readonly { node: HTMLElement }[] } }) =>
    content.widgets.map(({ node }) => node.classList.contains(HIDDEN));

  it('should hide the code of steps and of nothing else, and show it on wish', async () => {
    const made = open([text(), step('a', 'a'), new FakeCell('own'), step('b', 'b')]);
    await made.settle();
    expect(hidden(made)).toEqual([false, false, false, false]);
    made.model.setGuided(true);
    await made.settle();
    expect(hidden(made)).toEqual([false, true, false, true]);
    expect(made.content.widgets[1]!.node.dataset['workbenchHidden']).toBe('A: its code is hidden');
    made.model.setCodeShown(made.model.steps[0]!.id, true);
    await made.settle();
    expect(hidden(made)).toEqual([false, false, false, true]);
    expect(made.model.steps.map(({ isCodeShown }) => isCodeShown)).toEqual([true, false]);
    made.model.setCodeShown(made.model.steps[0]!.id, false);
    made.model.setGuided(false);
    await made.settle();
    expect(hidden(made)).toEqual([false, false, false, false]);
  });

  it('should show code at once that somebody is about to type into', async () => {
    const made = open([step('a', 'a'), step('b', 'b')], { atFirst: true });
    await made.settle();
    expect(hidden(made)).toEqual([true, true]);
    made.content.activeCellIndex = 1;
    made.content.stateChanged.emit({ name: 'mode', newValue: 'command' });
    expect(hidden(made)).toEqual([true, true]);
    made.content.stateChanged.emit({ name: 'mode', newValue: 'edit' });
    expect(hidden(made)).toEqual([true, false]);
  });

  it('should be kept by the name of the file, and go with it', async () => {
    const { kept, state } = store();
    const made = open([step('a', 'a')], { state });
    await made.settle();
    expect(kept.size).toBe(0);
    made.model.setGuided(true);
    made.model.setCodeShown(made.model.steps[0]!.id, true);
    const value = { guided: true, shown: [made.model.steps[0]!.id] };
    expect([...kept]).toEqual([['workbench:guide:folder/way.ipynb', value]]);
    made.context.path = 'folder/other.ipynb';
    made.context.pathChanged.emit();
    expect([...kept]).toEqual([['workbench:guide:folder/other.ipynb', value]]);
  });

  it('should be as it was, and as set where nothing was chosen', async () => {
    const cells = [step('a', 'a'), step('b', 'b')];
    const value = { guided: true, shown: [cells[1]!.id] };
    const { state } = store({ 'workbench:guide:folder/way.ipynb': value });
    const made = open(cells, { state });
    await made.settle();
    expect(hidden(made)).toEqual([true, false]);
    const odd = open([step('a', 'a')], {
      state: store({ 'workbench:guide:folder/way.ipynb': 'odd' }).state
    });
    await odd.settle();
    expect(odd.model.isGuided).toBe(false);
  });
});
