import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { parseHealth } from '../../src/health/api';
import { tellKernel, troublesOf, versionsOf } from '../../src/health/facts';
import { healthText, withoutHomes } from '../../src/health/text';
import { VERSION } from '../../src/version';
import manifest from '../../package.json';
import { HEALTH } from './health';

const trans = nullTranslator.load('workbench');
const here = { extension: '0.1.0', jupyterlab: '4.6.6' };

describe('VERSION', () => {
  it('should be that of the package', () => {
    expect(VERSION).toBe(manifest.version);
  });
});

describe('healthText', () => {
  it('should say all that the page says, in Markdown', () => {
    expect(healthText(parseHealth(HEALTH), here, trans)).toBe(
      `### Versions

- Workbench in the browser: 0.1.0
- Workbench on the server: 0.1.0
- JupyterLab: 4.6.6
- Python of the server: 3.11.7
- System: Linux x86_64
- ipykernel: 7.4.0

### Template folders

- Workbench (~/lib/workbench/templates/library): 8 templates
- Folder bank (~/templates): 1 template
  - broken.ipynb is no notebook. Save it again in JupyterLab.
- The folder 'gone', named in WORKBENCH_TEMPLATES, is not there. Make it, or take it out of there.

### Templates

- 00-first-report 0.1.0 (Workbench)

### Kernels

- Python 3 (python3): ✓ has Workbench 0.1.0, Python 3.11.7
- Old (old): ▲ lacks Workbench, Python 3.9.2
  - It does not have the workbench. Run in a cell of that kernel: %pip install notebook-workbench==0.1.0, then restart the kernel.
- R (ir): – no Python
  - It runs no Python; templates need it.
`
    );
  });
});

describe('withoutHomes', () => {
  it.each([
    ['/home/ada/x', '~/x'],
    ['/Users/Ada Lovelace/x', '~ Lovelace/x'],
    ['C:\\Users\\ada\\x', '~\\x'],
    ['c:/Users/ada', '~'],
    ['/root/x and /root', '~/x and ~'],
    ['/opt/rooted/x', '/opt/rooted/x'],
    ["No such file: '/home/ada'", "No such file: '~'"]
  ])('should name nobody: %s', (text, without) => {
    expect(withoutHomes(text)).toBe(without);
  });
});

describe('troublesOf', () => {
  const troubles = (change: object, side = here) =>
    troublesOf(parseHealth({ ...HEALTH, ...change }), side, trans);

  it('should say nothing where all is well', () => {
    expect(troubles({ problems: [] })).toEqual([]);
  });

  it('should say how many templates are not offered', () => {
    expect(troubles({})).toEqual(['2 problems with templates were found. See the folders below.']);
  });

  it('should say that the two sides are not of one version', () => {
    expect(troubles({ problems: [] }, { ...here, extension: '0.2.0' })).toEqual([
      'The browser has version 0.2.0 of Workbench, and the server 0.1.0. Install one version, start JupyterLab again and reload the page.'
    ]);
  });

  it('should say that no kernel can be used, and that nothing is there to use', () => {
    expect(troubles({ problems: [], kernels: [], folders: [] })).toEqual([
      'No kernel is known to have Workbench. See below how to install it.',
      'No folder has a template. Install Workbench anew.'
    ]);
  });
});

describe('tellKernel', () => {
  it.each([
    ['other', '▲ has another version'],
    ['clash', '▲ has another package of that name'],
    ['silent', '▲ does not answer'],
    ['unknown', '◌ not known'],
    ['of a newer server', '◌ not known']
  ])('should say how a kernel is: %s', (state, words) => {
    const kernel = { name: 'k', title: 'K', state, python: '', version: '', said: '' };
    expect(tellKernel(kernel, trans)).toBe(words);
  });
});

describe('parseHealth', () => {
  it('should refuse another schema', () => {
    expect(() => parseHealth({ schema: 'workbench.health/2' })).toThrow(
      'Expected the schema workbench.health/1, got "workbench.health/2".'
    );
  });

  it('should take what is there, whatever else is', () => {
    const health = parseHealth({
      schema: 'workbench.health/1',
      versions: { a: 1, jupyterlab: '4.4.0' },
      folders: [null, {}],
      kernels: 'none',
      problems: 'one'
    });
    expect(health).toEqual({
      versions: { jupyterlab: '4.4.0' },
      server: {},
      folders: [{ path: '', source: '', n_templates: 0, problems: [] }],
      templates: [],
      problems: ['one'],
      kernels: []
    });
    expect(versionsOf(health, { extension: '0.1.0', jupyterlab: '' }, trans)).toEqual([
      { name: 'Workbench in the browser', version: '0.1.0' },
      { name: 'JupyterLab', version: '4.4.0' }
    ]);
  });
});
