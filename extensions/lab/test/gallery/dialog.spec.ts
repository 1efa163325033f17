import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { pickTemplate, showForm } from '../../src/gallery/dialog';
import { Form } from '../../src/gallery/form';
import type { ITable } from '../../src/gallery/table';
import type { Proposed } from '../../src/gallery/told';
import { parseCard } from '../../src/templates/card';
import { CARD } from '../server';

const trans = nullTranslator.load('workbench');
const PARAMETERS = [
  {
    name: 'data',
    type: 'file',
    title: 'Data',
    help: 'A table.',
    default: 'example:loans',
    may_be_example: true,
    suffixes: ['.csv']
  },
  { name: 'target', type: 'column', title: 'Outcome', help: 'It.', default: 'paid' },
  {
    name: 'groups',
    type: 'list',
    items: 'column',
    title: 'Groups',
    help: 'They.',
    default: [],
    may_be_empty: true
  },
  { name: 'models', type: 'list', title: 'Models', help: 'They.', default: ['a', 'b'] },
  {
    name: 'metric',
    type: 'choice',
    title: 'Metric',
    help: 'It.',
    default: 1,
    choices: [
      { value: 1, title: 'One' },
      { value: 2, title: 'Two' }
    ]
  },
  {
    name: 'many',
    type: 'choice',
    title: 'Many',
    help: 'It.',
    default: 'e',
    choices: ['a', 'b', 'c', 'd', 'e'].map(value => ({ value, title: value.toUpperCase() }))
  },
  { name: 'share', type: 'number', title: 'Share', help: 'It.', default: null, min: 0, max: 1 },
  { name: 'day', type: 'date', title: 'Day', help: 'It.', default: '2026-01-31' },
  { name: 'loud', type: 'yes_no', title: 'Loud', help: 'It.', default: false },
  { name: 'label', type: 'text', title: 'Label', help: 'It.', default: 'x' }
];
const card = parseCard(
  { ...CARD, source: 'Package acme', parameters: [...PARAMETERS, { name: 'tint', type: 'tint' }] },
  0
);
const TABLE: ITable = {
  n_rows: 1234,
  counted: 1000,
  columns: ['paid', 'sex', 'age', 'b', 'c', 'd', 'e', 'f'].map(name => ({
    name,
    type: 'text',
    n_missing: 3,
    n_distinct: 2,
    samples: ['yes', '<b>no</b>']
  })),
  examples: ['example:loans', 'example:care']
};

/** The page draws when it has time. */
const drawn = () => vi.waitFor(() => expect(document.querySelector('dialog')).not.toBeNull());
const quiet = () => new Promise(resolve => setTimeout(resolve, 20));
const of = (name: string) => document.querySelector(`[data-parameter="${name}"]`)!;
const control = <T extends Element>(name: string, kind = 'input') =>
  of(name).querySelector<T & HTMLInputElement>(kind)!;
const button = (label: string) =>
  [...document.querySelectorAll('button')].find(one => one.textContent === label)!;
const problem = (name: string) => of(name).querySelector('.workbench-form-problem')!.textContent;

/** As a person types; React listens to the setter of the browser. */
async function type(one: HTMLInputElement, text: string, kind = 'HTMLInputElement') {
  const type_ = window[kind as 'HTMLInputElement'].prototype;
  Object.getOwnPropertyDescriptor(type_, 'value')!.set!.call(one, text);
  one.dispatchEvent(new Event('input', { bubbles: true }));
  one.dispatchEvent(new Event('change', { bubbles: true }));
  await quiet();
}

async function show({
  canRead = true,
  browse = vi.fn(() => Promise.resolve('mine.csv')),
  proposed = {} as Proposed
} = {}) {
  const read = canRead ? () => Promise.resolve(TABLE) : undefined;
  const form = new Form({ card, read, proposed, pause: 0 });
  form.start();
  const done = showForm({ form, folder: 'a/b', trans, browse });
  await drawn();
  await quiet();
  return { form, done, browse };
}

beforeAll(() => {
  // What jsdom has not.
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close(this: HTMLDialogElement) {
      this.open = false;
    }
  });
});
afterEach(() => {
  document.querySelector('dialog')?.dispatchEvent(new Event('cancel'));
  document.body.replaceChildren();
});

describe('showForm', () => {
  it('should say what the template is, whose it is, and where the notebook goes', async () => {
    await show();
    const text = document.querySelector('dialog')!.textContent;
    expect(text).toContain('First report');
    expect(text).toContain('From a table to a report (about 10 minutes). From: Package acme.');
    expect(text).toContain('The notebook goes into a/b.');
    expect(text).toContain('no field for it: tint');
  });

  it('should say which template was told what stands there, as part of what describes it', async () => {
    const proposed = { target: ['sex', 'Frame it'] } as const;
    const { form } = await show({ proposed });
    const said = () => {
      const ids = of('target').querySelector('select')!.getAttribute('aria-describedby')!;
      return document.getElementById(ids.split(' ')[0]!)!.textContent;
    };
    expect(said()).toBe('It. As you told “Frame it” in this folder.');
    form.set('target', 'age');
    await drawn();
    expect(said()).toBe('It.');
  });

  it('should have a control for each type, with a name, its help and what is wrong', async () => {
    await show();
    const kinds = card.parameters.map(({ name }) => {
      const first = of(name).querySelector('input, select, textarea')!;
      return [name, first.tagName.toLowerCase(), first.getAttribute('type')];
    });
    expect(kinds).toEqual([
      ['data', 'input', 'text'],
      ['target', 'select', null],
      ['groups', 'input', 'search'],
      ['models', 'textarea', null],
      ['metric', 'input', 'radio'],
      ['many', 'select', null],
      ['share', 'input', 'number'],
      ['day', 'input', 'date'],
      ['loud', 'input', 'checkbox'],
      ['label', 'input', 'text']
    ]);
    for (const one of document.querySelectorAll<HTMLInputElement>('dialog [aria-describedby]')) {
      const ids = one.getAttribute('aria-describedby')!.split(' ');
      expect(ids.every(id => document.getElementById(id) !== null)).toBe(true);
    }
  });

  it('should take what is given in each of them', async () => {
    const { form } = await show();
    await type(control('target', 'select'), 'sex', 'HTMLSelectElement');
    of('groups').querySelectorAll<HTMLInputElement>('[type=checkbox]')[2]!.click();
    of('groups').querySelectorAll<HTMLInputElement>('[type=checkbox]')[1]!.click();
    await type(control('models', 'textarea'), ' one \n\ntwo', 'HTMLTextAreaElement');
    of('metric').querySelectorAll<HTMLInputElement>('[type=radio]')[1]!.click();
    await type(control('many', 'select'), '1', 'HTMLSelectElement');
    await type(control('share'), '0.5');
    await type(control('day'), '2026-02-01');
    control('loud').click();
    await type(control('label'), 'y');
    expect(form.values).toEqual({
      data: 'example:loans',
      target: 'sex',
      groups: ['sex', 'age'],
      models: ['one', 'two'],
      metric: 2,
      many: 'b',
      share: 0.5,
      day: '2026-02-01',
      loud: true,
      label: 'y'
    });
  });

  it('should say what is wrong while it is typed, and stay open', async () => {
    const { form } = await show();
    await type(control('share'), '3');
    expect(problem('share')).toBe('Give a number of at most 1.');
    expect(control('share').getAttribute('aria-invalid')).toBe('true');
    button('Create').click();
    await quiet();
    expect(document.querySelector('.workbench-form-said')!.textContent).toBe(
      '1 answer has to be changed.'
    );
    expect(document.activeElement).toBe(control('share'));
    await type(control('share'), '');
    expect([problem('share'), form.values['share']]).toEqual(['', null]);
    expect(document.querySelector('.workbench-form-said')!.textContent).toBe('');
  });

  it('should leave a person who is typing alone', async () => {
    const { form } = await show();
    control('share').focus();
    await type(control('share'), '0.50');
    await type(control('models', 'textarea'), 'one\n', 'HTMLTextAreaElement');
    form.set('label', 'z');
    await quiet();
    expect([control('share').value, form.values['share']]).toEqual(['0.50', 0.5]);
    expect(control('models', 'textarea').value).toBe('one\n');
    expect(control('label').value).toBe('z');
  });

  it('should end in what is wanted', async () => {
    const { done } = await show();
    button('Create').click();
    await expect(done).resolves.toBe(true);
    expect(document.querySelector('dialog')).toBeNull();
  });

  it.each(['Cancel', 'Escape'])('should end in nothing: %s', async how => {
    const { done } = await show();
    if (how === 'Cancel') {
      button('Cancel').click();
    } else {
      document.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
    }
    await expect(done).resolves.toBe(false);
  });

  it('should create with Enter from a list to choose from', async () => {
    const { done } = await show();
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    control('target', 'select').dispatchEvent(enter);
    await expect(done).resolves.toBe(true);
  });

  it('should step aside while a file is looked for, and come back', async () => {
    let choose: (path: string) => void = () => undefined;
    const browse = vi.fn(() => new Promise<string>(resolve => (choose = resolve)));
    const { form } = await show({ browse });
    button('Browse…').click();
    await quiet();
    expect(document.querySelector('dialog')!.open).toBe(false);
    choose('mine.csv');
    control('data').focus(); // as a browser does when a dialog opens
    await quiet();
    expect(document.querySelector('dialog')!.open).toBe(true);
    expect(form.values['data']).toBe('mine.csv');
    expect(control('data').value).toBe('mine.csv');
    expect(browse).toHaveBeenCalledExactlyOnceWith(['.csv']);
  });

  it('should show the columns, and of what is in them nothing as markup', async () => {
    await show();
    expect(of('data').querySelector('[role=status]')!.textContent).toBe(
      '1,234 rows, 8 columns. Counted in 1,000 rows drawn at random.'
    );
    const [row] = of('data').querySelectorAll('tbody tr');
    expect([...row!.children].map(cell => cell.textContent)).toEqual([
      'paid',
      'text',
      '3',
      'yes, <b>no</b>'
    ]);
    expect(document.querySelector('dialog b')).toBeNull();
  });

  it('should offer the bundled examples', async () => {
    const { form } = await show();
    await type(control('data', 'select'), 'example:care', 'HTMLSelectElement');
    expect(form.values['data']).toBe('example:care');
  });

  it('should find columns by a part of their names, and keep what is chosen', async () => {
    const { form } = await show();
    of('groups').querySelector<HTMLInputElement>('[type=checkbox]')!.click();
    await type(control('groups'), 'AG');
    expect(of('groups').querySelectorAll('[type=checkbox]')).toHaveLength(1);
    of('groups').querySelector<HTMLInputElement>('[type=checkbox]')!.click();
    await type(control('groups'), 'zz');
    expect(of('groups').textContent).toContain('No column is called so.');
    expect(form.values['groups']).toEqual(['paid', 'age']);
  });

  it('should let columns be written where they are not known', async () => {
    const { form } = await show({ canRead: false });
    await type(control('target'), 'hired');
    await type(control('groups', 'textarea'), 'sex\nage', 'HTMLTextAreaElement');
    expect(form.values).toMatchObject({ target: 'hired', groups: ['sex', 'age'] });
  });

  it('should be as the template has it after a reset', async () => {
    const { form } = await show();
    await type(control('label'), 'other');
    button('Reset').click();
    await quiet();
    expect([form.values['label'], control('label').value]).toEqual(['x', 'x']);
  });
});

describe('pickTemplate', () => {
  const cards = [card, { ...card, id: 'other', title: 'Other', icon: 'audit' }];

  it('should give the one that is chosen', async () => {
    const picked = pickTemplate('Which?', cards, trans);
    await drawn();
    expect(document.querySelector('dialog h2')!.textContent).toBe('Which?');
    document.querySelectorAll<HTMLButtonElement>('.workbench-picker button')[1]!.click();
    await expect(picked).resolves.toBe(cards[1]);
  });

  it('should give none where the person would rather not', async () => {
    const picked = pickTemplate('Which?', cards, trans);
    await drawn();
    button('Cancel').click();
    await expect(picked).resolves.toBeNull();
  });
});
