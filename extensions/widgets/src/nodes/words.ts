/** Text that a person writes; it is sent when they leave it, and a line with Enter too. */
import { make } from '../../../explorer/src/dom';
import { field, finishOnEnter } from '../field';
import type { IContext, IPart } from '../part';
import type { IWords } from '../protocol';

export function words(node: IWords, context: IContext): IPart<IWords> {
  const input = node.long
    ? make('textarea', { attributes: { rows: '3' } })
    : make('input', { attributes: { type: 'text' } });
  input.maxLength = node.most;
  const around = field(node, input, context);
  let told: string | null = null;
  input.addEventListener('change', () => {
    told = input.value;
    context.change(node.id, input.value);
  });
  if (!node.long) {
    finishOnEnter(input);
  }
  let sent = node.value;
  const update = (now: IWords) => {
    // What is being typed is not overwritten by an answer to something else.
    const isAnswered = input.value === told && !context.isAsked(now.id);
    if (input.value === sent || now.value !== sent || isAnswered) {
      input.value = now.value;
    }
    sent = now.value;
    around.update(now);
  };
  input.value = node.value;
  update(node);
  return { element: around.element, update };
}
