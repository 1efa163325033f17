import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it, vi } from 'vitest';

import { KernelLacksPackageError, KernelRefusalError } from '../../src/errors';
import { GuidedKernel, type ISession } from '../../src/guide/kernel';
import { answers, KERNEL, notebook } from './fakes';

const trans = nullTranslator.load('workbench');

function meet(by: Record<string, unknown> = {}) {
  const fake = notebook([]);
  const ask = answers(by);
  const kernel = new GuidedKernel(fake.sessionContext as unknown as ISession, trans, ask);
  const asked = () => ask.mock.calls.map(([, question]) => question.ask);
  return { ...fake, ask, asked, met: kernel };
}

const settled = () => new Promise(resolve => setTimeout(resolve, 0));

describe('GuidedKernel', () => {
  it('should ask nothing of a kernel whose notebook has no steps', async () => {
    const { asked, become } = meet();
    become('idle');
    await settled();
    expect(asked()).toEqual([]);
  });

  it('should greet it once, and learn of the study', async () => {
    const kept = [{ stage: 'fitted', name: 'main', fingerprint: 'result:1', state: 'fresh' }, 'no'];
    const overruled = [{ code: 'WB203', scope: '', reason: 'Known.', by: '' }, { code: 1 }];
    const { met, asked, become } = meet({ study: { kept, overruled } });
    met.begin();
    met.begin();
    await settled();
    become('busy');
    become('idle');
    await settled();
    expect(asked()).toEqual(['hello', 'study']);
    expect(met.id).toBe(KERNEL);
    expect(met.trouble).toBeNull();
    expect(met.study).toEqual({
      kept: [{ stage: 'fitted', name: 'main', fingerprint: 'result:1' }],
      overruled: [{ code: 'WB203', scope: '', reason: 'Known.' }]
    });
  });

  it('should wait until it has time', async () => {
    const { met, asked, kernel, become } = meet();
    kernel.status = 'busy';
    met.begin();
    met.askStudy();
    await settled();
    expect(asked()).toEqual([]);
    become('idle');
    await settled();
    expect(asked()).toEqual(['hello', 'study']);
  });

  it('should ask for the study once, however often it is told to', async () => {
    const { met, asked, become } = meet();
    met.begin();
    await settled();
    become('busy');
    met.askStudy();
    met.askStudy();
    become('idle');
    await settled();
    expect(asked()).toEqual(['hello', 'study', 'study']);
  });

  it('should greet a process anew after a restart, and forget the one before at once', async () => {
    const { met, asked, become } = meet();
    met.begin();
    await settled();
    become('restarting');
    expect(met.id).toBe('');
    become('idle');
    await settled();
    expect(asked()).toEqual(['hello', 'study', 'hello', 'study']);
    expect(met.id).toBe(KERNEL);
  });

  it('should not take the answer of a process that is gone for that of the new one', async () => {
    let answer: (value: Record<string, unknown>) => void = () => undefined;
    const { met, ask, become } = meet();
    ask.mockImplementationOnce(() => new Promise(resolve => (answer = resolve)));
    met.begin();
    await settled();
    become('restarting');
    answer({ kernel: 'ffffffffffffffff' });
    await settled();
    expect(met.id).toBe('');
  });

  it('should say how to install what the kernel lacks, and ask again when told to', async () => {
    const { met, ask, become } = meet({ hello: new KernelLacksPackageError() });
    met.begin();
    await settled();
    expect(met.trouble).toEqual({
      said: 'The kernel of this notebook has no Workbench. Run "%pip install notebook-workbench" in a cell and restart the kernel.',
      canAskAgain: true
    });
    become('busy');
    become('idle');
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
    met.askAgain();
    await settled();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('should ask nothing of a kernel that speaks another language', async () => {
    const { met, asked, kernel } = meet();
    kernel.info = Promise.resolve({ language_info: { name: 'R' } });
    met.begin();
    await settled();
    expect(asked()).toEqual([]);
    expect(met.trouble?.said).toMatch('does not speak Python');
    expect(met.trouble?.canAskAgain).toBe(false);
  });

  it('should pass on the words of a refusal, but not that it is busy', async () => {
    const damaged = meet({ study: new KernelRefusalError('study.toml is damaged.', 'input') });
    damaged.met.begin();
    await settled();
    expect(damaged.met.trouble).toEqual({ said: 'study.toml is damaged.', canAskAgain: true });
    expect(damaged.met.id).toBe(KERNEL);
    const busy = meet({ study: new KernelRefusalError('Another question.', 'busy') });
    busy.met.begin();
    await settled();
    expect(busy.met.trouble).toBeNull();
  });

  it('should write what nobody can act on to the console', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { met } = meet({ hello: new Error('odd') });
    met.begin();
    await settled();
    expect(met.trouble?.said).toBe('The kernel does not answer. Restart it and ask again.');
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });

  it('should say that there is no kernel', async () => {
    const { met, sessionContext, kernel } = meet();
    met.begin();
    await settled();
    kernel.status = 'dead';
    expect(met.trouble?.said).toMatch('No kernel is running');
    sessionContext.session = null; // another one is being started
    expect(met.trouble).toBeNull();
    sessionContext.hasNoKernel = true;
    expect(met.trouble?.said).toMatch('No kernel is running');
  });

  it('should hear nothing after it was disposed of', async () => {
    const { met, asked, become } = meet();
    met.dispose();
    met.begin();
    become('idle');
    await settled();
    expect(asked()).toEqual([]);
  });
});
