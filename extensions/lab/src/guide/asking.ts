/** What the guide asks a kernel: who it is, and how it stands with the study. Read with care. */
import type { Kernel } from '@jupyterlab/services';

import { KernelNotPythonError } from '../errors';
import { askKernel, type Answer, type Asked, type IQuestion } from '../kernel/bridge';
import type { IStudyKnown } from './steps';

/** The protocol that this extension speaks. */
export const PROTOCOL = 1;

/** What of a kernel is needed. */
export type IGreeted = Asked & Pick<Kernel.IKernelConnection, 'info'>;

/** Asks a kernel something; tests give their own. */
export type Ask = (kernel: Asked, question: IQuestion) => Promise<Answer>;

/**
 * Greet a kernel, which records its cells from then on; returns the process as records name it.
 *
 * @throws KernelNotPythonError if it speaks another language: it is not asked at all.
 */
export async function greet(kernel: IGreeted, ask: Ask = askKernel): Promise<string> {
  const info = await kernel.info;
  if (info.language_info.name !== 'python') {
    throw new KernelNotPythonError();
  }
  const { kernel: id } = await ask(kernel, { ask: 'hello', protocol: PROTOCOL });
  return typeof id === 'string' ? id : '';
}

/** What the study of a notebook holds; an empty one where there is none yet. */
export async function askStudy(kernel: Asked, ask: Ask = askKernel): Promise<IStudyKnown> {
  const { kept, overruled } = await ask(kernel, { ask: 'study' });
  return {
    kept: objects(kept).flatMap(({ stage, name, fingerprint }) =>
      isText(stage) && isText(name) && isText(fingerprint) ? [{ stage, name, fingerprint }] : []
    ),
    overruled: objects(overruled).flatMap(({ code, scope, reason }) =>
      isText(code) && isText(scope) && isText(reason) ? [{ code, scope, reason }] : []
    )
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function objects(value: unknown): readonly Record<string, unknown>[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null
  );
}
