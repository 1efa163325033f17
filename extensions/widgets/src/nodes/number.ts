/** A number: typed, and sent when it is finished; or slid, and sent while it moves. */
import { make, tell } from '../../../explorer/src/dom';
import { field, finishOnEnter, whileTyping } from '../field';
import type { IContext, IPart } from '../part';
import type { INumber } from '../protocol';
import { TEXTS } from '../texts';

export function number(node: INumber, context: IContext): IPart<INumber> {
  const isSlider = node.look === 'slider';
  const input = make('input', {
    attributes: isSlider ? { type: 'range' } : { type: 'text', inputmode: 'decimal' }
  });
  const beside = make(isSlider ? 'output' : 'span', { class: 'unit' });
  const around = field(node, input, context, [beside]);
  let shown = node;
  const isTyping = isSlider ? () => false : whileTyping(input, () => show(shown));
  const show = (now: INumber) => {
    shown = now;
    const text = now.value === null ? '' : String(now.value);
    // While the kernel has not answered, the finger is right.
    const isOpen = isTyping() || context.isAsked(now.id);
    if (isSlider) {
      input.min = String(now.low ?? 0);
      input.max = String(now.high ?? 1);
      input.step = String(now.step ?? 'any');
      input.value = isOpen ? input.value : text;
      tell(beside, `${isOpen ? input.value : text} ${now.unit}`.trim());
      input.setAttribute('aria-valuetext', `${input.value} ${now.unit}`.trim());
    } else {
      input.value = isOpen ? input.value : text;
      tell(beside, now.unit);
    }
    around.update(now);
  };
  if (isSlider) {
    input.addEventListener('input', () => {
      tell(beside, `${input.value} ${shown.unit}`.trim());
      context.change(node.id, Number(input.value));
    });
  } else {
    input.addEventListener('change', () => {
      const text = input.value.trim().replace(',', '.');
      const value = Number(text);
      if (text !== '' && !Number.isFinite(value)) {
        around.complain(TEXTS.notANumber);
        return;
      }
      around.complain('');
      context.change(node.id, text === '' ? null : value);
    });
    finishOnEnter(input);
  }
  show(node);
  return { element: around.element, update: show };
}
