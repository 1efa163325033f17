/**
 * *Keep these choices*: asks whatever is around to write a cell. Where nobody takes it, the code is
 * shown to be copied.
 */
import { make, tell } from '../../../explorer/src/dom';
import type { IContext, IPart } from '../part';
import { KEEP, type IKeep, type IKeepRequest } from '../protocol';
import { TEXTS } from '../texts';

export function keep(node: IKeep, context: IContext): IPart<IKeep> {
  let now = node;
  const button = make('button', { class: 'main', attributes: { type: 'button' } });
  const said = make('p', { class: 'help', attributes: { role: 'status' } });
  const id = context.idOf(node.id, 'code');
  const code = make('textarea', { attributes: { readonly: '', spellcheck: 'false', id } });
  const copy = make('button', { class: 'quiet', attributes: { type: 'button' } }, TEXTS.copy);
  const byHand = make(
    'div',
    { class: 'by-hand' },
    make('label', { attributes: { for: id } }, TEXTS.code),
    code,
    copy
  );
  byHand.hidden = true;
  const element = make('div', { class: 'keep' }, button, said, byHand);
  const show = () => {
    tell(button, now.label);
    code.value = now.code;
    code.rows = Math.min(16, now.code.split('\n').length + 1);
  };
  // What was changed a moment ago has to be in the code that is kept.
  button.addEventListener('click', () => context.whenSettled(ask));
  const ask = () => {
    const detail: IKeepRequest = {
      widget: now.widget,
      key: now.key,
      code: now.code,
      answer: text => {
        tell(said, text);
        // A dialog that is gone leaves the focus nowhere.
        if (document.activeElement === document.body) {
          button.focus();
        }
      }
    };
    const event = new CustomEvent(KEEP, {
      bubbles: true,
      composed: true,
      cancelable: true,
      detail
    });
    // Whoever takes it says so by preventing what happens else.
    const isTaken = !element.dispatchEvent(event);
    byHand.hidden = isTaken;
    if (!isTaken) {
      code.focus();
      code.select();
    }
  };
  copy.addEventListener('click', () => {
    code.select();
    void copied(now.code).then(isCopied => tell(said, isCopied ? TEXTS.copied : TEXTS.copyByHand));
  });
  show();
  return {
    element,
    update: next => {
      if (next.code !== now.code) {
        tell(said, '');
      }
      now = next;
      show();
    }
  };
}

/** Puts text on the clipboard; says whether the browser let it. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
