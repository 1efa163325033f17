/**
 * What the extension asks of a notebook's kernel, where the person's data are. A question is run as
 * code that leaves no name behind and does not count as a cell; progress and the answer come back as
 * displays of their own.
 */
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { PromiseDelegate } from '@lumino/coreutils';

import { KernelLacksPackageError, KernelRefusalError, MalformedAnswerError } from '../errors';

export const SCHEMA = 'workbench.bridge/1';
export const MIME = 'application/vnd.workbench.bridge+json';

/** A question: what is asked, and what has to be known for it. */
export interface IQuestion {
  readonly ask: string;
  readonly [name: string]: unknown;
}

/** How far an answer that takes a while has come. */
export interface IProgress {
  /** Between 0 and 1. */
  readonly progress: number;
  readonly said: string;
}

export type Answer = Readonly<Record<string, unknown>>;

/** What of a kernel is needed to ask it. */
export type Asked = Pick<Kernel.IKernelConnection, 'requestExecute'>;

/**
 * Ask a kernel, and return its answer.
 *
 * @throws KernelLacksPackageError if the kernel's Python has no Workbench, or one without a bridge.
 * @throws KernelRefusalError if it says, in words, why it does not answer.
 * @throws MalformedAnswerError if what it says is not in the form that this extension understands.
 */
export async function askKernel(
  kernel: Asked,
  question: IQuestion,
  onProgress: (so_far: IProgress) => void = () => undefined
): Promise<Answer> {
  const answered = new PromiseDelegate<Answer>();
  answered.promise.catch(() => undefined); // told below, once the kernel is done
  let wrong: string | null = null;
  const future = kernel.requestExecute(
    {
      code: codeOf(question),
      silent: false,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false
    },
    true
  );
  future.onIOPub = message => {
    const said = messageIn(message);
    if (said === null) {
      return;
    }
    if (isProgress(said)) {
      onProgress(said);
    } else {
      settle(answered, said);
    }
  };
  const { content } = await future.done;
  if (content.status === 'error') {
    wrong = content.ename;
  }
  if (wrong === 'ModuleNotFoundError' || wrong === 'ImportError') {
    throw new KernelLacksPackageError();
  }
  answered.reject(new MalformedAnswerError(wrong ?? 'The kernel gave no answer.'));
  return answered.promise;
}

/** The code that asks; base64, so that no text of a person can become code. */
export function codeOf(question: IQuestion): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ schema: SCHEMA, ...question }));
  const text = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  return `__import__("workbench.bridge", fromlist=["answer"]).answer("${text}")`;
}

function messageIn(message: KernelMessage.IIOPubMessage): Record<string, unknown> | null {
  if (message.header.msg_type !== 'display_data') {
    return null;
  }
  const { data } = message.content as KernelMessage.IDisplayDataMsg['content'];
  const said: unknown = data[MIME];
  return typeof said === 'object' && said !== null && !Array.isArray(said)
    ? (said as Record<string, unknown>)
    : null;
}

function isProgress(said: object): said is IProgress {
  const { progress, said: words } = said as Partial<IProgress>;
  return typeof progress === 'number' && typeof words === 'string';
}

function settle(answered: PromiseDelegate<Answer>, said: Record<string, unknown>): void {
  if (said['schema'] !== SCHEMA) {
    answered.reject(new MalformedAnswerError(`Expected the schema ${SCHEMA}.`));
  } else if (said['ok'] === true) {
    answered.resolve(said);
  } else {
    const { problem, said: words } = said;
    answered.reject(
      typeof words === 'string'
        ? new KernelRefusalError(words, typeof problem === 'string' ? problem : 'internal')
        : new MalformedAnswerError('The kernel refused without a word.')
    );
  }
}
