import { readFileSync } from 'node:fs';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it, vi } from 'vitest';

import { KernelRefusalError } from '../../src/errors';
import { signOf } from '../../src/renew/changes';
import {
  readRenewed,
  Renewal,
  withoutOutputs,
  type IRenewalOptions
} from '../../src/renew/renewal';
import { compare, newerOf } from '../../src/renew/version';

const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { workbench: { id: 'first' }, widgets: { large: true } },
  cells: [
    {
      cell_type: 'code',
      source: 'a',
      metadata: {},
      outputs: [{ large: true }],
      execution_count: 3
    },
    { cell_type: 'markdown', source: 'b', metadata: {} }
  ]
} as unknown as ReturnType<IRenewalOptions['read']>;
const ANSWER = { notebook: {}, name: 'loans-0.2.0.ipynb', version: '0.2.0', carried: ['seed', 1] };

function options(over: Partial<IRenewalOptions> = {}) {
  const all = {
    newer: { id: 'first', old: '0.1.0', version: '0.2.0' },
    name: () => 'loans.ipynb',
    read: () => NOTEBOOK,
    template: () => Promise.resolve(NOTEBOOK),
    ask: vi.fn<IRenewalOptions['ask']>(() => Promise.resolve(ANSWER)),
    open: vi.fn<IRenewalOptions['open']>(() => Promise.resolve('a/loans-0.2.0.ipynb')),
    remember: vi.fn(),
    trans: nullTranslator.load('workbench')
  };
  return { ...all, ...over } as typeof all;
}

describe('newerOf', () => {
  const find = (id: string) => (id === 'first' ? { version: '0.10.0' } : undefined);

  it.each([
    [{ id: 'first', version: '0.9.9' }, '0.9.9'],
    [{ id: 'first', version: 'mine' }, 'mine'],
    [{ id: 'first' }, '']
  ])('should find a newer version for %j', (workbench, old) => {
    expect(newerOf(workbench, find)).toEqual({ id: 'first', old, version: '0.10.0' });
  });

  it.each([
    [{ id: 'first', version: '0.10.0' }],
    [{ id: 'first', version: '1.0.0' }],
    [{ id: 'other', version: '0.0.1' }],
    [{ id: 7 }],
    [undefined],
    ['text']
  ])('should find none for %j', workbench => {
    expect(newerOf(workbench, find)).toBeNull();
  });

  it('should find none where an older server says no version', () => {
    expect(newerOf({ id: 'first', version: '0.0.1' }, () => ({ version: '' }))).toBeNull();
  });
});

describe('compare', () => {
  it('should compare numbers, not letters', () => {
    const versions = ['1.10.0', '1.9.0', '0.0.1', '1.9.10', 'x'];
    expect(versions.sort(compare)).toEqual(['x', '0.0.1', '1.9.0', '1.9.10', '1.10.0']);
  });
});

describe('Renewal', () => {
  it('should send the notebook without what it showed, and open what comes back', async () => {
    const given = options();
    const model = new Renewal(given);
    await model.make();
    const [question] = given.ask.mock.calls[0] as unknown as [Record<string, unknown>];
    expect(question).toEqual({
      ask: 'renew',
      notebook: withoutOutputs(NOTEBOOK),
      name: 'loans.ipynb',
      template: NOTEBOOK
    });
    expect(given.open).toHaveBeenCalledExactlyOnceWith(readRenewed(ANSWER));
    expect(model.phase).toEqual({ is: 'made', path: 'a/loans-0.2.0.ipynb' });
  });

  it("should say the kernel's words when it refuses, and be tried again", async () => {
    const given = options();
    given.ask.mockRejectedValueOnce(new KernelRefusalError('There is none newer.', 'input'));
    const model = new Renewal(given);
    await model.make();
    expect(model.phase).toEqual({ is: 'failed', said: 'There is none newer.' });
    expect(given.open).not.toHaveBeenCalled();
    await model.make();
    expect(model.phase.is).toBe('made');
  });

  it('should make one copy, however often it is pressed', async () => {
    const given = options();
    const model = new Renewal(given);
    await Promise.all([model.make(), model.make()]);
    expect(given.ask).toHaveBeenCalledOnce();
  });

  it('should remember what was put off', () => {
    const given = options();
    const model = new Renewal(given);
    model.putOff();
    expect(given.remember).toHaveBeenCalledExactlyOnceWith(given.newer);
    expect(model.phase.is).toBe('put_off');
  });
});

describe('withoutOutputs', () => {
  it('should leave out what may be large, and the notebook as it is', () => {
    const before = JSON.stringify(NOTEBOOK);
    expect(withoutOutputs(NOTEBOOK)).toMatchObject({
      metadata: { workbench: { id: 'first' } },
      cells: [{ source: 'a', outputs: [], execution_count: null }, { source: 'b' }]
    });
    expect('widgets' in withoutOutputs(NOTEBOOK).metadata).toBe(false);
    expect(JSON.stringify(NOTEBOOK)).toBe(before);
  });
});

describe('readRenewed', () => {
  it('should read what the contract says', () => {
    const cases = JSON.parse(readFileSync('../tests/contracts/bridge/renew.json', 'utf-8')) as {
      name: string;
      answer: Record<string, unknown>;
    }[];
    const { answer } = cases.find(({ name }) => name === 'an older copy')!;
    expect(readRenewed(answer)).toMatchObject({
      stem: 'loans-0.2.0',
      carried: ['seed'],
      left: [{ kind: 'parameter', name: 'gone' }]
    });
  });

  it('should drop what does not fit, and let no name lead out of the folder', () => {
    const read = readRenewed({ ...ANSWER, name: '../x/y.ipynb', left: [{ kind: 1 }] });
    expect(read).toMatchObject({ stem: '..-x-y', carried: ['seed'], left: [], diff: '' });
  });
});

describe('signOf', () => {
  it.each([
    ['+  new', '+'],
    ['-  old', '-'],
    ['## modified /cells/0/source:', '#'],
    ['# a comment', ''],
    ['  both', ''],
    ['', '']
  ])('should tell %j by %j', (line, sign) => {
    expect(signOf(line)).toBe(sign);
  });
});
