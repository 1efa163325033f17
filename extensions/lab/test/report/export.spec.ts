import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { KernelRefusalError } from '../../src/errors';
import { Export } from '../../src/report/export';
import type { INotebookAsked, IStanding, IWish, Phase } from '../../src/report/tokens';

const trans = nullTranslator.load('workbench');
const WISH: IWish = {
  audience: 'brief',
  format: 'html',
  language: 'en',
  disclosure: 'internal',
  path: '',
  replace: false,
  runFirst: false
};
const ANSWER = {
  path: '/w/brief.html',
  relative: 'brief.html',
  name: 'brief.html',
  n_bytes: 5,
  html: '<p>'
};
const STANDING: IStanding = {
  late: [],
  names: ['data', 'audit'],
  gathered: [],
  kept: [],
  toRun: [1, 3]
};

function notebook(over: Partial<INotebookAsked> = {}) {
  const all = {
    idle: vi.fn<INotebookAsked['idle']>(() => Promise.resolve()),
    ask: vi.fn<INotebookAsked['ask']>(() => Promise.resolve(ANSWER)),
    standing: vi.fn<INotebookAsked['standing']>(() => Promise.resolve(STANDING)),
    run: vi.fn<INotebookAsked['run']>(() => Promise.resolve(true)),
    titleOf: (place: number) => `Step ${place}`,
    interrupt: vi.fn(() => Promise.resolve())
  };
  return { ...all, ...over } as typeof all;
}

function recorded(model: Export): Phase[] {
  const phases: Phase[] = [];
  model.changed.connect((_, phase) => phases.push(phase));
  return phases;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('Export', () => {
  it('should wait for the kernel, then have the report written of what is in memory', async () => {
    const asked = notebook();
    const model = new Export(WISH, asked, trans);
    const phases = recorded(model);
    await model.start();
    expect(phases.map(({ is }) => is)).toEqual(['waiting', 'writing', 'done']);
    expect(asked.run).not.toHaveBeenCalled();
    expect(asked.ask).toHaveBeenCalledExactlyOnceWith(
      {
        ask: 'export',
        audience: 'brief',
        format: 'html',
        language: 'en',
        disclosure: 'internal',
        path: '',
        replace: false,
        names: ['data', 'audit']
      },
      expect.any(Function)
    );
  });

  it('should name nothing where no record tells what is in memory', async () => {
    const asked = notebook({ standing: () => Promise.resolve({ ...STANDING, names: null }) });
    await new Export(WISH, asked, trans).start();
    const [question] = asked.ask.mock.calls[0] as unknown as [object];
    expect('names' in question).toBe(false);
  });

  it('should name what a step gathered behind what is in memory', async () => {
    const gathers = { ...STANDING, names: ['one'], gathered: ['gathered', 'sign_off'] };
    const asked = notebook({ standing: () => Promise.resolve(gathers) });
    await new Export(WISH, asked, trans).start();
    expect(asked.ask.mock.calls[0]?.[0]).toMatchObject({ names: ['one', 'gathered', 'sign_off'] });
  });

  it('should run what is not up to date first, from above, and look again', async () => {
    const asked = notebook();
    const model = new Export({ ...WISH, runFirst: true }, asked, trans);
    const phases = recorded(model);
    await model.start();
    expect(asked.run.mock.calls).toEqual([[1], [3]]);
    expect(asked.standing).toHaveBeenCalledTimes(2);
    expect(phases.slice(1, 3)).toEqual([
      { is: 'running', step: 1, of: 2, title: 'Step 1' },
      { is: 'running', step: 2, of: 2, title: 'Step 3' }
    ]);
  });

  it('should write nothing when a step fails, and say which', async () => {
    const asked = notebook({ run: () => Promise.resolve(false) });
    const model = new Export({ ...WISH, runFirst: true }, asked, trans);
    await model.start();
    expect(asked.ask).not.toHaveBeenCalled();
    expect(model.phase).toEqual({
      is: 'failed',
      said: 'The step "Step 1" failed, so no report was written. Its cell says why.'
    });
  });

  it("should pass on the kernel's own words, and be tried again", async () => {
    const asked = notebook();
    asked.ask.mockRejectedValueOnce(new KernelRefusalError('No result.\nRun the steps.', 'input'));
    const model = new Export(WISH, asked, trans);
    await model.start();
    expect(model.phase).toEqual({ is: 'failed', said: 'No result.\nRun the steps.' });
    await model.start();
    expect(model.phase.is).toBe('done');
  });

  it('should log what nobody can act on', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const asked = notebook({ ask: () => Promise.resolve({}) });
    const model = new Export(WISH, asked, trans);
    await model.start();
    expect(model.phase).toEqual({
      is: 'failed',
      said: 'The report could not be written. The console of the browser says why.'
    });
    expect(logged).toHaveBeenCalledOnce();
  });

  it('should interrupt what runs for it when it is cancelled, and forget what comes of it', async () => {
    let finish: (answer: typeof ANSWER) => void = () => undefined;
    const asked = notebook({ ask: () => new Promise(resolve => (finish = resolve)) });
    const model = new Export(WISH, asked, trans);
    const started = model.start();
    await vi.waitFor(() => expect(model.phase.is).toBe('writing'));
    model.cancel();
    finish(ANSWER);
    await started;
    expect(asked.interrupt).toHaveBeenCalledOnce();
    expect(model.phase).toEqual({ is: 'cancelled' });
  });

  it('should not interrupt what runs for a person when it is cancelled', async () => {
    const asked = notebook({
      idle: signal => new Promise(resolve => signal.addEventListener('abort', () => resolve()))
    });
    const model = new Export(WISH, asked, trans);
    const started = model.start();
    model.cancel();
    await started;
    expect(asked.interrupt).not.toHaveBeenCalled();
    expect(asked.ask).not.toHaveBeenCalled();
    expect(model.phase).toEqual({ is: 'cancelled' });
  });

  it('should leave a report that is done alone', async () => {
    const asked = notebook();
    const model = new Export(WISH, asked, trans);
    await model.start();
    model.cancel();
    expect(model.phase.is).toBe('done');
    expect(asked.interrupt).not.toHaveBeenCalled();
  });
});
