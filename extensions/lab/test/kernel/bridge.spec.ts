import type { KernelMessage } from '@jupyterlab/services';
import { describe, expect, it, vi } from 'vitest';

import {
  KernelLacksPackageError,
  KernelRefusalError,
  MalformedAnswerError
} from '../../src/errors';
import {
  askKernel,
  codeOf,
  MIME,
  SCHEMA,
  type Asked,
  type IProgress
} from '../../src/kernel/bridge';

/** A kernel that displays what it is told, then ends. */
function kernel(displays: readonly unknown[], ename: string | null = null) {
  const requestExecute = vi.fn(() => {
    const future = {
      onIOPub: (() => undefined) as (message: unknown) => void,
      done: Promise.resolve().then(() => {
        for (const said of displays) {
          future.onIOPub({
            header: { msg_type: 'display_data' },
            content: { data: { [MIME]: said } }
          });
        }
        return { content: ename === null ? { status: 'ok' } : { status: 'error', ename } };
      })
    };
    return future;
  });
  return { requestExecute } as unknown as Asked & { requestExecute: typeof requestExecute };
}

const decoded = (code: string): unknown => {
  const text = /\.answer\("([A-Za-z0-9+/=]+)"\)$/.exec(code)?.[1] ?? '';
  return JSON.parse(Buffer.from(text, 'base64').toString('utf-8'));
};

describe('askKernel', () => {
  it('should return the answer after any progress', async () => {
    const heard: IProgress[] = [];
    const asked = kernel([
      { progress: 0.5, said: 'Half' },
      { schema: SCHEMA, ok: true, version: '0.1.0' }
    ]);
    const answer = await askKernel(asked, { ask: 'hello' }, one => heard.push(one));
    expect(answer).toEqual({ schema: SCHEMA, ok: true, version: '0.1.0' });
    expect(heard).toEqual([{ progress: 0.5, said: 'Half' }]);
  });

  it('should ask in a way that counts as no cell', async () => {
    const asked = kernel([{ schema: SCHEMA, ok: true }]);
    await askKernel(asked, { ask: 'hello', protocol: 1 });
    const [content] = asked.requestExecute.mock.calls[0] as unknown as [
      KernelMessage.IExecuteRequestMsg['content']
    ];
    expect(content).toMatchObject({ silent: false, store_history: false, allow_stdin: false });
    expect(decoded(content.code)).toEqual({ schema: SCHEMA, ask: 'hello', protocol: 1 });
  });

  it('should carry any text, and no text as code', () => {
    const path = '"); import os; os.remove("数据 😀\u2028\n\\';
    const code = codeOf({ ask: 'columns', path });
    expect(code).toMatch(
      /^__import__\("workbench\.bridge", fromlist=\["answer"\]\)\.answer\("[\w+/=]+"\)$/
    );
    expect(decoded(code)).toEqual({ schema: SCHEMA, ask: 'columns', path });
  });

  it('should pass on why the kernel refuses', async () => {
    const asked = kernel([{ schema: SCHEMA, ok: false, problem: 'input', said: 'No such file.' }]);
    const refused = await askKernel(asked, { ask: 'columns' }).catch((reason: unknown) => reason);
    expect(refused).toBeInstanceOf(KernelRefusalError);
    expect(refused).toMatchObject({ said: 'No such file.', problem: 'input' });
  });

  it.each(['ModuleNotFoundError', 'ImportError'])(
    'should tell %s from other errors',
    async name => {
      await expect(askKernel(kernel([], name), { ask: 'hello' })).rejects.toBeInstanceOf(
        KernelLacksPackageError
      );
    }
  );

  it.each([
    ['an error of another kind', [], 'AttributeError', 'AttributeError'],
    ['no answer', [], null, 'The kernel gave no answer.'],
    [
      'an answer of another schema',
      [{ schema: 'x', ok: true }],
      null,
      `Expected the schema ${SCHEMA}.`
    ],
    [
      'a refusal without words',
      [{ schema: SCHEMA, ok: false }],
      null,
      'The kernel refused without a word.'
    ]
  ])('should not take %s for an answer', async (_, displays, ename, said) => {
    await expect(askKernel(kernel(displays, ename), { ask: 'hello' })).rejects.toEqual(
      new MalformedAnswerError(said)
    );
  });

  it('should overlook what is displayed beside the answer', async () => {
    const asked = kernel(['text', null, [1], { schema: SCHEMA, ok: true, n: 1 }]);
    expect(await askKernel(asked, { ask: 'hello' })).toMatchObject({ n: 1 });
  });
});
