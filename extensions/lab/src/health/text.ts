/** The health page as Markdown, for a bug report: no names of people, no data. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IHealth } from './api';
import { otherProblems, tellFolder, tellKernel, versionsOf, type IHere } from './facts';

/** A folder of a person, wherever a system keeps those. */
const HOMES =
  /(?:\/(?:home|Users|export\/home)|[A-Za-z]:[\\/]+Users)[\\/]+[^\\/\s"'`<>|:]+|\/root(?=[\\/\s"'`]|$)/g;

export function healthText(health: IHealth, here: IHere, trans: TranslationBundle): string {
  const lines = [
    `### ${trans.__('Versions')}`,
    '',
    ...versionsOf(health, here, trans).map(({ name, version }) => `- ${name}: ${version}`),
    '',
    `### ${trans.__('Template folders')}`,
    '',
    ...health.folders.flatMap(folder => [
      `- ${folder.source} (${folder.path}): ${tellFolder(folder, trans)}`,
      ...folder.problems.map(problem => `  - ${inOneLine(problem)}`)
    ]),
    ...otherProblems(health).map(problem => `- ${inOneLine(problem)}`),
    '',
    `### ${trans.__('Templates')}`,
    '',
    ...health.templates.map(({ id, version, source }) => `- ${id} ${version} (${source})`),
    '',
    `### ${trans.__('Kernels')}`,
    '',
    ...health.kernels.flatMap(kernel => [
      `- ${kernel.title} (${kernel.name}): ${tellKernel(kernel, trans)}` +
        `${kernel.version && ` ${kernel.version}`}${kernel.python && `, Python ${kernel.python}`}`,
      ...(kernel.said === '' ? [] : [`  - ${inOneLine(kernel.said)}`])
    ])
  ];
  return `${withoutHomes(lines.join('\n'))}\n`;
}

/** A text without the names of people in paths. */
export function withoutHomes(text: string): string {
  return text.replace(HOMES, '~');
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
