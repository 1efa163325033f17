import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

/** The server runs without the `workbench` server extension. */
export class ServerPartMissingError extends Error {
  override readonly name = 'ServerPartMissingError';
}

/** The template was listed, and is there no more. */
export class TemplateGoneError extends Error {
  override readonly name = 'TemplateGoneError';

  constructor(readonly id: string) {
    super(`No template '${id}'.`);
  }
}

/** The server answered, but not in the form that this extension understands. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

/** None of the kernels of the server speaks Python. */
export class NoPythonKernelError extends Error {
  override readonly name = 'NoPythonKernelError';
}

/**
 * What a person can do about a failure, in plain words; `null` where there is nothing to do but
 * read the browser's console.
 */
export function explain(reason: unknown, trans: TranslationBundle): string | null {
  if (reason instanceof ServerPartMissingError) {
    return trans.__(
      'The server part of Workbench is not running. Run "jupyter server extension enable workbench" and start JupyterLab again.'
    );
  }
  if (reason instanceof TemplateGoneError) {
    return trans.__(
      'The template "%1" is no longer on the server. Reload the page to see which templates there are.',
      reason.id
    );
  }
  if (reason instanceof NoPythonKernelError) {
    return trans.__(
      'There is no Python kernel to run the notebook with. Run "pip install ipykernel" and reload the page.'
    );
  }
  if (reason instanceof ServerConnection.NetworkError) {
    return trans.__('The Jupyter server does not answer. Check that it is still running.');
  }
  if (reason instanceof ServerConnection.ResponseError && reason.response.status === 403) {
    return trans.__(
      'This folder cannot be written to. Open another folder in the file browser and try again.'
    );
  }
  return null;
}
