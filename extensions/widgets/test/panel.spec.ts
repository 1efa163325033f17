import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import module from '../src/index';
import { KEEP, type IKeepRequest } from '../src/protocol';
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
    expect(model.listeners.size).toBe(0);
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
