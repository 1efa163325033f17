import type { INotebookContent } from '@jupyterlab/nbformat';
import type { KernelSpec } from '@jupyterlab/services';
import { describe, expect, it, vi } from 'vitest';

import { chooseKernel, createNotebook, freeName, type IWorkplace } from '../../src/gallery/create';
import { NoPythonKernelError } from '../../src/errors';
import { NOTEBOOK } from '../server';

const content: INotebookContent = NOTEBOOK;

function specs(languages: Record<string, string>, byDefault: string): KernelSpec.ISpecModels {
  const kernelspecs = Object.fromEntries(
    Object.entries(languages).map(([name, language]) => [name, { name, language }])
  );
  return { default: byDefault, kernelspecs } as KernelSpec.ISpecModels;
}

/** A folder in memory that treats names as the server does: it numbers drafts and refuses clashes. */
function workplace(names: string[]) {
  const files = new Map(names.map(name => [`work/${name}`, 'someone else’s']));
  const contents = {
    get: vi.fn(() => Promise.resolve({ content: names.map(name => ({ name })) })),
    newUntitled: vi.fn(() => Promise.resolve({ path: 'work/Untitled.ipynb' })),
    save: vi.fn((path: string) => Promise.resolve(files.set(path, 'ours'))),
    rename: vi.fn((from: string, path: string) => {
      if (files.has(path)) {
        return Promise.reject(new Error(`File already exists: ${path}`));
      }
      files.delete(from);
      files.set(path, 'ours');
      return Promise.resolve({ path });
    }),
    delete: vi.fn((path: string) => Promise.resolve(void files.delete(path)))
  };
  const openOrReveal = vi.fn();
  const place = {
    contents,
    kernelspecs: { ready: Promise.resolve(), specs: specs({ python3: 'python' }, 'python3') },
    documents: { openOrReveal }
  };
  return { files, contents, openOrReveal, place: place as unknown as IWorkplace };
}

describe('freeName', () => {
  it.each([
    ['00-first-report', [], 'first-report.ipynb'],
    ['audit-bias', [], 'audit-bias.ipynb'],
    ['00', [], '00.ipynb'],
    ['00-', [], '00-.ipynb'],
    ['00-first-report', ['first-report.ipynb'], 'first-report-1.ipynb'],
    ['00-first-report', ['first-report-1.ipynb'], 'first-report.ipynb'],
    [
      '00-first-report',
      ['first-report.ipynb', 'first-report-1.ipynb', 'first-report-3.ipynb'],
      'first-report-2.ipynb'
    ]
  ])('should name %s beside %j', (id, taken, name) => {
    expect(freeName(id, new Set(taken))).toBe(name);
  });
});

describe('chooseKernel', () => {
  const named = NOTEBOOK.metadata;

  it('should take the kernel that the template names', () => {
    expect(chooseKernel(specs({ r: 'R', conda: 'python', python3: 'python' }, 'r'), named)).toBe(
      'python3'
    );
  });

  it('should take the default where the named one is not installed', () => {
    expect(chooseKernel(specs({ a: 'python', conda: 'python' }, 'conda'), named)).toBe('conda');
  });

  it('should take any Python before a default in another language', () => {
    expect(chooseKernel(specs({ r: 'R', conda: 'python' }, 'r'), {})).toBe('conda');
  });

  it('should not take a kernel of that name in another language', () => {
    expect(chooseKernel(specs({ python3: 'coconut', conda: 'python' }, 'python3'), named)).toBe(
      'conda'
    );
  });

  it('should refuse where no kernel speaks Python', () => {
    expect(() => chooseKernel(specs({ r: 'R', julia: 'julia' }, 'r'), named)).toThrow(
      new NoPythonKernelError('No Python among the kernels r, julia.')
    );
    expect(() => chooseKernel(null, named)).toThrow(NoPythonKernelError);
  });
});

describe('createNotebook', () => {
  it('should save under a free name and open it with the kernel named', async () => {
    const { files, openOrReveal, place } = workplace(['first-report.ipynb']);
    await createNotebook('00-first-report', content, 'work', place);
    expect([...files]).toEqual([
      ['work/first-report.ipynb', 'someone else’s'],
      ['work/first-report-1.ipynb', 'ours']
    ]);
    expect(openOrReveal).toHaveBeenCalledExactlyOnceWith('work/first-report-1.ipynb', 'Notebook', {
      name: 'python3'
    });
  });

  it('should leave a file alone that appears after the folder was listed', async () => {
    const { files, contents, openOrReveal, place } = workplace([]);
    contents.get.mockImplementation(() => {
      files.set('work/first-report.ipynb', 'someone else’s');
      return Promise.resolve({ content: [] });
    });
    await expect(createNotebook('00-first-report', content, 'work', place)).rejects.toThrow(
      'File already exists: work/first-report.ipynb'
    );
    expect([...files]).toEqual([['work/first-report.ipynb', 'someone else’s']]);
    expect(openOrReveal).not.toHaveBeenCalled();
  });

  it('should give the first reason when the draft cannot be removed either', async () => {
    const { contents, place } = workplace([]);
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const second = new Error('Read-only');
    contents.save.mockRejectedValue(new Error('Disk full'));
    contents.delete.mockRejectedValue(second);
    await expect(createNotebook('00-first-report', content, 'work', place)).rejects.toThrow(
      'Disk full'
    );
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      '[workbench] Could not remove work/Untitled.ipynb',
      second
    );
  });

  it('should write nothing where there is no Python to run it', async () => {
    const { contents, place } = workplace([]);
    const without = { ...place, kernelspecs: { ready: Promise.resolve(), specs: null } };
    await expect(createNotebook('00-first-report', content, 'work', without)).rejects.toThrow(
      NoPythonKernelError
    );
    expect(contents.newUntitled).not.toHaveBeenCalled();
  });
});
