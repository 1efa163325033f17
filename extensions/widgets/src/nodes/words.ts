/**
 * Text that a person writes; it is sent when they leave it, and a line with Enter too. Of a long text
 * nothing is cut: what is too long stays where it is, with the reason.
 */
import { make } from '../../../explorer/src/dom';
import { field, finishOnEnter, whileTyping } from '../field';
import type { IContext, IPart } from '../part';
import type { IWords } from '../protocol';
import { TEXTS } from '../texts';

export function words(node: IWords, context: IContext): IPart<IWords> {
  const input = node.long
    ? make('textarea', { attributes: { rows: '3' } })
    : make('input', { attributes: { type: 'text' } });
  if (!node.long) {
    input.maxLength = node.most;
  }
  const around = field(node, input, context);
  let told: string | null = null;
  const isTooLong = () => node.long && [...input.value].length > node.most;
  const complain = () =>
    around.complain(
      TEXTS.tooLong
        .replace('{n}', [...input.value].length.toLocaleString('en'))
        .replace('{most}', node.most.toLocaleString('en'))
    );
  input.addEventListener('change', () => {
    if (isTooLong()) {
      complain();
      return;
    }
    around.complain('');
    told = input.value;
    context.change(node.id, input.value);
  });
  if (!node.long) {
    finishOnEnter(input);
  }
  let shown = node;
  const isTyping = whileTyping(input, () => (input.value = shown.value));
  const update = (now: IWords) => {
    // What is being typed, or was not taken, is not overwritten by an answer to something else.
    const isKept = input.value !== shown.value && now.value === shown.value && input.value !== told;
    if (!isTyping() && !context.isAsked(now.id) && !isKept) {
      input.value = now.value;
    }
    shown = now;
    around.update(now);
    if (isTooLong()) {
      complain();
    }
  };
  input.value = node.value;
  update(node);
  return { element: around.element, update };
}
