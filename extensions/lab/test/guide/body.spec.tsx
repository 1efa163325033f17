import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import React, { act } from 'react';
// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- its types are no dependency of ours
// @ts-ignore
import * as dom from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { KernelRefusalError } from '../../src/errors';
import { Guide } from '../../src/guide/body';
import type { IFinding } from '../../src/guide/records';
import type { IGuide, IGuideModel, IGuideStep } from '../../src/guide/tokens';

const { createRoot } = dom as {
  createRoot: (root: Element) => {
    render: (element: React.JSX.Element) => void;
    unmount: () => void;
  };
};
const trans = nullTranslator.load('workbench');
(globalThis as Record<string, unknown>)['IS_REACT_ACT_ENVIRONMENT'] = true;
(globalThis as Record<string, unknown>)['CSS'] ??= { escape: (text: string) => text };

function step(name: string, more: Partial<IGuideStep> = {}): IGuideStep {
  return {
    id: name,
    step: name,
    title: `Title of ${name}`,
    why: `Why ${name}`,
    cell: 0,
    state: 'to_do',
    because: '',
    after: null,
    needs: [],
    said: '',
    ran: '',
    seconds: 0,
    remembered: true,
    findings: [],
    activity: null,
    isCodeShown: true,
    above: [],
    ...more
  };
}

const finding = (more: Partial<IFinding> = {}): IFinding => ({
  code: 'WB203',
  severity: 'serious',
  title: 'Rows are shared',
  why: 'The same rows.',
  what_to_do: 'Split by group.',
  scope: 'income',
  overruled: '',
  ...more
});

let unmount = () => undefined as void;

function show(model: Record<string, unknown> | null, commands = new CommandRegistry()) {
  const full = {
    stateChanged: new Signal<object, void>({}),
    announced: new Signal<object, string>({}),
    title: 'A way',
    path: 'way.ipynb',
    isReady: true,
    steps: [] as readonly IGuideStep[],
    activeStep: null,
    trouble: null,
    notices: [],
    isGuided: false,
    goTo: vi.fn(() => Promise.resolve()),
    goToNext: vi.fn(() => Promise.resolve()),
    runStep: vi.fn(() => Promise.resolve(true)),
    runTo: vi.fn(() => Promise.resolve(true)),
    runAll: vi.fn(() => Promise.resolve(true)),
    countTo: vi.fn(() => 1),
    overrule: vi.fn(() => Promise.resolve()),
    reinstate: vi.fn(() => Promise.resolve()),
    setGuided: vi.fn(),
    setCodeShown: vi.fn(),
    askAgain: vi.fn(),
    ...model
  };
  const guide = {
    current: model === null ? null : (full as unknown as IGuideModel),
    currentChanged: new Signal<object, void>({})
  };
  const root = document.body.appendChild(document.createElement('div'));
  const react = createRoot(root);
  act(() =>
    react.render(<Guide guide={guide as unknown as IGuide} commands={commands} trans={trans} />)
  );
  unmount = () => void act(() => react.unmount());
  const button = (name: string) =>
    [...root.querySelectorAll('button')].find(
      one => one.textContent === name || one.ariaLabel === name
    );
  const click = (name: string) => act(() => button(name)!.click());
  const change = (changes: Record<string, unknown>) =>
    act(() => {
      Object.assign(full, changes);
      full.stateChanged.emit();
    });
  return { root, full, guide, button, click, change };
}

afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const press = (element: Element, key: string) =>
  act(() => void element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
const titles = (root: HTMLElement) => [
  ...root.querySelectorAll<HTMLButtonElement>('.workbench-Step-title')
];

/** Types as a person does: React hears of it by the event alone. */
function type(root: HTMLElement, words: string) {
  const area = root.querySelector('textarea')!;
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(area, words);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('the guide', () => {
  it('should say where to begin when no notebook is open', () => {
    const commands = new CommandRegistry();
    const launch = vi.fn();
    commands.addCommand('launcher:create', { execute: launch, describedBy: {} });
    const { root, click } = show(null, commands);
    expect(root.textContent).toMatch('No notebook is open');
    click('Open the launcher');
    expect(launch).toHaveBeenCalledTimes(1);
  });

  it('should say of a notebook that it has no steps, but not before it was read', () => {
    const { root, change } = show({ isReady: false });
    expect(root.textContent).toMatch('The notebook is being read.');
    change({ isReady: true });
    expect(root.textContent).toMatch('was not made from a template');
  });

  it('should show each state as mark and word, and why', () => {
    const steps = [
      step('a', { state: 'done', remembered: false }),
      step('b', { state: 'stale', because: 'edited' }),
      step('c', { state: 'stale', because: 'earlier', after: 'b' }),
      step('d', { state: 'failed', because: 'error', said: 'ValueError: no' }),
      step('e', { state: 'blocked', because: 'earlier', after: 7 }),
      step('f', { state: 'blocked', because: 'needs', needs: ['fitted', 'split'] }),
      step('g', { state: 'failed', because: 'interrupted', title: '' }),
      step('h', { state: 'stale', because: 'study' }),
      step('i'),
      step('j', { activity: 'running' }),
      step('k', { activity: 'waiting', state: 'stale', because: 'edited' })
    ];
    const { root } = show({ steps });
    const shown = [...root.querySelectorAll('.workbench-Step')].map(one => [
      one.querySelector('.workbench-Step-title')!.textContent,
      one.querySelector('.workbench-Step-because')?.textContent ?? ''
    ]);
    expect(shown).toEqual([
      ['✓Title of a done', 'Done before; its values are not in memory now.'],
      ['↻Title of b stale', 'The code was changed since it ran.'],
      ['↻Title of c stale', '“Title of b” has changed since.'],
      ['✕Title of d failed', 'ValueError: no'],
      ['⊘Title of e blocked', 'A cell above that is no step has to be done first.'],
      [
        '⊘Title of f blocked',
        'The study has no fitted, split yet. Run the template that makes it.'
      ],
      ['✕g failed', 'It was interrupted before it was done.'],
      ['↻Title of h stale', 'A result of the study that it read was saved anew.'],
      ['○Title of i to do', ''],
      ['▸Title of j running', ''],
      ['…Title of k waiting', '']
    ]);
    expect(root.textContent).toMatch('1 of 11 steps is done.');
    expect(root.querySelector('ol')!.children.length).toBe(11);
  });

  it('should count what is done, and speak of one as of one', () => {
    const { root, change } = show({ steps: [step('a'), step('b')] });
    expect(root.textContent).toMatch('0 of 2 steps are done.');
    change({ steps: [step('a', { state: 'done' }), step('b')] });
    expect(root.textContent).toMatch('1 of 2 steps is done.');
  });

  it('should go to a step, run it, and run to it if something is lacking', () => {
    const { full, root, button, click, change } = show({ steps: [step('a'), step('b')] });
    expect(button('Run to here')).toBeUndefined();
    act(() => titles(root)[1]!.focus());
    act(() => titles(root)[1]!.click());
    expect(full.goTo).toHaveBeenCalledWith('b');
    click('Run this step');
    expect(full.runStep).toHaveBeenCalledWith('b');
    change({ countTo: () => 3 });
    expect(button('Run to here')!.title).toMatch('It rests on 2 steps');
    click('Run to here');
    expect(full.runTo).toHaveBeenCalledWith('b');
    change({ steps: [step('a'), step('b', { activity: 'running' })] });
    expect(button('Run this step')!.disabled).toBe(true);
    click('Next');
    click('Run all');
    expect(full.goToNext).toHaveBeenCalledTimes(1);
    expect(full.runAll).toHaveBeenCalledTimes(1);
  });

  it('should be walked through with the arrow keys, with one stop for Tab', () => {
    const { root, change } = show({
      steps: [step('a'), step('b'), step('c')],
      activeStep: 'b'
    });
    const focused = () =>
      document.activeElement?.querySelector('.workbench-Step-name')?.textContent;
    const stops = () => titles(root).map(one => one.tabIndex);
    expect(stops()).toEqual([-1, 0, -1]);
    expect(root.querySelector('[aria-current=step]')!.textContent).toMatch('Title of b');
    act(() => titles(root)[1]!.focus());
    for (const [key, name] of [
      ['ArrowDown', 'c'],
      ['ArrowDown', 'c'],
      ['Home', 'a'],
      ['ArrowUp', 'a'],
      ['End', 'c'],
      ['ArrowUp', 'b'],
      ['x', 'b']
    ] as const) {
      press(document.activeElement!, key);
      expect(focused()).toBe(`Title of ${name}`);
    }
    press(document.activeElement!, 'ArrowDown');
    expect(stops()).toEqual([-1, -1, 0]);
    change({ activeStep: 'a' }); // the notebook moves on
    expect(stops()).toEqual([0, -1, -1]);
  });

  it('should show a step that has failed, and the active one, but not while a reason is written', () => {
    const shown: (string | undefined)[] = [];
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (
      this: Element
    ) {
      shown.push((this as HTMLElement).dataset['step']);
    });
    const steps = [step('a', { findings: [finding()] }), step('b'), step('c')];
    const { root, click, change } = show({ steps, activeStep: 'a' });
    expect(shown).toEqual(['a']);
    change({ steps: [steps[0]!, step('b', { state: 'failed', because: 'error' }), steps[2]!] });
    expect([shown, document.activeElement]).toEqual([['a', 'b'], document.body]);
    change({ steps: [steps[0]!, step('b', { state: 'failed', activity: 'running' }), steps[2]!] });
    change({ steps: [steps[0]!, step('b', { state: 'failed', because: 'error' }), steps[2]!] });
    change({ activeStep: 'c' });
    expect(shown).toEqual(['a', 'b', 'b', 'c']);
    click('Overrule WB203 with a reason');
    change({ activeStep: 'b' });
    expect(document.activeElement).toBe(root.querySelector('textarea'));
    expect(shown).toEqual(['a', 'b', 'b', 'c']);
    scroll.mockRestore();
  });

  it('should hide and show code where the view is guided', () => {
    const { full, button, click, change } = show({ steps: [step('a')] });
    expect(button('Hide code')).toBeUndefined();
    expect(
      button('Guided view')!.ariaPressed ?? button('Guided view')!.getAttribute('aria-pressed')
    ).toBe('false');
    click('Guided view');
    expect(full.setGuided).toHaveBeenCalledWith(true);
    change({ isGuided: true, steps: [step('a', { isCodeShown: false })] });
    expect(button('Show code')!.getAttribute('aria-expanded')).toBe('false');
    click('Show code');
    expect(full.setCodeShown).toHaveBeenCalledWith('a', true);
  });

  it('should say what the kernel lacks, what others say, and what has changed', () => {
    const execute = vi.fn();
    const { full, root, click, change } = show({
      steps: [step('a')],
      trouble: { said: 'No package.', canAskAgain: true },
      notices: [{ id: 'n', said: 'An older version.', actions: [{ label: 'Renew', execute }] }]
    });
    expect(root.textContent).toMatch('No package.');
    click('Ask again');
    expect(full.askAgain).toHaveBeenCalledTimes(1);
    click('Renew');
    expect(execute).toHaveBeenCalledTimes(1);
    change({ trouble: { said: 'No package.', canAskAgain: false } });
    expect(root.textContent).not.toMatch('Ask again');
    act(() => full.announced.emit('A: done.'));
    expect(root.querySelector('.workbench-Guide-said')!.textContent).toBe('A: done.');
  });

  it('should follow another notebook, and listen to none after it is gone', () => {
    const { full, guide, root } = show({ steps: [step('a')] });
    guide.current = null;
    act(() => guide.currentChanged.emit());
    expect(root.textContent).toMatch('No notebook is open');
    act(() => full.stateChanged.emit());
    expect(root.textContent).toMatch('No notebook is open');
  });
});

describe('a finding', () => {
  const withFinding = (more: Partial<IFinding> = {}) =>
    show({ steps: [step('a', { state: 'done', findings: [finding(more)] })] });

  it('should say how serious it is, and what to do', () => {
    const { root } = withFinding();
    const { textContent } = root.querySelector('.workbench-Findings li')!;
    expect(textContent).toMatch('Serious Rows are shared WB203, income');
    expect(textContent).toMatch('What to do: Split by group.');
    expect(root.querySelector('details')!.open).toBe(true);
  });

  it('should be folded where there is nothing to decide on', () => {
    expect(withFinding({ severity: 'note' }).root.querySelector('details')!.open).toBe(false);
    unmount();
    document.body.replaceChildren();
    const { root } = withFinding({ overruled: 'It is known.' });
    expect(root.querySelector('details')!.open).toBe(false);
    expect(root.textContent).toMatch('Overruled: It is known.');
    expect(root.textContent).toMatch('Change the reason…');
  });

  it('should stay open when the last of them is decided on, and open when there is one more', () => {
    const { full, root } = withFinding();
    const { open } = root.querySelector('details')!;
    const turn = (more: Partial<IFinding>) => {
      full.steps = [step('a', { state: 'done', findings: [finding(more)] })];
      act(() => full.stateChanged.emit());
      return root.querySelector('details')!.open;
    };
    expect([open, turn({ overruled: 'It is known.' })]).toEqual([true, true]);
    unmount();
    document.body.replaceChildren();
    const folded = withFinding({ severity: 'note' });
    folded.full.steps = [step('a', { state: 'done', findings: [finding()] })];
    act(() => folded.full.stateChanged.emit());
    expect(folded.root.querySelector('details')!.open).toBe(true);
  });

  it('should count what is left to decide on', () => {
    const findings = [finding(), finding({ code: 'WB204', overruled: 'Known to all.' })];
    const { root } = show({ steps: [step('a', { findings })] });
    expect(root.querySelector('summary')!.textContent).toBe('2 findings (1 to decide on)');
  });

  it('should be overruled with a reason that is one, and with no other', async () => {
    const { full, root, click } = withFinding();
    click('Overrule WB203 with a reason');
    type(root, '  short  ');
    click('Overrule');
    expect(root.querySelector('[role=alert]')!.textContent).toBe(
      'Write 5 characters more: others have to follow it.'
    );
    expect(root.querySelector('textarea')!.getAttribute('aria-invalid')).toBe('true');
    expect(full.overrule).not.toHaveBeenCalled();
    type(root, ' A reason that is one. ');
    expect(root.querySelector('[role=alert]')!.textContent).toBe('');
    let written = () => undefined as void;
    const writing = new Promise<void>(resolve => (written = resolve));
    full.overrule.mockReturnValueOnce(writing);
    click('Overrule');
    const submit = root.querySelector<HTMLButtonElement>('button[type=submit]')!;
    expect([submit.textContent, submit.disabled]).toEqual(['Writing…', true]);
    expect(submit.getAttribute('aria-busy')).toBe('true');
    written();
    await act(() => writing);
    expect(full.overrule).toHaveBeenCalledWith('a', finding(), 'A reason that is one.');
    expect(root.querySelector('textarea')).toBeNull();
  });

  it('should be taken back when it is overruled, and tell why not', async () => {
    const { full, root, button, click } = withFinding({ overruled: 'It is known.' });
    full.reinstate.mockRejectedValueOnce(new KernelRefusalError('It is not overruled.', 'input'));
    click('Take back that WB203 is overruled');
    await act(() => Promise.resolve());
    expect(root.querySelector('[role=alert]')!.textContent).toBe('It is not overruled.');
    const back = button('Take back that WB203 is overruled')!;
    click('Take back that WB203 is overruled');
    expect(root.querySelector('[role=alert]')!.textContent).toBe('');
    expect([back.textContent, back.disabled, back.getAttribute('aria-busy')]).toEqual([
      'Writing…',
      true,
      'true'
    ]);
    await act(() => Promise.resolve());
    expect([back.textContent, back.disabled]).toEqual(['Take it back', false]);
    expect(full.reinstate).toHaveBeenCalledTimes(2);
    expect(full.reinstate).toHaveBeenLastCalledWith('a', finding({ overruled: 'It is known.' }));
  });

  it('should stand in full once, with a button that leads there from where it is found again', () => {
    const again = finding({ scope: 'savings' });
    const { root, click } = show({
      steps: [
        step('a', { findings: [finding({ severity: 'note' })] }),
        step('b', { findings: [finding({ severity: 'note' }), again], above: ['a', null] })
      ]
    });
    const [first, second] = [...root.querySelectorAll('details')];
    expect([first!.open, second!.open]).toEqual([false, true]);
    expect(second!.querySelector('summary')!.textContent).toBe('2 findings (1 to decide on)');
    const short = second!.querySelector('li')!;
    expect(short.textContent).toBe('Note Rows are shared WB203, incomeRead it under “Title of a”');
    const button = short.querySelector('button')!;
    expect(document.getElementById(button.getAttribute('aria-describedby')!)!.textContent).toBe(
      'Note Rows are shared WB203, income'
    );
    click('Read it under “Title of a”');
    expect(first!.open).toBe(true);
    expect(document.activeElement!.textContent).toBe('Note Rows are shared WB203, income');
    expect(first!.contains(document.activeElement)).toBe(true);
  });

  it('should be taken back only where it is overruled', () => {
    expect(withFinding().root.textContent).not.toMatch('Take it back');
  });

  it('should keep what was written when the kernel refuses it', async () => {
    const { full, root, click } = withFinding();
    full.overrule.mockRejectedValueOnce(new KernelRefusalError('No such finding.', 'input'));
    click('Overrule WB203 with a reason');
    type(root, 'A reason that is one.');
    click('Overrule');
    await act(() => Promise.resolve());
    expect(root.querySelector('[role=alert]')!.textContent).toBe('No such finding.');
    expect(root.querySelector('textarea')!.value).toBe('A reason that is one.');
    press(root.querySelector('textarea')!, 'Escape');
    expect(root.querySelector('textarea')).toBeNull();
    expect(full.overrule).toHaveBeenCalledTimes(1);
  });
});
