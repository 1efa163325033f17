import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { changedValues, Form, type Look } from '../../src/gallery/form';
import { settledValue } from '../../src/gallery/settling';
import type { ITable } from '../../src/gallery/table';
import { tellProblem } from '../../src/gallery/words';
import { parseCard } from '../../src/templates/card';
import { fileOf, sameValue } from '../../src/gallery/values';
import type { IParameter, Value, Values } from '../../src/templates/contract';
import { CARD } from '../server';

const FILE = {
  name: 'data',
  type: 'file',
  title: 'Data',
  help: 'A table.',
  default: 'example:care'
};
const PARAMETERS = [
  { ...FILE, suffixes: ['.csv'], may_be_example: true },
  { name: 'target', type: 'column', title: 'Outcome', help: 'It.', default: 'visit', of: 'data' },
  { name: 'id', type: 'column', title: 'Id', help: 'It.', default: 'stay', may_be_empty: true },
  {
    name: 'groups',
    type: 'list',
    items: 'column',
    title: 'Groups',
    help: 'They.',
    default: ['sex', 'language'],
    may_be_empty: true
  },
  {
    name: 'not_known',
    type: 'list',
    title: 'Not known',
    help: 'As column=value.',
    default: ['pressure=999'],
    pattern: '[^=]+=.+',
    may_be_empty: true
  },
  { name: 'models', type: 'list', title: 'Models', help: 'Names.', default: ['simple'] },
  { name: 'seed', type: 'number', title: 'Seed', help: 'It.', default: 7, min: 0, step: 1 }
];
const READING = {
  name: 'reading',
  type: 'list',
  items: 'text',
  pattern: '(encoding|decimal)=.+',
  may_be_empty: true,
  title: 'Read with',
  help: 'How.',
  default: []
};
const GOOD = {
  name: 'good',
  type: 'text',
  title: 'Good',
  help: 'It.',
  default: '',
  may_be_empty: true,
  value_of: 'target'
};
const card = parseCard({ ...CARD, parameters: PARAMETERS }, 0);

const table = (...names: string[]): ITable => ({
  n_rows: 4,
  counted: 4,
  columns: names.map(name => ({ name, type: 'text', n_missing: 0, n_distinct: 2, samples: [] })),
  examples: ['example:care', 'example:loans']
});
const TABLES: Record<string, ITable> = {
  'example:care': table('visit', 'stay', 'sex', 'language', 'pressure'),
  'mine.csv': table('hired', 'sex', 'age')
};
const read = vi.fn((path: string) =>
  path in TABLES ? Promise.resolve(TABLES[path]!) : Promise.reject(new Error(`No ${path}`))
);

function form(options: Partial<Form.IOptions> = {}): Form {
  const made = new Form({ card, read, ...options });
  made.start();
  return made;
}

const settled = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  read.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Form', () => {
  it('should begin with what the template has', async () => {
    const one = form();
    await settled();
    expect(one.values).toEqual({
      data: 'example:care',
      target: 'visit',
      id: 'stay',
      groups: ['sex', 'language'],
      not_known: ['pressure=999'],
      models: ['simple'],
      seed: 7
    });
    expect(one.check()).toEqual([]);
    expect(one.examples).toEqual(['example:care', 'example:loans']);
  });

  it('should leave nothing of the example behind where another file lacks such columns', async () => {
    const one = form();
    await settled();
    one.set('data', 'mine.csv');
    await settled();
    expect(one.values).toEqual({
      data: 'mine.csv',
      target: '',
      id: '',
      groups: ['sex'],
      not_known: [],
      models: ['simple'],
      seed: 7
    });
    expect(one.told('target')).toBeNull();
    expect(one.check()).toEqual([{ name: 'target', code: 'empty', about: '' }]);
    expect(one.told('target')?.code).toBe('empty');
  });

  it('should offer the few values of a column, and refuse another', async () => {
    const good = { name: 'good', type: 'text', title: 'Good', help: 'It.', default: 'yes' };
    const own: ITable = {
      ...table('visit'),
      columns: [
        { name: 'visit', type: 'text', n_missing: 0, n_distinct: 2, samples: ['ja', 'nein'] }
      ]
    };
    const one = form({
      card: parseCard(
        { ...CARD, parameters: [...PARAMETERS, { ...good, of: 'data', value_of: 'target' }] },
        0
      ),
      read: () => Promise.resolve(own)
    });
    one.set('data', 'own.csv');
    await settled();
    expect(one.values['good']).toBe('');
    const [parameter] = one.card.parameters.filter(({ name }) => name === 'good');
    expect(one.valuesOf(parameter!)).toEqual(['ja', 'nein']);
    one.set('good', 'yes');
    expect(one.told('good')).toEqual({ name: 'good', code: 'value', about: 'yes' });
    one.set('good', 'ja');
    expect(one.told('good')).toBeNull();
  });

  it('should be as it was when the example is chosen again', async () => {
    const one = form();
    await settled();
    const before = one.values;
    one.set('data', 'mine.csv');
    await settled();
    one.set('data', 'example:care');
    await settled();
    expect(one.values).toEqual(before);
  });

  it('should keep what a person has set, and say what is wrong with it', async () => {
    const one = form();
    await settled();
    one.set('groups', ['sex', 'language']);
    one.set('data', 'mine.csv');
    await settled();
    expect(one.values['groups']).toEqual(['sex', 'language']);
    expect(one.told('groups')).toEqual({ name: 'groups', code: 'column', about: 'language' });
  });

  it('should begin with what was given the last time, where that may be given', async () => {
    const remembered = { data: 'mine.csv', target: 'hired', groups: ['age'], seed: -3, gone: 1 };
    const one = form({ remembered });
    await settled();
    expect(one.values).toMatchObject({
      data: 'mine.csv',
      target: 'hired',
      groups: ['age'],
      seed: 7
    });
    expect(Object.keys(one.values)).not.toContain('gone');
    expect(one.check()).toEqual([]);
  });

  it('should take the file that was clicked before the one of last time', async () => {
    const one = form({
      remembered: { data: 'old.csv', target: 'paid' },
      given: { data: 'mine.csv' }
    });
    await settled();
    expect(one.values).toMatchObject({ data: 'mine.csv', target: '' });
    expect(read.mock.calls.map(([path]) => path)).toEqual(['mine.csv']);
  });

  it('should be as the template has it after a reset, for good', async () => {
    const one = form({ remembered: { data: 'mine.csv', target: 'hired', seed: 9 } });
    await settled();
    one.reset();
    await settled();
    expect(changedValues(one)).toEqual({});
    one.set('data', 'mine.csv');
    await settled();
    expect(one.values['target']).toBe('');
  });

  it('should read a file whose name is typed once, when the typing pauses', async () => {
    const one = form();
    await settled();
    read.mockClear();
    for (const path of ['m', 'mine', 'mine.csv']) {
      one.set('data', path, true);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(read).not.toHaveBeenCalled();
    await settled();
    expect(read.mock.calls.map(([path]) => path)).toEqual(['mine.csv']);
    expect(one.look('data').state).toBe('read');
  });

  it('should read no file of a kind that cannot be taken', async () => {
    const one = form();
    await settled();
    read.mockClear();
    one.set('data', 'photo.png');
    await settled();
    expect(read).not.toHaveBeenCalled();
    expect(one.told('data')).toEqual({ name: 'data', code: 'suffix', about: 'photo.png' });
  });

  it('should drop what comes late of a file that is no longer meant', async () => {
    let answer: (found: ITable) => void = () => undefined;
    read.mockImplementationOnce(() => new Promise<ITable>(resolve => (answer = resolve)));
    const one = form();
    one.set('data', 'mine.csv');
    await settled();
    answer(TABLES['example:care']!);
    await settled();
    expect(one.columnsOf(card.parameters[1]!)?.map(({ name }) => name)).toEqual([
      'hired',
      'sex',
      'age'
    ]);
    expect(one.values['target']).toBe('');
  });

  it('should say why a file cannot be read, and still take what is written', async () => {
    const one = form();
    one.set('data', 'none.csv');
    one.set('target', 'anything');
    await settled();
    expect(one.look('data')).toEqual({ state: 'failed', reason: new Error('No none.csv') });
    expect(one.columnsOf(card.parameters[1]!)).toBeNull();
    expect(one.check()).toEqual([]);
  });

  it('should keep nothing of the example for a file that cannot be read, and ask for it', async () => {
    const one = form();
    one.set('data', 'none.csv');
    await settled();
    expect(one.values).toMatchObject({ target: '', groups: [], not_known: [], seed: 7 });
    expect(one.check()).toEqual([{ name: 'target', code: 'empty', about: '' }]);
    one.set('target', 'anything');
    expect(one.check()).toEqual([]);
  });

  it('should say how far the reading has come', async () => {
    const looks: Look[] = [];
    // eslint-disable-next-line jupyter/require-disposable-ownership -- it lives as long as the test
    const one = new Form({
      card,
      read: (_, __, onProgress) => {
        onProgress({ progress: 0.1, said: 'Reading the table' });
        return Promise.resolve(TABLES['example:care']!);
      }
    });
    one.changed.connect(() => looks.push(one.look('data')));
    one.start();
    await settled();
    expect(looks.map(look => ('said' in look ? look.said : look.state))).toEqual([
      '',
      'Reading the table',
      'read'
    ]);
  });

  it('should look again when it is said how the file is read', async () => {
    const asked: [string, readonly string[]][] = [];
    const one = form({
      card: parseCard({ ...CARD, parameters: [...PARAMETERS, READING] }, 0),
      read: (path, settings) => {
        asked.push([path, settings]);
        return settings.length > 0 || path.startsWith('example:')
          ? Promise.resolve(table('visit'))
          : Promise.reject(new Error('No text of utf-8.'));
      }
    });
    await settled();
    one.set('data', 'own.csv');
    await settled();
    expect(one.look('data').state).toBe('failed');
    one.set('reading', ['encoding=latin-1']);
    await settled();
    expect(asked.slice(-2)).toEqual([
      ['own.csv', []],
      ['own.csv', ['encoding=latin-1']]
    ]);
    expect(one.look('data')).toMatchObject({ state: 'read' });
    one.set('reading', []);
    await settled();
    expect(one.look('data').state).toBe('failed');
  });

  it('should read a file with the settings of the last time only where it is that file', async () => {
    const asked: [string, readonly string[]][] = [];
    const of = (options: Partial<Form.IOptions>) =>
      form({
        card: parseCard({ ...CARD, parameters: [...PARAMETERS, READING] }, 0),
        read: (path, settings) => {
          asked.push([path, settings]);
          return Promise.resolve(table('hired'));
        },
        ...options
      });
    const remembered = { data: 'kunden.csv', reading: ['encoding=latin-1'] };
    const same = of({ remembered });
    const clicked = of({ remembered, given: { data: 'mine.csv' } });
    await settled();
    expect([same.values['reading'], clicked.values['reading']]).toEqual([remembered.reading, []]);
    same.set('data', 'mine.csv');
    await settled();
    expect(same.values['reading']).toEqual([]);
    same.set('data', 'kunden.csv');
    await settled();
    expect(asked).toEqual([
      ['kunden.csv', remembered.reading],
      ['mine.csv', []],
      ['mine.csv', []],
      ['kunden.csv', remembered.reading]
    ]);
    clicked.set('reading', ['decimal=,']);
    clicked.set('data', 'other.csv');
    await settled();
    expect(asked.slice(-1)).toEqual([['other.csv', ['decimal=,']]]);
    const told = of({ remembered, proposed: { data: ['kunden.csv', 'Frame it'] } });
    await settled();
    expect(told.values['reading']).toEqual([]);
  });

  it('should take a value of a column for that column alone', async () => {
    const of = (options: Partial<Form.IOptions>) =>
      form({ card: parseCard({ ...CARD, parameters: [GOOD, ...PARAMETERS] }, 0), ...options });
    const remembered = { data: 'mine.csv', target: 'hired', good: '0' };
    const one = of({ remembered });
    await settled();
    expect(one.values['good']).toBe('0');
    one.set('target', 'age');
    expect(one.values['good']).toBe('');
    one.set('target', 'hired');
    expect(one.values['good']).toBe('0');
    const other = of({ remembered, given: { data: 'example:care' } });
    await settled();
    expect(other.values).toMatchObject({ target: 'visit', good: '' });
    const told = of({
      remembered,
      proposed: { data: ['mine.csv', 'Frame it'], target: ['age', 'Frame it'] },
      read: undefined
    });
    expect(told.values).toMatchObject({ target: 'age', good: '' });
    one.set('good', '1');
    one.set('target', 'sex');
    expect(one.values['good']).toBe('1');
  });

  it('should look into tables, and into no other file', async () => {
    const policy = { ...FILE, name: 'policy', default: '', may_be_empty: true };
    const of = (parameters: object[]) =>
      form({ card: parseCard({ ...CARD, parameters: [...PARAMETERS, ...parameters] }, 0) });
    const one = of([{ ...policy, suffixes: ['.toml'] }]);
    one.set('policy', 'policy.toml');
    await settled();
    expect(read.mock.calls.map(([path]) => path)).toEqual(['example:care']);
    expect(one.look('policy')).toEqual({ state: 'none' });
    read.mockClear();
    const key = { ...PARAMETERS[2], name: 'key', of: 'policy', default: '' };
    const other = of([policy, key]);
    other.set('policy', 'mine.csv');
    await settled();
    expect(read.mock.calls.map(([path]) => path)).toContain('mine.csv');
  });

  it('should look into each of two files that are typed right after one another', async () => {
    const second = { ...FILE, name: 'second', default: '', may_be_example: true };
    const one = form({ card: parseCard({ ...CARD, parameters: [...PARAMETERS, second] }, 0) });
    await settled();
    read.mockClear();
    one.set('data', 'mine.csv', true);
    await vi.advanceTimersByTimeAsync(100);
    one.set('second', 'mine.csv', true);
    await settled();
    expect([one.look('data').state, one.look('second').state]).toEqual(['read', 'read']);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('should work where nothing can be read', async () => {
    const one = form({ read: undefined });
    await settled();
    expect(one.look('data')).toEqual({ state: 'none' });
    expect(one.check()).toEqual([]);
  });

  it('should tell nothing more once it is gone', async () => {
    const one = form();
    const seen = vi.fn();
    one.changed.connect(seen);
    one.dispose();
    await settled();
    expect(seen).not.toHaveBeenCalled();
  });
});

describe('what was told in the folder', () => {
  const proposed = {
    data: ['mine.csv', 'Frame it'],
    target: ['hired', 'Frame it'],
    groups: [['sex', 'gone'], 'Frame it'],
    seed: ['no number', 'Frame it']
  } as const;

  it('should be proposed as far as it fits, before what the template was given elsewhere', async () => {
    const one = form({ proposed, remembered: { data: 'example:loans', target: 'paid', seed: 9 } });
    await settled();
    expect(one.values).toMatchObject({
      data: 'mine.csv',
      target: 'hired',
      groups: ['sex'],
      seed: 7
    });
    const told = ['data', 'target', 'groups', 'seed', 'id'].map(name => one.toldBefore(name));
    expect(told).toEqual(['Frame it', 'Frame it', '', '', '']);
  });

  it('should be said as long as it stands, and go with Reset', async () => {
    const one = form({ proposed });
    await settled();
    one.set('target', 'age');
    expect([one.toldBefore('target'), one.toldBefore('data')]).toEqual(['', 'Frame it']);
    one.reset();
    await settled();
    expect(one.values).toMatchObject({ data: 'example:care', target: 'visit' });
    expect(one.toldBefore('data')).toBe('');
  });

  it('should give way to a file that is given', async () => {
    const one = form({ proposed: {}, given: { data: 'mine.csv' } });
    await settled();
    expect([one.values['target'], one.toldBefore('data')]).toEqual(['', '']);
  });
});

describe('settledValue', () => {
  interface ICase {
    readonly name: string;
    readonly file: string;
    readonly columns: readonly string[];
    readonly given: Values;
    readonly settled: Values;
  }
  const contract = JSON.parse(
    readFileSync(join(__dirname, '../../../../tests/contracts/templates/settling.json'), 'utf8')
  ) as { readonly parameters: readonly IParameter[]; readonly cases: readonly ICase[] };

  it.each(contract.cases)('should settle defaults by the contract: $name', one => {
    const { parameters } = contract;
    const settled: Record<string, Value> = {};
    for (const parameter of parameters) {
      const isAsked = !Object.hasOwn(one.given, parameter.name);
      if (isAsked && fileOf(parameter, parameters) === one.file) {
        const path = one.given[one.file];
        const isOwn =
          path !== undefined && path !== parameters.find(({ name }) => name === one.file)?.default;
        const value = settledValue(parameter, new Set(one.columns), undefined, isOwn);
        if (!sameValue(value, parameter.default)) {
          settled[parameter.name] = value;
        }
      }
    }
    expect(settled).toEqual(one.settled);
  });
});

describe('changedValues', () => {
  it('should be what is another than the template has', async () => {
    const one = form();
    await settled();
    one.set('seed', 9);
    expect(changedValues(one)).toEqual({ seed: 9 } satisfies Values);
  });
});

describe('tellProblem', () => {
  const trans = nullTranslator.load('workbench');
  const one = (change: object) => ({ ...PARAMETERS[6], ...change }) as IParameter;
  const text = one({ type: 'text', help: 'As a=b.' });

  it.each([
    ['unknown', text, 'The template has no "x".'],
    ['type', one({}), 'Give a number.'],
    ['type', text, 'Give another value.'],
    ['empty', text, 'Write something here.'],
    ['empty', one({ type: 'column' }), 'Choose a column.'],
    ['empty', one({ type: 'file' }), 'Choose a file.'],
    ['empty', one({ type: 'date' }), 'Choose a day.'],
    ['empty', one({ type: 'list', items: 'column' }), 'Choose at least one.'],
    ['empty', one({ type: 'list' }), 'Write at least one.'],
    ['characters', text, 'Take out the line breaks and the characters that cannot be seen.'],
    ['too_long', text, 'Write at most 1000 characters.'],
    ['too_long', one({ max_length: 5 }), 'Write at most 5 characters.'],
    ['pattern', text, '"x" is not written in the form that is needed: As a=b.'],
    ['too_small', one({}), 'Give a number of at least 0.'],
    ['too_large', one({ max: 9 }), 'Give a number of at most 9.'],
    ['step', one({}), 'Give a whole number.'],
    ['step', one({ min: 0.5, step: 0.25 }), 'Give a number in steps of 0.25 from 0.5.'],
    ['choice', text, 'Choose one of the answers.'],
    ['column', text, 'The file has no column "x". Choose one that it has.'],
    ['twice', text, '"x" is there twice. Name it once.'],
    ['too_many', one({ max_items: 3 }), 'Give at most 3.'],
    [
      'suffix',
      one({ suffixes: ['.csv', '.tsv'] }),
      'Choose a file whose name ends in one of: .csv .tsv'
    ],
    [
      'example',
      one({ may_be_example: true }),
      'There is no such example. Write it as example:loans.'
    ],
    ['example', text, 'Choose a file; this needs data of your own.'],
    ['date', text, 'Give a day as 2026-01-31.'],
    ['too_early', one({ earliest: '2026-01-01' }), 'Give a day from 2026-01-01 on.'],
    ['too_late', one({ latest: '2026-01-01' }), 'Give a day up to 2026-01-01.']
  ] as const)('should say what to do about %s', (code, parameter, words) => {
    expect(tellProblem({ name: 'seed', code, about: 'x' }, parameter, trans)).toBe(words);
  });
});
