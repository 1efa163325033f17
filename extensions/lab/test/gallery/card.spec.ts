import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { INotebookContent } from '@jupyterlab/nbformat';
import { describe, expect, it } from 'vitest';

import { fillNotebook } from '../../src/gallery/fill';
import { checkValues, sameValue } from '../../src/gallery/values';
import { parseCard } from '../../src/templates/card';
import type { IParameter, Value } from '../../src/templates/contract';
import { CARD } from '../server';

const FOLDER = resolve(__dirname, '../../../../notebooks');
const BUNDLED = readdirSync(FOLDER)
  .filter(name => name.endsWith('.ipynb'))
  .map(name => JSON.parse(readFileSync(resolve(FOLDER, name), 'utf-8')) as INotebookContent);
const cardOf = (notebook: INotebookContent) => parseCard(notebook.metadata['workbench'], 0);
const parameter = { name: 'a', type: 'text', title: 'A', help: 'A text.', default: '' };

describe('parseCard', () => {
  it('should take a card of an older server, which says less', () => {
    const { id, title, purpose, minutes } = CARD;
    expect(parseCard({ id, title, purpose, minutes }, 0)).toEqual({
      id,
      title,
      purpose,
      minutes,
      version: '',
      audience: '',
      icon: '',
      source: '',
      parameters: [],
      unknown: []
    });
  });

  it('should say whose template it is where it is not ours', () => {
    expect(parseCard({ ...CARD, source: 'Package acme 1.2' }, 0).source).toBe('Package acme 1.2');
  });

  it.each([
    ['a type of a newer server', { type: 'colour' }],
    ['no title', { title: '' }],
    ['no help', { help: 3 }],
    ['a default that is none', { default: { a: 1 } }],
    ['a bound that is no number', { type: 'number', min: '3' }],
    ['a step of nothing', { type: 'number', step: 0 }],
    ['a pattern that only Python reads', { pattern: '(?P<a>x)' }],
    ['nothing to choose from', { type: 'choice', choices: [] }],
    ['choices that are left out', { type: 'choice' }],
    ['a choice without a title', { type: 'choice', choices: [{ value: 1 }] }],
    ['a list of something else', { type: 'list', items: 'colour' }]
  ])('should make no field of a parameter with %s, and say its name', (_, change) => {
    const card = parseCard({ ...CARD, parameters: [{ ...parameter, ...change }, parameter] }, 0);
    expect(card.unknown).toEqual(['a']);
    expect(card.parameters).toEqual([parameter]);
  });

  it('should not repeat a name that could be anything', () => {
    const parameters = ['a', { ...parameter, name: '<b>' }];
    expect(parseCard({ ...CARD, parameters }, 0).unknown).toEqual(['?', '?']);
  });
});

describe('bundled templates', () => {
  it('should be there', () => {
    expect(BUNDLED.length).toBeGreaterThan(3);
  });

  it.each(BUNDLED.map(notebook => [cardOf(notebook).id, notebook] as const))(
    'should have a field for each parameter, and defaults without a problem: %s',
    (_, notebook) => {
      const { parameters, unknown } = cardOf(notebook);
      expect(unknown).toEqual([]);
      expect(checkValues(parameters, {})).toEqual([]);
    }
  );

  it.each(
    BUNDLED.flatMap(notebook =>
      cardOf(notebook).parameters.map(
        one => [cardOf(notebook).id, one.name, one, notebook] as const
      )
    )
  )('should be filled in each parameter: %s, %s', (_, name, one, notebook) => {
    const value = another(one);
    const textOf = ({ cells }: INotebookContent) =>
      cells.map(({ source }) => [source].flat().join(''));
    const before = textOf(notebook);
    const after = textOf(fillNotebook(notebook, { [name]: value }));
    const changed = after.filter((source, place) => source !== before[place]);
    expect(changed).toHaveLength(1);
    const lines = changed[0]!.split('\n').filter(line => line.startsWith(`${name} = `));
    expect(lines).toHaveLength(1);
    expect(textOf(fillNotebook(notebook, { [name]: one.default }))).toEqual(before);
  });
});

/** A value of a parameter that is not its default. */
function another({ type, default: usual, choices = [] }: IParameter): Value {
  switch (type) {
    case 'number':
      return usual === 3 ? 4 : 3;
    case 'list':
      return ['a "quoted" one', 'b'];
    case 'yes_no':
      return usual !== true;
    case 'choice':
      return choices.find(({ value }) => !sameValue(value, usual))?.value ?? 'another';
    case 'date':
      return '2031-02-03';
    default:
      return 'an "other" one';
  }
}
