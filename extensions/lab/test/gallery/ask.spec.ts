import type { INotebookContent } from '@jupyterlab/nbformat';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { askAndCreate, pathFrom, type IAskOptions } from '../../src/gallery/ask';
import { addFileCommands } from '../../src/gallery/files';
import { Reader, type Sessions } from '../../src/gallery/reader';
import { followShift } from '../../src/gallery/shift';
import { parseTable } from '../../src/gallery/table';
import { MIME, SCHEMA } from '../../src/kernel/bridge';
import { parseCard } from '../../src/templates/card';
import { CommandIDs, type ITemplates } from '../../src/tokens';
import { CARD } from '../server';

const dialog = vi.hoisted(() => ({ showForm: vi.fn(), pickTemplate: vi.fn() }));
vi.mock('../../src/gallery/dialog', () => dialog);

const trans = nullTranslator.load('workbench');
const FILE = {
  name: 'data',
  type: 'file',
  title: 'Data',
  help: 'A table.',
  default: 'example:loans',
  may_be_example: true
};
const SEED = { name: 'seed', type: 'number', title: 'Seed', help: 'It.', default: 7 };
const card = parseCard({ ...CARD, parameters: [FILE, SEED] }, 0);
const content = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'P' } },
  cells: [
    {
      cell_type: 'code',
      source: 'data = "example:loans"  # a table\nseed = 7',
      metadata: { tags: ['parameters'] },
      outputs: [],
      execution_count: null
    }
  ]
} as unknown as INotebookContent;
const ANSWER = { schema: SCHEMA, ok: true, n_rows: 2, counted: 2, columns: [], examples: [] };

/** A session with a kernel that answers when it is let. */
function sessions({ answers = true, status = 'busy' } = {}) {
  const kernel = {
    status,
    interrupt: vi.fn(() => Promise.resolve()),
    requestExecute: vi.fn(() => {
      const future = {
        onIOPub: (() => undefined) as (message: unknown) => void,
        done: answers
          ? Promise.resolve().then(() => {
              const data = { [MIME]: ANSWER };
              future.onIOPub({ header: { msg_type: 'display_data' }, content: { data } });
              return { content: { status: 'ok' } };
            })
          : new Promise(() => undefined)
      };
      return future;
    })
  };
  const session = {
    kernel,
    setPath: vi.fn(() => Promise.resolve()),
    setName: vi.fn(() => Promise.resolve()),
    shutdown: vi.fn(() => Promise.resolve()),
    dispose: vi.fn()
  };
  const startNew = vi.fn<(options: unknown) => Promise<typeof session>>(() =>
    Promise.resolve(session)
  );
  return { startNew, session, kernel, manager: { startNew } as unknown as Sessions };
}

function place(change: Partial<IAskOptions> = {}) {
  const started = sessions();
  const contents = {
    get: vi.fn(() => Promise.resolve({ content: [{ name: 'first-report.ipynb' }] })),
    newUntitled: vi.fn(() => Promise.resolve({ path: 'a/Untitled.ipynb' })),
    save: vi.fn<(path: string, saved: { content: INotebookContent }) => Promise<object>>(() =>
      Promise.resolve({})
    ),
    rename: vi.fn((...[, path]: string[]) => Promise.resolve({ path })),
    delete: vi.fn(() => Promise.resolve())
  };
  const memory = {
    fetch: vi.fn((): Promise<unknown> => Promise.resolve({ seed: 9 })),
    save: vi.fn(() => Promise.resolve())
  };
  const opened = { title: 'the document' };
  const specs = { default: 'python3', kernelspecs: { python3: { language: 'python' } } };
  const options = {
    card,
    content,
    folder: 'a',
    given: {},
    workplace: {
      contents,
      kernelspecs: { ready: Promise.resolve(), specs },
      documents: { openOrReveal: vi.fn(() => opened) }
    },
    sessions: started.manager,
    memory,
    trans,
    browse: vi.fn(() => Promise.resolve('b/mine.csv')),
    ...change
  } as unknown as IAskOptions;
  return { options, contents, memory, opened, ...started };
}

beforeEach(() => {
  dialog.showForm.mockReset().mockResolvedValue(true);
  dialog.pickTemplate.mockReset();
});

describe('askAndCreate', () => {
  it('should fill the notebook in, open it, and leave it the kernel of the form', async () => {
    const { options, contents, memory, opened, session, startNew } = place();
    await expect(askAndCreate(options)).resolves.toBe(opened);
    expect(contents.save.mock.calls[0]![1].content.cells[0]!.source).toBe(
      'data = "example:loans"  # a table\nseed = 9'
    );
    expect(session.setPath).toHaveBeenCalledExactlyOnceWith('a/first-report-1.ipynb');
    expect(session.setName).toHaveBeenCalledExactlyOnceWith('first-report-1.ipynb');
    expect([session.dispose.mock.calls.length, session.shutdown.mock.calls.length]).toEqual([1, 0]);
    expect(memory.save).toHaveBeenCalledExactlyOnceWith('@workbench/lab:form:00-first-report', {
      seed: 9
    });
    const [asked] = startNew.mock.calls[0] as [{ path: string; kernel: object }];
    expect(asked.path).toMatch(/^a\/00-first-report-[0-9a-f-]{36}\.ipynb$/); // nobody's session
    expect(asked.kernel).toEqual({ name: 'python3' });
  });

  it('should propose what was told in the folder, and keep what is told now for the next one', async () => {
    const told = { data: { data: ['mine.csv', 'Frame it'] } };
    const { options, contents, memory } = place();
    memory.fetch.mockImplementation(((key: string) =>
      Promise.resolve(key === '@workbench/lab:folder:a' ? told : {})) as never);
    await askAndCreate(options);
    expect(contents.save.mock.calls[0]![1].content.cells[0]!.source).toMatch('data = "mine.csv"');
    expect(memory.save.mock.calls).toContainEqual([
      '@workbench/lab:folder:a',
      { data: { data: ['mine.csv', card.title] } }
    ]);
  });

  it('should write and remember nothing, and stop the kernel, where nothing is wanted', async () => {
    dialog.showForm.mockResolvedValue(false);
    const { options, contents, memory, session } = place();
    await expect(askAndCreate(options)).resolves.toBeUndefined();
    expect(session.shutdown).toHaveBeenCalledOnce();
    expect(contents.newUntitled).not.toHaveBeenCalled();
    expect(memory.save).not.toHaveBeenCalled();
  });

  it('should stop the kernel where the notebook cannot be written', async () => {
    const { options, contents, session } = place();
    contents.save.mockRejectedValue(new Error('Disk full'));
    await expect(askAndCreate(options)).rejects.toThrow('Disk full');
    expect(session.shutdown).toHaveBeenCalledOnce();
  });

  it('should go without a kernel where the template has no file, or none speaks Python', async () => {
    const plain = place({ card: { ...card, parameters: [card.parameters[1]!] } });
    await askAndCreate(plain.options);
    expect(plain.startNew).not.toHaveBeenCalled();
    const { options, startNew } = place();
    const kernelspecs = { ready: Promise.resolve(), specs: null };
    const without = { ...options, workplace: { ...options.workplace, kernelspecs } };
    await expect(askAndCreate(without as IAskOptions)).rejects.toThrow('No Python');
    expect(dialog.showForm).toHaveBeenCalledTimes(2);
    expect(startNew).not.toHaveBeenCalled();
  });

  it('should begin anew where nothing can be recalled', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { options, contents, memory } = place();
    memory.fetch.mockRejectedValue(new Error('No state'));
    await askAndCreate(options);
    expect(contents.save.mock.calls[0]![1].content.cells[0]!.source).toContain('seed = 7');
    expect(logged).toHaveBeenCalledTimes(2); // of the template, and of the folder
    logged.mockRestore();
  });

  it('should name a file that is looked for as the notebook has to', async () => {
    const { options } = place();
    await askAndCreate(options);
    const [props] = dialog.showForm.mock.calls[0] as [
      { browse: (all: string[]) => Promise<string> }
    ];
    await expect(props.browse(['.csv'])).resolves.toBe('../b/mine.csv');
    expect(options.browse).toHaveBeenCalledExactlyOnceWith('a', ['.csv']);
  });
});

describe('pathFrom', () => {
  it.each([
    ['', 'mine.csv', 'mine.csv'],
    ['', 'b/mine.csv', 'b/mine.csv'],
    ['a', 'a/mine.csv', 'mine.csv'],
    ['a/b', 'c.csv', '../../c.csv'],
    ['RTC:a', 'a/mine.csv', 'mine.csv']
  ])('should go from %j to %s', (folder, path, name) => {
    expect(pathFrom(folder, path)).toBe(name);
  });
});

describe('Reader', () => {
  it('should read one file after the other', async () => {
    const { manager, kernel } = sessions();
    const reader = new Reader(manager, 'a/new.ipynb', 'python3');
    const both = [
      reader.read('a.csv', [], () => undefined),
      reader.read('b.csv', [], () => undefined)
    ];
    await expect(Promise.all(both)).resolves.toHaveLength(2);
    expect(kernel.requestExecute).toHaveBeenCalledTimes(2);
  });

  it('should not leave the notebook a kernel that still reads', async () => {
    const { manager, kernel, session } = sessions({ answers: false });
    const reader = new Reader(manager, 'a/new.ipynb', 'python3');
    void reader.read('large.csv', [], () => undefined);
    await vi.waitFor(() => expect(kernel.requestExecute).toHaveBeenCalledOnce());
    await reader.handOver('a/report.ipynb');
    expect(kernel.interrupt).toHaveBeenCalledOnce();
    expect(session.setPath).toHaveBeenCalledExactlyOnceWith('a/report.ipynb');
  });

  it('should not interrupt a kernel that is not up yet, as it would die of it', async () => {
    const { manager, kernel, session } = sessions({ answers: false, status: 'starting' });
    const reader = new Reader(manager, 'a/new.ipynb', 'python3');
    void reader.read('large.csv', [], () => undefined);
    await vi.waitFor(() => expect(kernel.requestExecute).toHaveBeenCalledOnce());
    await reader.handOver('a/report.ipynb');
    expect(kernel.interrupt).not.toHaveBeenCalled();
    expect(session.setPath).toHaveBeenCalledExactlyOnceWith('a/report.ipynb');
  });

  it('should say why it cannot read, and let the notebook start a kernel of its own', async () => {
    const startNew = vi.fn(() => Promise.reject(new Error('No more kernels')));
    const reader = new Reader({ startNew } as unknown as Sessions, 'a/new.ipynb', 'python3');
    await expect(reader.read('a.csv', [], () => undefined)).rejects.toThrow('No more kernels');
    await expect(reader.handOver('a/report.ipynb')).resolves.toBeUndefined();
    await expect(reader.stop()).resolves.toBeUndefined();
  });
});

describe('parseTable', () => {
  const column = { name: 'a', type: 'text', n_missing: 0, n_distinct: 1, samples: ['x'] };
  const answer = { n_rows: 3, counted: 2, columns: [column], examples: ['example:loans'] };

  it('should read what a kernel says', () => {
    expect(parseTable(answer)).toEqual(answer);
    expect(parseTable({ ...answer, counted: undefined }).counted).toBe(3);
  });

  it.each([
    [{ n_rows: -1 }],
    [{ n_rows: '3' }],
    [{ columns: null }],
    [{ columns: [{ ...column, name: 3 }] }],
    [{ columns: [{ ...column, samples: [3] }] }],
    [{ columns: ['a'] }],
    [{ examples: [3] }]
  ])('should refuse %j', change => {
    expect(() => parseTable({ ...answer, ...change })).toThrow('Expected the columns of a table.');
  });
});

describe('file commands', () => {
  function menu(ids: readonly string[], selected: string | null) {
    const commands = new CommandRegistry();
    const cards = new Map(ids.map(id => [id, { ...card, id }]));
    const templates = { find: (id: string) => cards.get(id) } as unknown as ITemplates;
    const create = vi.fn<(args: object) => string>(() => 'opened');
    const describedBy = { args: { type: 'object' } };
    commands.addCommand(CommandIDs.createNotebook, { describedBy, execute: create });
    addFileCommands(commands as never, { templates, selected: () => selected, trans });
    return { commands, create };
  }

  it.each([
    ['a/mine.csv', true],
    ['MINE.PARQUET', true],
    ['a.tsv', true],
    ['a.xlsx', true],
    ['notes.txt', false],
    ['csv', false],
    [null, false]
  ])('should be offered for a table alone: %s', (path, isOffered) => {
    const { commands } = menu(['20-prepare-data', '50-audit-bias'], path);
    expect(commands.isVisible(CommandIDs.prepareFile)).toBe(isOffered);
    expect(commands.isVisible(CommandIDs.auditFile)).toBe(isOffered);
  });

  it('should not be offered where there is no such template', () => {
    const { commands } = menu(['20-prepare-data'], 'a/mine.csv');
    expect(commands.isVisible(CommandIDs.auditFile)).toBe(false);
  });

  it('should open the form with the file, in its folder', async () => {
    const { commands, create } = menu(['20-prepare-data'], 'a/mine.csv');
    await expect(commands.execute(CommandIDs.prepareFile)).resolves.toBe('opened');
    expect(create).toHaveBeenCalledExactlyOnceWith({
      template: '20-prepare-data',
      cwd: 'a',
      values: { data: 'mine.csv' }
    });
  });

  it('should ask what is to be audited where there is a choice', async () => {
    const { commands, create } = menu(['50-audit-bias', '55-audit-decisions'], 'mine.csv');
    dialog.pickTemplate.mockImplementation((_, cards: unknown[]) => Promise.resolve(cards[1]));
    await commands.execute(CommandIDs.auditFile);
    const [, cards] = dialog.pickTemplate.mock.calls[0] as [string, { id: string }[]];
    expect(cards.map(({ id }) => id)).toEqual(['55-audit-decisions', '50-audit-bias']);
    expect(create.mock.calls[0]![0]).toMatchObject({ template: '50-audit-bias', cwd: '' });
    dialog.pickTemplate.mockResolvedValue(null);
    await commands.execute(CommandIDs.auditFile);
    expect(create).toHaveBeenCalledOnce();
  });
});

describe('followShift', () => {
  it('should know how the last click or key came', () => {
    const isDown = followShift(document);
    expect(isDown()).toBe(false);
    document.body.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
    expect(isDown()).toBe(true);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'a' }));
    expect(isDown()).toBe(false);
  });
});
