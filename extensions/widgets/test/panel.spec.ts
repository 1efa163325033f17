import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import module from '../src/index';
import {
  KEEP,
  REACH,
  type IChoice,
  type IGrid,
  type IGroup,
  type IKeepRequest,
  type INumber,
  type IPress,
  type IWords,
  type Node,
  type Reach
} from '../src/protocol';
import { contract, FakeModel } from './views';

const HOSTILE = '<b id=x>Zoë</b> & "co" \'x\' \u202e{braces}';

function shown(name: 'same' | 'some' | 'other' = 'same') {
  const model = new FakeModel();
  const el = document.body.appendChild(document.createElement('div'));
  const clean = module.render({ model, el });
  model.show(contract(name).before);
  const root = el.querySelector('.workbench-widget')!.shadowRoot!;
  const labelled = <E extends HTMLElement>(text: string) => {
    const label = [...root.querySelectorAll('label')].find(one => one.textContent === text)!;
    return root.getElementById(label.htmlFor) as E;
  };
  const button = (text: string) =>
    [...root.querySelectorAll('button')].find(one => one.textContent === text)!;
  return { model, el, root, labelled, button, clean };
}

function input(element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, value: string) {
  element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Types without finishing it: a browser speaks of a change only then. */
function type(element: HTMLInputElement | HTMLTextAreaElement, value: string) {
  element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

/** A control of the contract, as the kernel has it. */
function controlOf(label: string): Node {
  const found: Node[] = [];
  const look = (node: Node) => {
    if ('label' in node && node.label === label) {
      found.push(node);
    }
    if ('children' in node) {
      (node.children as readonly Node[]).forEach(look);
    }
  };
  look(contract('same').before);
  return found[0]!;
}

const numberOf = (label: string) => controlOf(label) as INumber;
const wordsOf = (label: string, value: string) => ({ ...(controlOf(label) as IWords), value });

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('a panel', () => {
  it('should be named by its heading, and show every kind of node', () => {
    const { root } = shown('some');
    expect(root.querySelector('section > [role=group]')!.getAttribute('aria-labelledby')).toBe(
      root.querySelector('h2')!.id
    );
    expect(root.querySelector('h2')!.textContent).toBe('Every kind');
    for (const place of ['figure svg', 'dl', 'ul', '.callout', 'details', '.grid table', '.keep']) {
      expect(root.querySelector(place), place).not.toBeNull();
    }
  });

  it('should show what a person wrote as text', () => {
    const { root } = shown();
    expect(root.querySelector('#x')).toBeNull();
    expect(root.textContent).toContain(HOSTILE);
  });

  it('should give every control a name', () => {
    const { root } = shown();
    const controls = root.querySelectorAll<HTMLInputElement>('input, select, textarea');
    expect(controls.length).toBeGreaterThan(20);
    for (const control of controls) {
      expect(control.labels?.length ?? 0, control.outerHTML).toBeGreaterThan(0);
    }
  });

  it('should use no id twice', () => {
    const { root } = shown();
    const ids = [...root.querySelectorAll('[id]')].map(one => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('should follow a patch, and keep elements that stay', () => {
    const { model, root, labelled } = shown();
    const tolerance = labelled<HTMLInputElement>('Tolerance');
    const grid = root.querySelector('.grid');
    tolerance.focus();
    model.patch(contract('some').nodes, null);
    expect(tolerance.isConnected).toBe(true);
    expect(root.activeElement).toBe(tolerance);
    expect(tolerance.value).toBe('0.1');
    expect(root.querySelector('.grid')).toBe(grid);
    expect(root.querySelector('progress')!.value).toBe(2);
    expect(root.querySelector('.said')!.textContent).toBe('There are 2.');
  });

  it('should say what became of its kernel', () => {
    const { model, root } = shown();
    const said = () => root.querySelector('.silence')!.textContent;
    const tell = (detail: Reach) => root.host.dispatchEvent(new CustomEvent(REACH, { detail }));
    expect(said()).toBe('');
    tell('away');
    expect(said()).toMatch(/^The connection to Python is lost\./);
    tell('there');
    expect(said()).toBe('');
    model.lose();
    expect(said()).toBe(
      'Python was restarted or ended, and no longer knows this widget. Run this cell again.'
    );
  });

  it('should leave nothing behind', () => {
    const added = vi.spyOn(EventTarget.prototype, 'addEventListener');
    const removed = vi.spyOn(EventTarget.prototype, 'removeEventListener');
    const outside = (spy: typeof added) =>
      spy.mock.contexts.filter(
        target => target === window || target === document || !(target instanceof Element)
      ).length;
    const { model, el, clean } = shown();
    clean();
    expect(el.childElementCount).toBe(0);
    expect(model.listeners.size + model.following.size).toBe(0);
    expect(outside(added)).toBe(outside(removed as unknown as typeof added));
  });
});

describe('controls', () => {
  it('should send a typed number when it is finished, and refuse what is none', () => {
    const { model, labelled, root } = shown();
    const tolerance = labelled<HTMLInputElement>('Tolerance');
    input(tolerance, '0,25');
    expect(model.last).toMatchObject({ kind: 'change', id: 'tolerance', value: 0.25 });
    const n = model.sent.length;
    input(tolerance, 'much');
    expect(model.sent.length).toBe(n);
    expect(tolerance.getAttribute('aria-invalid')).toBe('true');
    expect(root.textContent).toContain('Type a number.');
  });

  it('should send a line and a number with Enter too, but not while signs are composed', () => {
    const { model, labelled } = shown();
    const number = labelled<HTMLInputElement>('Tolerance');
    const enter = (isComposing: boolean) =>
      number.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing, cancelable: true })
      );
    number.value = '0.2';
    enter(true);
    expect(model.sent.filter(one => (one as { kind: string }).kind === 'change')).toEqual([]);
    expect(enter(false)).toBe(false);
    expect(model.sent.at(-1)).toMatchObject({ kind: 'change', value: 0.2 });
  });

  it('should send nothing given as nothing', () => {
    const { model, labelled } = shown();
    input(labelled('Tolerance'), '');
    expect(model.last).toMatchObject({ id: 'tolerance', value: null });
  });

  it('should send a slider while it moves', () => {
    const { model, labelled } = shown();
    const slid = labelled<HTMLInputElement>('Slid');
    slid.value = '4';
    slid.dispatchEvent(new Event('input'));
    expect(model.last).toMatchObject({ kind: 'change', id: 'slid', value: 4 });
  });

  it('should send one of a few options, one of many, and several', () => {
    const { model, root, labelled } = shown();
    const option = (type: string, value: string) =>
      [...root.querySelectorAll<HTMLInputElement>(`input[type=${type}]`)].find(
        one => one.value === value
      )!;
    option('radio', 'race').click();
    expect(model.last).toMatchObject({ id: 'attribute', value: 'race' });
    input(labelled<HTMLSelectElement>('Column'), 'c3');
    expect(model.last).toMatchObject({ id: 'column', value: 'c3' });
    option('checkbox', 'race').click();
    expect(model.last).toMatchObject({ id: 'several', value: ['sex', 'race'] });
  });

  it('should send text, yes and no, and a control in a grid', () => {
    const { model, root, labelled } = shown();
    input(labelled<HTMLTextAreaElement>('Reason'), 'Because <i>I</i> say so');
    expect(model.last).toMatchObject({ id: 'reason', value: 'Because <i>I</i> say so' });
    const kept = root.querySelectorAll<HTMLInputElement>('.grid input[type=checkbox]')[0]!;
    kept.click();
    expect(model.last).toMatchObject({ id: 'kept-0', value: true });
  });

  it('should press a button, but not one that is off', () => {
    const { model, button, root } = shown();
    button('Go').click();
    expect(model.last).toMatchObject({ kind: 'press', id: 'go' });
    const n = model.sent.length;
    button('Stop').click();
    expect(model.sent.length).toBe(n);
    expect(root.textContent).toContain('Nothing runs.');
  });

  it('should leave only the rows that a person looks for', () => {
    const { root, labelled } = shown();
    const rows = () =>
      [...root.querySelectorAll<HTMLElement>('.grid tbody tr')].filter(one => !one.hidden).length;
    expect(rows()).toBe(3);
    const filter = labelled<HTMLInputElement>('Find a column');
    filter.value = 'COLUMN 2';
    filter.dispatchEvent(new Event('input'));
    expect(rows()).toBe(1);
    expect(root.textContent).toContain('1 of 3 rows');
  });
});

describe('a change that is answered', () => {
  const option = (root: ShadowRoot, type: string, value: string) =>
    [...root.querySelectorAll<HTMLInputElement>(`input[type=${type}]`)].find(
      one => one.value === value
    )!;

  it('should leave what the kernel has on the screen where it was refused', () => {
    const { model, root, labelled } = shown();
    const refuse = () => model.patch([], model.last.seq);
    option(root, 'radio', 'race').click();
    refuse();
    expect(option(root, 'radio', 'sex').checked).toBe(true);
    option(root, 'checkbox', 'race').click();
    refuse();
    expect(option(root, 'checkbox', 'race').checked).toBe(false);
    const column = labelled<HTMLSelectElement>('Column');
    input(column, 'c3');
    refuse();
    expect(column.value).toBe('c1');
    const slid = labelled<HTMLInputElement>('Slid');
    slid.focus();
    slid.value = '4';
    slid.dispatchEvent(new Event('input'));
    refuse();
    expect(slid.value).toBe('1');
    const tolerance = labelled<HTMLInputElement>('Tolerance');
    input(tolerance, '7');
    refuse();
    expect(tolerance.value).toBe('0.05');
    const reason = labelled<HTMLTextAreaElement>('Reason');
    input(reason, 'no');
    refuse();
    expect(reason.value).toBe('because');
    const kept = root.querySelector<HTMLInputElement>('.grid input[type=checkbox]')!;
    const was = kept.checked;
    kept.click();
    refuse();
    expect(kept.checked).toBe(was);
  });

  it('should leave what was typed where the kernel says what is wrong with it', () => {
    const { model, root, labelled } = shown();
    const reason = labelled<HTMLTextAreaElement>('Reason');
    input(reason, 'no');
    const text: IWords = {
      kind: 'words',
      id: 'reason',
      label: 'Reason',
      value: 'no',
      long: true,
      help: '',
      problem: 'That is too short.',
      quiet: false,
      most: 5
    };
    model.patch([text]);
    expect([reason.value, reason.getAttribute('aria-invalid')]).toEqual(['no', 'true']);
    expect(root.textContent).toContain('That is too short.');
  });

  it('should cut nothing of a long text, and take it when it is short enough', () => {
    const { model, root, labelled } = shown();
    const reason = labelled<HTMLTextAreaElement>('Reason');
    expect(reason.maxLength).toBe(-1);
    const n = model.sent.length;
    const long = 'é'.repeat(2_001);
    input(reason, long);
    model.patch(contract('some').nodes, null);
    expect([model.sent.length, reason.value]).toEqual([n, long]);
    expect(root.textContent).toContain(
      'This is 2,001 characters long and was not taken. Shorten it to 2,000: nothing of it is lost.'
    );
    input(reason, long.slice(1));
    expect(model.last).toMatchObject({ id: 'reason', value: long.slice(1) });
    expect(root.textContent).not.toContain('was not taken');
  });

  it('should not undo a newer one of the same control', () => {
    const { model, root } = shown();
    const race = option(root, 'checkbox', 'race');
    const [, , third] = [...root.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    race.click();
    const first = model.last.seq;
    third!.click();
    model.patch([], first);
    expect([race.checked, third!.checked]).toEqual([true, true]);
    expect(model.last.value).toEqual(['sex', 'race', third!.value]);
  });

  it('should not take away what is typed while it is answered', () => {
    const { model, labelled } = shown();
    const reason = labelled<HTMLTextAreaElement>('Reason');
    input(reason, 'no');
    reason.value = 'no, but';
    model.patch([], model.last.seq);
    expect(reason.value).toBe('no, but');
  });

  it('should leave what is being typed, whatever of the same control comes meanwhile', () => {
    const { model, labelled } = shown();
    const tolerance = labelled<HTMLInputElement>('Tolerance');
    tolerance.focus();
    type(tolerance, '0.');
    model.patch(contract('some').nodes, null);
    expect(tolerance.value).toBe('0.');
    input(tolerance, '0.3');
    const first = model.last.seq;
    type(tolerance, '0.31');
    model.patch([{ ...numberOf('Tolerance'), value: 0.3 }], first);
    expect(tolerance.value).toBe('0.31');
    input(tolerance, '0.310');
    expect(model.last).toMatchObject({ id: 'tolerance', value: 0.31 });
    model.patch([{ ...numberOf('Tolerance'), value: 0.31 }]);
    expect(tolerance.value).toBe('0.31');
  });

  it('should leave words that are being typed, too', () => {
    const { model, labelled } = shown();
    const reason = labelled<HTMLTextAreaElement>('Reason');
    input(reason, 'It is');
    const first = model.last.seq;
    type(reason, 'It is small');
    model.patch([wordsOf('Reason', 'It is')], first);
    expect(reason.value).toBe('It is small');
    input(reason, 'It is small');
    model.patch([wordsOf('Reason', 'It is small.')]);
    expect(reason.value).toBe('It is small.');
  });

  it('should show what the kernel has when what was typed is left as it was', () => {
    const { model, labelled } = shown();
    for (const label of ['Tolerance', 'Reason']) {
      const control = labelled<HTMLInputElement>(label);
      const was = control.value;
      control.focus();
      type(control, `${was}1`);
      type(control, was);
      model.patch(
        label === 'Reason' ? [wordsOf(label, 'other')] : [{ ...numberOf(label), value: 0.4 }],
        null
      );
      expect(control.value).toBe(was);
      control.blur(); // no browser speaks of a change here
      expect(control.value).toBe(label === 'Reason' ? 'other' : '0.4');
    }
  });

  it('should take a complaint back where what is typed is a number again', () => {
    const { labelled, root } = shown();
    const tolerance = labelled<HTMLInputElement>('Tolerance');
    input(tolerance, 'much');
    const described = () =>
      (tolerance.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map(id => root.getElementById(id)!.textContent)
        .join(' ');
    expect(described()).toBe('How much Type a number.');
    input(tolerance, '0.2');
    expect(described()).toBe('How much');
    expect(tolerance.getAttribute('aria-invalid')).toBe('false');
  });
});

describe('what those hear who do not see it', () => {
  it('should be linked: help, what is wrong, and why a button is off', () => {
    const { root, button, model } = shown();
    const said = (element: Element) =>
      (element.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map(id => root.getElementById(id)?.textContent);
    expect(said(button('Stop'))).toEqual(['Nothing runs.']);
    expect(button('Go').hasAttribute('aria-describedby')).toBe(false);
    const view = contract('same').before;
    const [choice] = (view.children.find(one => one.id === 'controls') as IGroup).children;
    model.patch([{ ...(choice as IChoice), help: 'Whom', problem: 'Not this one.' }], null);
    expect(said(root.querySelector('fieldset')!)).toEqual(['Whom', 'Not this one.']);
  });

  it('should name a button by what it is for', () => {
    const { button, model, root } = shown();
    const go: IPress = {
      kind: 'press',
      id: 'go',
      label: 'Change',
      look: 'main',
      off: '',
      is_on: null,
      about: 'Who is affected?'
    };
    model.patch([go], null);
    expect(button('Change').getAttribute('aria-label')).toBe('Change: Who is affected?');
    model.patch([{ ...go, about: '' }], null);
    expect(root.querySelector('button[aria-label]')).toBeNull();
  });

  it('should be told that long work ended', () => {
    const { model, root } = shown('some');
    model.patch(contract('some').nodes, null);
    const live = () => root.querySelector('[aria-live=polite].unseen')!.textContent;
    expect(live()).toBe('Counting');
    model.show(contract('same').before);
    expect(live()).toBe('Ended: Counting');
  });

  it("should reach a chart's numbers by keyboard, under their name", () => {
    const { root } = shown();
    const numbers = root.querySelector('figure details > .scroll')!;
    expect([numbers.getAttribute('tabindex'), numbers.getAttribute('role')]).toEqual([
      '0',
      'region'
    ]);
    expect(numbers.getAttribute('aria-label')).toBe(numbers.querySelector('caption')!.textContent);
  });
});

describe('the focus', () => {
  const view = (...children: Node[]): IGroup => ({
    kind: 'group',
    id: 'workbench',
    title: 'Focus',
    look: 'column',
    is_open: false,
    children
  });
  const press = (id: string): IPress => ({
    kind: 'press',
    id,
    label: id,
    look: 'plain',
    off: '',
    is_on: null,
    about: ''
  });

  it.each([
    [['a', 'c', 'd'], 'c'],
    [['a', 'new', 'c'], 'new'],
    [['c', 'd'], 'c'],
    [['a'], 'Focus'],
    [['a', 'b', 'c'], 'b'],
    [['c', 'a', 'b'], 'b']
  ])('should go to the next control where the pressed one goes: %j', (ids, next) => {
    const { model, root, button } = shown();
    model.show(view(...['a', 'b', 'c'].map(press)));
    button('b').focus();
    model.show(view(...ids.map(press)));
    expect(root.activeElement!.textContent).toBe(next);
  });

  it('should stay where it is outside of the widget', () => {
    const { model, root } = shown();
    model.show(view(press('a')));
    model.show(view());
    expect(root.activeElement).toBeNull();
  });
});

describe('a grid', () => {
  it('should follow the number of columns', () => {
    const { model, root } = shown();
    const grid = contract('same').before.children.find(one => one.id === 'grid') as IGrid;
    const cut = {
      ...grid,
      header: grid.header.slice(0, 2),
      children: grid.children.map(one => ({ ...one, cells: ['name', 'text'] }))
    };
    const texts = () =>
      [...root.querySelectorAll('.grid tbody tr')].map(row =>
        [...row.children].map(one => one.textContent)
      );
    model.patch([cut, ...cut.children], null);
    expect(texts()).toEqual(Array(3).fill(['name', 'text']));
    model.patch([grid, ...grid.children], null);
    expect(root.querySelectorAll('.grid tbody tr:first-child > *').length).toBe(grid.header.length);
    expect(texts()[0]![1]).not.toMatch(/^text/);
  });
});

describe('keeping choices', () => {
  beforeEach(() => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: vi.fn(() => Promise.resolve()) }
    });
  });

  it('should ask whatever is around, and say what it answers', () => {
    const { button, root } = shown();
    const take = (event: Event) => {
      event.preventDefault();
      const { code, widget, answer } = (event as CustomEvent<IKeepRequest>).detail;
      answer(`${widget}: ${code}`);
    };
    document.addEventListener(KEEP, take);
    button('Keep these choices').click();
    document.removeEventListener(KEEP, take);
    expect(root.querySelector('.keep')!.textContent).toContain('every: n = 1');
    expect(root.querySelector<HTMLElement>('.by-hand')!.hidden).toBe(true);
  });

  it('should wait for what was changed a moment ago', () => {
    const { model, button, labelled, root } = shown();
    input(labelled('Tolerance'), '0.1');
    button('Keep these choices').click();
    expect(root.querySelector<HTMLElement>('.by-hand')!.hidden).toBe(true);
    model.patch(contract('some').nodes);
    expect(root.querySelector<HTMLElement>('.by-hand')!.hidden).toBe(false);
    expect(root.querySelector<HTMLTextAreaElement>('.by-hand textarea')!.value).toBe('n = 2');
  });

  it('should show the code to be copied where nobody takes it', async () => {
    const { button, root } = shown();
    button('Keep these choices').click();
    const code = root.querySelector<HTMLTextAreaElement>('.by-hand textarea')!;
    expect(code.value).toBe('n = 1');
    expect(root.querySelector<HTMLElement>('.by-hand')!.hidden).toBe(false);
    button('Copy').click();
    await vi.waitFor(() => expect(root.textContent).toContain('Copied.'));
  });
});
