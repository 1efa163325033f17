import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification, type ICommandPalette } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { ILauncher } from '@jupyterlab/launcher';
import { CommandRegistry } from '@lumino/commands';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { MalformedAnswerError } from '../src/errors';
import { createPlugin } from '../src/gallery/plugin';
import { templatesPlugin } from '../src/templates/plugin';
import { CommandIDs } from '../src/tokens';
import { CARD, CATALOGUE, fakeServer, json, NOTEBOOK, type Answer } from './server';

const LIST = '/workbench/api/templates';

/** A JupyterLab of just what the plugins touch, its server answering as told. */
function jupyterLab(answers: Record<string, Answer>) {
  const routes = Object.entries(answers).map(([path, answer]) => [`/user/ada${path}`, answer]);
  const { settings, asked } = fakeServer(Object.fromEntries(routes) as Record<string, Answer>);
  const contents = {
    get: vi.fn(() => Promise.resolve({ content: [] })),
    newUntitled: vi.fn(() => Promise.resolve({ path: 'Untitled.ipynb' })),
    save: vi.fn(() => Promise.resolve({})),
    rename: vi.fn((_: string, path: string) => Promise.resolve({ path })),
    delete: vi.fn()
  };
  const python3 = { name: 'python3', language: 'python' };
  const app = {
    commands: new CommandRegistry(),
    serviceManager: {
      serverSettings: settings,
      contents,
      kernelspecs: { ready: Promise.resolve(), specs: { default: '', kernelspecs: { python3 } } }
    }
  };
  return { app: app as unknown as JupyterFrontEnd, asked, contents };
}

interface IServices {
  fileBrowser?: IDefaultFileBrowser;
  launcher?: ILauncher;
  palette?: ICommandPalette;
}

/** Activate both plugins, any optional service left out being `null`. */
async function activate(app: JupyterFrontEnd, services: IServices = {}) {
  const { fileBrowser = null, launcher = null, palette = null } = services;
  const opened = { title: 'the document' };
  const openOrReveal = vi.fn(() => opened);
  const documents = { openOrReveal } as unknown as IDocumentManager;
  const templates = await templatesPlugin.activate(app, null);
  const files = [fileBrowser, null] as const;
  const others = [null, null, null] as const;
  await createPlugin.activate(app, templates, documents, ...files, launcher, palette, ...others);
  await templates.list().catch(() => undefined);
  return { openOrReveal, opened };
}

const both = {
  [LIST]: json(CATALOGUE),
  [`${LIST}/00-first-report`]: json({ id: '00-first-report', notebook: NOTEBOOK })
};
const create = (app: JupyterFrontEnd, args: { template?: string; cwd?: string }) =>
  app.commands.execute(CommandIDs.createNotebook, args) as Promise<unknown>;

afterEach(() => {
  vi.restoreAllMocks();
  Notification.dismiss();
});

const notices = () => Notification.manager.notifications.map(notice => notice.message);

describe('@workbench/lab', () => {
  it('should offer each template in the first section of the launcher and in the palette', async () => {
    const { app, asked } = jupyterLab(both);
    const launcher = { add: vi.fn() };
    const palette = { addItem: vi.fn() };
    await activate(app, {
      launcher: launcher as unknown as ILauncher,
      palette: palette as unknown as ICommandPalette
    });
    expect(launcher.add).toHaveBeenCalledExactlyOnceWith({
      command: 'workbench:create-notebook',
      args: { template: '00-first-report' },
      category: 'Workbench',
      rank: 0,
      categoryRank: -1
    });
    expect(palette.addItem.mock.calls).toEqual([
      [{ command: 'workbench:refresh-templates', category: 'Workbench' }],
      [
        {
          command: 'workbench:create-notebook',
          args: { template: '00-first-report', isPalette: true },
          category: 'Workbench',
          rank: 0
        }
      ]
    ]);
    expect(asked).toEqual(['/user/ada/workbench/api/templates']);
  });

  it('should label a card with its title, purpose and minutes', async () => {
    const { app } = jupyterLab(both);
    await activate(app);
    const args = { template: '00-first-report' };
    expect(app.commands.label(CommandIDs.createNotebook, args)).toBe('First report');
    expect(app.commands.caption(CommandIDs.createNotebook, args)).toBe(
      'From a table to a report (about 10 minutes)'
    );
    expect(app.commands.label(CommandIDs.createNotebook, {})).toBe('New Notebook from a Template');
  });

  it('should say one minute in the singular', async () => {
    const short = { ...CATALOGUE, templates: [{ ...CARD, minutes: 1 }] };
    const { app } = jupyterLab({ [LIST]: json(short) });
    await activate(app);
    expect(app.commands.caption(CommandIDs.createNotebook, { template: '00-first-report' })).toBe(
      'From a table to a report (about 1 minute)'
    );
  });

  it('should describe the arguments of its command', async () => {
    const { app } = jupyterLab(both);
    await activate(app);
    const { args } = await app.commands.describedBy(CommandIDs.createNotebook);
    expect(args).toMatchObject({
      properties: { template: { type: 'string' }, cwd: { type: 'string' } },
      required: ['template']
    });
  });

  it('should create the notebook in the folder of the launcher and return its document', async () => {
    const { app, contents } = jupyterLab(both);
    const { openOrReveal, opened } = await activate(app);
    await expect(create(app, { template: '00-first-report', cwd: 'a/b' })).resolves.toBe(opened);
    expect(contents.save).toHaveBeenCalledExactlyOnceWith('Untitled.ipynb', {
      type: 'notebook',
      format: 'json',
      content: NOTEBOOK
    });
    expect(openOrReveal).toHaveBeenCalledExactlyOnceWith('a/b/first-report.ipynb', 'Notebook', {
      name: 'python3'
    });
  });

  it('should create it in the folder of the file browser when told no other', async () => {
    const { app, contents } = jupyterLab(both);
    const fileBrowser = { model: { path: 'loans' } } as unknown as IDefaultFileBrowser;
    await activate(app, { fileBrowser });
    await create(app, { template: '00-first-report' });
    expect(contents.newUntitled).toHaveBeenCalledExactlyOnceWith({
      path: 'loans',
      type: 'notebook'
    });
  });

  it('should create it at the top where there is no file browser', async () => {
    const { app, contents } = jupyterLab(both);
    await activate(app);
    await create(app, { template: '00-first-report' });
    expect(contents.newUntitled).toHaveBeenCalledExactlyOnceWith({ path: '', type: 'notebook' });
  });

  it('should refuse a call without a template', async () => {
    const { app } = jupyterLab(both);
    await activate(app);
    await expect(create(app, {})).rejects.toThrow(
      'workbench:create-notebook needs a template, the id of one.'
    );
  });

  it('should say what to do when the server part is missing', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const launcher = { add: vi.fn() };
    await activate(jupyterLab({}).app, { launcher: launcher as unknown as ILauncher });
    expect(notices()).toEqual([
      'The server part of Workbench is not running. Run "jupyter server extension enable workbench" and start JupyterLab again.'
    ]);
    expect(logged).toHaveBeenCalledOnce();
    expect(launcher.add).not.toHaveBeenCalled();
  });

  it('should log a malformed list and bother nobody with it', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await activate(jupyterLab({ [LIST]: { body: '{}' } }).app);
    expect(notices()).toEqual([]);
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      '[workbench] Could not list the templates',
      new MalformedAnswerError('Expected the schema workbench.templates/1, got undefined.')
    );
  });

  it('should log which template files could not be offered', async () => {
    const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const problems = ['10-frame.ipynb has no title.'];
    await activate(jupyterLab({ [LIST]: json({ ...CATALOGUE, problems }) }).app);
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      '[workbench] A template is not offered:',
      '10-frame.ipynb has no title.'
    );
  });

  it('should say that a template is gone, without a word in the console', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { app } = jupyterLab({ [LIST]: json(CATALOGUE) });
    await activate(app);
    await expect(create(app, { template: '00-first-report' })).resolves.toBeUndefined();
    expect(notices()).toEqual([
      'The template "00-first-report" is no longer on the server. Reload the page to see which templates there are.'
    ]);
    expect(logged).not.toHaveBeenCalled();
  });

  it('should log what nobody can act on, and still not leave the click unanswered', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { app, contents } = jupyterLab(both);
    const reason = new Error('Disk full');
    contents.save.mockRejectedValue(reason);
    contents.delete.mockResolvedValue(undefined);
    await activate(app);
    await create(app, { template: '00-first-report' });
    expect(notices()).toEqual([
      'The notebook could not be created. The console of the browser says why.'
    ]);
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      '[workbench] Could not create a notebook from 00-first-report',
      reason
    );
  });
});
