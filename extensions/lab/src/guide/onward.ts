/** Leads on: where all steps of a notebook are done, the guide offers the next template on the way. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { CommandIDs, ITemplates, type ITemplateCard } from '../tokens';
import { IGuide } from './tokens';

const NOTICE = 'workbench-onward';

export const onwardPlugin: JupyterFrontEndPlugin<void> = {
  id: '@workbench/lab:onward',
  description: 'Offers the next template where all steps of a notebook are done.',
  autoStart: true,
  requires: [INotebookTracker, IGuide, ITemplates],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    guide: IGuide,
    templates: ITemplates,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('workbench');
    const notice = ({ id, title }: ITemplateCard, panel: NotebookPanel) => ({
      id: NOTICE,
      said: trans.__('Next on the way: %1.', title),
      actions: [
        {
          label: trans.__('Go on…'),
          execute: () =>
            void app.commands.execute(CommandIDs.createNotebook, {
              template: id,
              cwd: PathExt.dirname(panel.context.path)
            })
        }
      ]
    });
    const follow = (panel: NotebookPanel) => {
      const model = guide.of(panel);
      let said: IDisposable | null = null;
      let isDone = false;
      model?.stateChanged.connect(() => {
        const { steps } = model;
        const isDoneNow =
          steps.length > 0 && steps.every(one => one.state === 'done' && one.activity === null);
        if (isDoneNow === isDone) {
          return;
        }
        isDone = isDoneNow; // first, as a notice is a change too
        said?.dispose();
        const metadata: unknown = panel.content.model?.getMetadata('workbench');
        const next = isDone ? nextOf(metadata, templates) : null;
        said = next === null ? null : model.addNotice(notice(next, panel));
      });
    };
    tracker.forEach(follow);
    tracker.widgetAdded.connect((_, panel) => follow(panel));
  }
};

/** What comes after each of our templates; those that stand beside the way lead to the report. */
const NEXT: ReadonlyMap<unknown, string> = new Map([
  ['00-first-report', '10-frame-the-decision'],
  ['10-frame-the-decision', '20-prepare-data'],
  ['20-prepare-data', '30-build-model'],
  ['30-build-model', '40-explain-model'],
  ['40-explain-model', '50-audit-bias'],
  ['50-audit-bias', '60-write-report'],
  ['55-audit-decisions', '60-write-report'],
  ['56-local-law-144', '60-write-report']
]);

/** The template that comes after a notebook's own, if the server has it; `null` for those of others. */
export function nextOf(
  metadata: unknown,
  templates: Pick<ITemplates, 'find'>
): ITemplateCard | null {
  const { id } = (metadata ?? {}) as { readonly id?: unknown };
  return templates.find(NEXT.get(id) ?? '') ?? null;
}
