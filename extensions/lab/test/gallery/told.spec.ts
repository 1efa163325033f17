import { describe, expect, it } from 'vitest';

import { proposedFor, readTold, toldWith, type Told } from '../../src/gallery/told';
import { parseCard } from '../../src/templates/card';
import { CARD } from '../server';

const about = (more: object) => ({ title: 'T', help: 'It.', default: '', ...more });
const DATA = about({ name: 'data', type: 'file', may_be_example: true });
const PARAMETERS = [
  DATA,
  about({ name: 'target', type: 'column', may_be_empty: true }),
  about({ name: 'good', type: 'text', value_of: 'target', may_be_empty: true }),
  about({ name: 'groups', type: 'list', items: 'column', default: [], may_be_empty: true }),
  about({ name: 'reading', type: 'list', pattern: '(decimal)=.+', default: [] }),
  about({ name: 'owner', type: 'text' }),
  about({ name: 'models', type: 'list', default: ['simple'] })
];
const cardOf = (title: string, parameters: readonly object[]) =>
  parseCard({ ...CARD, title, parameters }, 0);
const first = cardOf('Frame it', PARAMETERS);
const GIVEN = {
  data: 'mine.csv',
  target: 'hired',
  good: 'yes',
  groups: ['sex'],
  reading: ['decimal=,'],
  owner: 'we',
  models: ['other']
};
const TOLD: Told = {
  data: {
    data: ['mine.csv', 'Frame it'],
    target: ['hired', 'Frame it'],
    good: ['yes', 'Frame it', 'target=hired'],
    groups: [['sex'], 'Frame it'],
    reading: [['decimal=,'], 'Frame it']
  }
};

describe('toldWith', () => {
  it('should take along the file and what is said of its table, and nothing else', () => {
    expect(toldWith({}, first, GIVEN)).toEqual(TOLD);
  });

  it('should take nothing of an example, nor where the study has the data', () => {
    for (const data of ['example:loans', '']) {
      expect(toldWith(TOLD, first, { ...GIVEN, data })).toBe(TOLD);
    }
  });

  it('should add to what is known of the same file, and forget what was taken away', () => {
    const other = cardOf('Audit it', [
      DATA,
      about({ name: 'decision', type: 'column' }),
      PARAMETERS[3]!
    ]);
    const now = toldWith(TOLD, other, { data: 'mine.csv', decision: 'let', groups: [] });
    expect(now['data']).toEqual({
      data: ['mine.csv', 'Audit it'],
      target: ['hired', 'Frame it'],
      good: ['yes', 'Frame it', 'target=hired'],
      reading: [['decimal=,'], 'Frame it'],
      decision: ['let', 'Audit it']
    });
    const others = toldWith(TOLD, other, { data: 'new.csv', decision: 'let', groups: ['sex'] });
    expect(others['data']).toEqual({
      data: ['new.csv', 'Audit it'],
      decision: ['let', 'Audit it'],
      groups: [['sex'], 'Audit it']
    });
  });
});

describe('proposedFor', () => {
  it('should be what the next template asks, too', () => {
    const next = cardOf('Next', [DATA, PARAMETERS[1]!, about({ name: 'id', type: 'column' })]);
    expect(proposedFor(TOLD, next, {})).toEqual({
      data: ['mine.csv', 'Frame it'],
      target: ['hired', 'Frame it']
    });
    expect(proposedFor(TOLD, next, { data: 'mine.csv' })).toHaveProperty('target');
    expect(proposedFor(TOLD, next, { data: 'other.csv' })).toEqual({});
    expect(proposedFor({}, next, {})).toEqual({});
  });

  it('should be a value of a column only where that column is meant', () => {
    const [data, target, good] = PARAMETERS;
    const decision = about({ name: 'decision', type: 'column' });
    const its = { ...good, value_of: 'decision' };
    const audit = cardOf('Audit it', [data!, target!, decision, its]);
    expect(proposedFor(TOLD, first, {})['good']).toEqual(['yes', 'Frame it', 'target=hired']);
    expect(proposedFor(TOLD, audit, {})).not.toHaveProperty('good');
    const both = toldWith(TOLD, audit, { ...GIVEN, decision: 'let', good: '0' });
    expect(proposedFor(both, audit, {})['good']).toEqual(['0', 'Audit it', 'decision=let']);
    expect(proposedFor(both, first, {})).not.toHaveProperty('good');
    const other = toldWith(TOLD, cardOf('Next', [data!, target!]), { ...GIVEN, target: 'age' });
    expect(proposedFor(other, first, {})).not.toHaveProperty('good');
    const kept = readTold(JSON.parse(JSON.stringify(both)));
    expect(proposedFor(kept, audit, {})['good']?.[0]).toBe('0');
    const old = { data: { ...TOLD['data'], good: ['yes', 'Frame it'] } } as Told;
    expect(proposedFor(old, first, {})).not.toHaveProperty('good');
  });

  it('should leave to the study what the study knows', () => {
    const next = cardOf('Next', [{ ...DATA, may_be_empty: true }, ...PARAMETERS.slice(1)]);
    expect(proposedFor(TOLD, next, {})).toEqual({});
  });
});

describe('readTold', () => {
  it('should read what was kept, and drop what has another shape', () => {
    expect(readTold(JSON.parse(JSON.stringify(TOLD)))).toEqual(TOLD);
    expect(
      readTold({ seed: 9, data: { data: ['a.csv', 'A'], target: 'x', good: ['y', 1] } })
    ).toEqual({
      seed: {},
      data: { data: ['a.csv', 'A'] }
    });
    expect([readTold(null), readTold('x')]).toEqual([{}, {}]);
  });
});
