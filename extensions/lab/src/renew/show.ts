/** The offer above a notebook, and what becomes of it when it is taken. */
import { NoPythonKernelError } from '../errors';
import { freeFile, saveAsNew } from '../gallery/create';
import { askKernel } from '../kernel/bridge';
import { idle } from '../kernel/idle';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Banner } from './banner';
import { createChanges } from './changes';
import { contentOf, keyOf, placeOf, putOff, type IOfferOptions } from './offer';
import { Renewal } from './renewal';
import type { INewer, IRenewed } from './tokens';

const NOTICE = 'workbench-renewal';

export function showOffer(newer: INewer, panel: NotebookPanel, options: IOfferOptions): void {
  const { app, documents, guide, state, templates, trans } = options;
  const { contents } = app.serviceManager;

  const open = async (renewed: IRenewed) => {
    const { folder } = placeOf(panel);
    const content = renewed.notebook as INotebookContent;
    const path = await saveAsNew(taken => freeFile(renewed.stem, taken), content, folder, contents);
    const kernel = panel.sessionContext.session?.kernel?.name;
    const copy = documents.openOrReveal(path, 'Notebook', kernel ? { name: kernel } : undefined);
    const tab = createChanges({
      renewed,
      oldPath: panel.context.path,
      newPath: path,
      titleOf: name => titleIn(content, name),
      trans
    });
    app.shell.add(tab, 'main', { mode: 'split-right', ...(copy ? { ref: copy.id } : {}) });
    return path;
  };

  const model = new Renewal({
    newer,
    name: () => placeOf(panel).name,
    read: () => contentOf(panel),
    template: () => templates.read(newer.id),
    ask: async (question, onProgress) => {
      await panel.sessionContext.ready;
      const kernel = panel.sessionContext.session?.kernel ?? null;
      if (kernel === null) {
        throw new NoPythonKernelError('The notebook has no kernel.');
      }
      await idle(kernel, new AbortController().signal);
      return askKernel(kernel, question, onProgress);
    },
    open,
    remember: () => {
      putOff(keyOf(newer, panel), state).catch((reason: unknown) => {
        console.error('[workbench] Could not remember what was put off', reason);
      });
    },
    trans
  });

  const banner = new Banner(model, trans);
  panel.contentHeader.addWidget(banner);
  const notice = guide?.of(panel)?.addNotice({
    id: NOTICE,
    said: trans.__('There is version %1 of the template of this notebook.', newer.version),
    actions: [
      { label: trans.__('Make a New Copy'), execute: () => void model.make() },
      { label: trans.__('Not Now'), execute: () => model.putOff() }
    ]
  });
  model.changed.connect((_, { is }) => {
    if (is === 'made' || is === 'put_off') {
      notice?.dispose();
    }
    if (is === 'put_off') {
      banner.dispose();
    }
  });
}

/** What a template calls a parameter or a step. */
export function titleIn({ metadata, cells }: INotebookContent, name: string): string {
  const { parameters } = (metadata['workbench'] ?? {}) as { parameters?: unknown };
  const steps = cells.map(
    cell => cell.metadata['workbench'] as Record<string, unknown> | undefined
  );
  const all = [...(Array.isArray(parameters) ? (parameters as unknown[]) : []), ...steps] as (
    | Record<string, unknown>
    | undefined
  )[];
  const found = all.find(one => one?.['name'] === name || one?.['step'] === name)?.['title'];
  return typeof found === 'string' && found !== '' ? found : name;
}
