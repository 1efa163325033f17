/**
 * *Keep these choices*: a widget fires an event that bubbles; here it becomes a cell of plain Python
 * beneath the widget's own. Nothing is run.
 */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';

import { diff } from './diff';
import { findKept, hashOf, isEdited, keptOf, type ICellLike, type IKept } from './kept';

/** The event's type and what it carries, as extensions/widgets/src/protocol.ts says. */
export const KEEP = 'workbench:keep';

export interface IKeepRequest {
  readonly widget: string;
  /** Tells it from other widgets of its kind; older ones have none. */
  readonly key?: string;
  readonly code: string;
  readonly answer: (said: string) => void;
}

/** What to do with a cell that a person has changed. */
export type Decision = 'replace' | 'add' | 'leave';

/** Follows the event on a page; returns what stops following. */
export function followKeep(
  page: Document,
  tracker: INotebookTracker,
  trans: TranslationBundle,
  decide: (old: string, fresh: string, trans: TranslationBundle) => Promise<Decision> = ask
): () => void {
  const take = (event: Event) => {
    const { detail, target } = event as CustomEvent<IKeepRequest>;
    const place = target instanceof Node ? placeOf(tracker, target) : null;
    if (place === null || !isRequest(detail)) {
      return; // the widget shows the code to copy
    }
    event.preventDefault();
    void keep(place, detail, trans, decide).then(detail.answer, (reason: unknown) => {
      console.error('[workbench] Could not write the cell', reason);
      detail.answer(trans.__('The cell could not be written: %1', String(reason)));
    });
  };
  page.addEventListener(KEEP, take);
  return () => page.removeEventListener(KEEP, take);
}

/** What of a notebook's undo is needed; its public type leaves it out. */
interface IUndone {
  readonly undoManager?: { stopCapturing(): void };
}

interface IPlace {
  readonly panel: NotebookPanel;
  readonly cell: number;
}

/** Returns the notebook and the cell that an element stands in; `null` where none may be written. */
function placeOf(tracker: INotebookTracker, element: Node): IPlace | null {
  const panel = tracker.find(one => one.content.node.contains(element));
  const model = panel?.content.model;
  if (panel === undefined || model === null || model === undefined || model.readOnly) {
    return null;
  }
  const cell = panel.content.widgets.findIndex(one => one.node.contains(element));
  return cell < 0 ? null : { panel, cell };
}

function isRequest(detail: unknown): detail is IKeepRequest {
  const { widget, code, answer } = (detail ?? {}) as Partial<IKeepRequest>;
  return typeof widget === 'string' && typeof code === 'string' && typeof answer === 'function';
}

async function keep(
  { panel, cell }: IPlace,
  { widget, key = '', code }: IKeepRequest,
  trans: TranslationBundle,
  decide: (old: string, fresh: string, trans: TranslationBundle) => Promise<Decision>
): Promise<string> {
  const shared = panel.content.model!.sharedModel;
  const own = shared.cells[cell]!;
  const cells = (): ICellLike[] =>
    shared.cells.map(one => ({ source: one.getSource(), metadata: one.getMetadata() }));
  const write = (at: number, isNew: boolean) => {
    const kept: IKept = {
      choices: isNew ? UUID.uuid4() : (keptOf(cells()[at]!)?.choices ?? UUID.uuid4()),
      widget,
      ...(key === '' ? {} : { key }),
      hash: hashOf(code)
    };
    // A step of its own, however soon after another one.
    (shared as IUndone).undoManager?.stopCapturing();
    shared.transact(() => {
      if (isNew) {
        shared.insertCell(at, {
          cell_type: 'code',
          source: code,
          metadata: { workbench: { ...kept } }
        });
      } else {
        const there = shared.cells[at]!;
        there.setSource(code);
        there.setMetadata('workbench', { ...kept });
      }
    });
  };
  const found = findKept(cells(), cell, widget, key);
  if (found === null) {
    write(cell + 1, true);
    return trans.__('Written into a new cell below. Run it to use it.');
  }
  const there = cells()[found]!;
  if (there.source.trimEnd() === code.trimEnd()) {
    return trans.__('The cell below already says this.');
  }
  const decision = isEdited(there) ? await decide(there.source, code, trans) : 'replace';
  // Whoever was asked may have moved cells in the meantime.
  const now = shared.cells.indexOf(own);
  const at = now < 0 ? null : findKept(cells(), now, widget, key);
  if (decision === 'leave' || now < 0) {
    return trans.__('Your cell is as it was.');
  }
  if (decision === 'add' || at === null) {
    write(now + 1, true);
    return trans.__('Written into a new cell below. Run it to use it.');
  }
  write(at, false);
  return trans.__('The cell below is renewed. Run it to use it.');
}

/** Shows both versions of a cell that a person has changed, and asks which one is wanted. */
async function ask(old: string, fresh: string, trans: TranslationBundle): Promise<Decision> {
  const names = { '-': trans.__('Yours'), '+': trans.__('New'), ' ': '' };
  const body = document.createElement('table');
  body.className = 'workbench-diff';
  body.createCaption().textContent = trans.__('What the widget would write instead');
  for (const { sign, text } of diff(old, fresh)) {
    const row = body.insertRow();
    row.dataset['sign'] = sign;
    row.insertCell().textContent = names[sign];
    row.insertCell().append(Object.assign(document.createElement('code'), { textContent: text }));
  }
  const decisions: readonly Decision[] = ['leave', 'add', 'replace'];
  const buttons = [
    Dialog.cancelButton({ label: trans.__('Keep Mine') }),
    Dialog.okButton({ label: trans.__('Add Another Cell'), className: 'jp-mod-reject' }),
    Dialog.warnButton({ label: trans.__('Replace') })
  ];
  const { button } = await showDialog({
    title: trans.__('You have changed this cell'),
    body: new Widget({ node: body }),
    buttons,
    defaultButton: 0
  });
  const place = buttons.findIndex(one => one.label === button.label);
  return decisions[place] ?? 'leave';
}
