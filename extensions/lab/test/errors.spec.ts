import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import {
  CannotBeFilledError,
  explain,
  KernelLacksPackageError,
  KernelRefusalError,
  MalformedAnswerError,
  NoPythonKernelError,
  ServerPartMissingError,
  TemplateGoneError
} from '../src/errors';

const trans = nullTranslator.load('workbench');
const refusal = (status: number) =>
  new ServerConnection.ResponseError(new Response('', { status }), 'refused');

describe('explain', () => {
  it.each([
    [
      new ServerPartMissingError(''),
      'The server part of Workbench is not running. Run "jupyter server extension enable workbench" and start JupyterLab again.'
    ],
    [
      new TemplateGoneError('50-audit-bias'),
      'The template "50-audit-bias" is no longer on the server. Reload the page to see which templates there are.'
    ],
    [
      new NoPythonKernelError(''),
      'There is no Python kernel to run the notebook with. Run "pip install ipykernel" and reload the page.'
    ],
    [
      new KernelLacksPackageError(),
      'The kernel of this notebook has no Workbench. Run "%pip install notebook-workbench" in a cell and restart the kernel.'
    ],
    [
      new CannotBeFilledError(null),
      'The template has not exactly one cell tagged "parameters". Tell whoever wrote it to run "workbench templates check".'
    ],
    [
      new CannotBeFilledError('seed'),
      'The template does not set "seed" alone on a line. Tell whoever wrote it to run "workbench templates check".'
    ],
    [
      new KernelRefusalError('There is no such file.\nName one.', 'input'),
      'There is no such file.\nName one.'
    ],
    [
      new ServerConnection.NetworkError(new TypeError('Failed to fetch')),
      'The Jupyter server does not answer. Check that it is still running.'
    ],
    [
      refusal(403),
      'This folder cannot be written to. Open another folder in the file browser and try again.'
    ]
  ])('should say what to do about %s', (reason, words) => {
    expect(explain(reason, trans)).toBe(words);
  });

  it.each([new MalformedAnswerError('Expected JSON.'), refusal(500), new Error('other'), 'text'])(
    'should leave %s to the console',
    reason => {
      expect(explain(reason, trans)).toBeNull();
    }
  );
});
