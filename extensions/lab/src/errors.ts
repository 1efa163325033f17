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

/** The Python of the notebook's kernel has no Workbench, or one that is too old to be asked. */
export class KernelLacksPackageError extends Error {
  override readonly name = 'KernelLacksPackageError';
}

/** The kernel of the notebook speaks another language than Python. */
export class KernelNotPythonError extends Error {
  override readonly name = 'KernelNotPythonError';
}

/** The notebook has not one cell of parameters, or does not set one of them alone on a line. */
export class CannotBeFilledError extends Error {
  override readonly name = 'CannotBeFilledError';

  constructor(
    /** The parameter that is not set; `null` where the cell itself is not there. */
    readonly parameter: string | null
  ) {
    super(parameter === null ? "Not one cell tagged 'parameters'." : `'${parameter}' is not set.`);
  }
}

/** The kernel says in words why it does not do what it was asked. */
export class KernelRefusalError extends Error {
  override readonly name = 'KernelRefusalError';

  constructor(
    /** What is wrong and what to do, for the person. */
    readonly said: string,
    /** `version`, `input`, `busy` or `internal`. */
    readonly problem: string
  ) {
    super(said);
  }
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
  if (reason instanceof KernelLacksPackageError) {
    return trans.__(
      'The kernel of this notebook has no Workbench. Run "%pip install notebook-workbench" in a cell and restart the kernel.'
    );
  }
  if (reason instanceof KernelNotPythonError) {
    return trans.__(
      'The kernel of this notebook does not speak Python. Choose a Python kernel in the menu Kernel, Change Kernel.'
    );
  }
  if (reason instanceof CannotBeFilledError) {
    return reason.parameter === null
      ? trans.__(
          'The template has not exactly one cell tagged "parameters". Tell whoever wrote it to run "workbench templates check".'
        )
      : trans.__(
          'The template does not set "%1" alone on a line. Tell whoever wrote it to run "workbench templates check".',
          reason.parameter
        );
  }
  if (reason instanceof KernelRefusalError) {
    return reason.said; // the kernel's own words
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
