/**
 * What JupyterLab saves of widgets when it is told to leaves ours out: in a page that is made of the
 * notebook a saved widget would wait for an answer for ever, in place of its twin that can be read.
 */
import type { INotebookModel } from '@jupyterlab/notebook';

/** By what a widget of ours says which it is: the module and class of workbench/widgets/panel.py. */
export const OURS = 'workbench.widgets.panel.Panel';

const KEY = 'widgets';
const STATE = 'application/vnd.jupyter.widget-state+json';
const MODEL = 'IPY_MODEL_';

interface IModelState {
  readonly state?: Readonly<Record<string, unknown>>;
}

interface ISaved {
  readonly state?: Readonly<Record<string, IModelState>>;
}

/** What of a notebook's model is needed. */
export type IModelLike = Pick<
  INotebookModel,
  'getMetadata' | 'setMetadata' | 'deleteMetadata' | 'metadataChanged'
>;

/** Takes widgets of ours out of what is saved of widgets, whenever that changes. */
export function leaveOut(model: IModelLike): void {
  model.metadataChanged.connect((_, { key }) => {
    if (key !== KEY) {
      return;
    }
    const widgets = (model.getMetadata(KEY) ?? {}) as Readonly<Record<string, unknown>>;
    const saved = (widgets[STATE] ?? {}) as ISaved;
    const state = without(saved.state ?? {});
    if (state === null) {
      return;
    }
    if (Object.keys(state).length === 0) {
      model.deleteMetadata(KEY);
    } else {
      model.setMetadata(KEY, { ...widgets, [STATE]: { ...saved, state } });
    }
  });
}

/** Returns what is saved without widgets of ours and their layouts; null where there is none of them. */
export function without(
  state: Readonly<Record<string, IModelState>>
): Readonly<Record<string, IModelState>> | null {
  const gone = new Set<string>();
  for (const [id, one] of Object.entries(state)) {
    if (one.state?.['_anywidget_id'] === OURS) {
      gone.add(id);
      const layout = one.state['layout'];
      if (typeof layout === 'string' && layout.startsWith(MODEL)) {
        gone.add(layout.slice(MODEL.length));
      }
    }
  }
  return gone.size === 0
    ? null
    : Object.fromEntries(Object.entries(state).filter(([id]) => !gone.has(id)));
}
