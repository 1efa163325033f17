/** What the health page says, as plain data: the page and the text that is copied are made of it. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFolder, IHealth, IKernel } from './api';

/** What this side knows by itself. */
export interface IHere {
  readonly extension: string;
  readonly jupyterlab: string;
}

export interface IVersion {
  readonly name: string;
  readonly version: string;
}

/** The distribution that the server part and the kernels have. */
const PACKAGE = 'notebook-workbench';

/** The versions of the parts, ours first. */
export function versionsOf(
  { versions, server }: IHealth,
  { extension, jupyterlab }: IHere,
  trans: TranslationBundle
): readonly IVersion[] {
  const { [PACKAGE]: ours = '', jupyterlab: installed = '', ...others } = versions;
  return [
    { name: trans.__('Workbench in the browser'), version: extension },
    { name: trans.__('Workbench on the server'), version: ours },
    { name: trans.__('JupyterLab'), version: jupyterlab || installed },
    { name: trans.__('Python of the server'), version: server['python'] ?? '' },
    { name: trans.__('System'), version: server['system'] ?? '' },
    ...Object.entries(others).map(([name, version]) => ({ name, version }))
  ].filter(({ version }) => version !== '');
}

/** What is wrong with all of it and what to do; nothing where all is well. */
export function troublesOf(
  { versions, kernels, folders, problems }: IHealth,
  { extension }: IHere,
  trans: TranslationBundle
): readonly string[] {
  const ours = versions[PACKAGE] ?? '';
  const n_problems = problems.length;
  const troubles: string[] = [];
  if (ours !== '' && ours !== extension) {
    troubles.push(
      trans.__(
        'The browser has version %1 of Workbench, and the server %2. Install one version, start JupyterLab again and reload the page.',
        extension,
        ours
      )
    );
  }
  if (!kernels.some(({ state }) => state === 'ready')) {
    troubles.push(trans.__('No kernel is known to have Workbench. See below how to install it.'));
  }
  if (n_problems > 0) {
    troubles.push(
      trans._n(
        '%1 problem with templates was found. See the folders below.',
        '%1 problems with templates were found. See the folders below.',
        n_problems
      )
    );
  } else if (!folders.some(({ n_templates }) => n_templates > 0)) {
    troubles.push(trans.__('No folder has a template. Install Workbench anew.'));
  }
  return troubles;
}

/** Problems that stand at no folder. */
export function otherProblems({ folders, problems }: IHealth): readonly string[] {
  const told = new Set(folders.flatMap(folder => folder.problems));
  return problems.filter(problem => !told.has(problem));
}

/** How a kernel is, in words and with a mark: never a colour alone. */
export function tellKernel({ state }: IKernel, trans: TranslationBundle): string {
  switch (state) {
    case 'ready':
      return trans.__('✓ has Workbench');
    case 'missing':
      return trans.__('▲ lacks Workbench');
    case 'other':
      return trans.__('▲ has another version');
    case 'clash':
      return trans.__('▲ has another package of that name');
    case 'silent':
      return trans.__('▲ does not answer');
    case 'other_language':
      return trans.__('– no Python');
    default:
      return trans.__('◌ not known');
  }
}

export function tellFolder({ n_templates }: IFolder, trans: TranslationBundle): string {
  return trans._n('%1 template', '%1 templates', n_templates);
}

/** The package that others have published as `workbench`. */
export function tellClash(trans: TranslationBundle): string {
  return trans.__(
    'The package "workbench" on PyPI is by someone else and hides ours. Install "notebook-workbench", and never both.'
  );
}
