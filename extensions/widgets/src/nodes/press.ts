/** Buttons, and yes or no. */
import { make, tell } from '../../../explorer/src/dom';
import { describe } from '../field';
import type { IContext, IPart } from '../part';
import type { IPress, IToggle } from '../protocol';

export function press(node: IPress, context: IContext): IPart<IPress> {
  const button = make('button', { class: node.look, attributes: { type: 'button' } });
  const why = make('span', { class: 'help', attributes: { id: context.idOf(node.id, 'why') } });
  const element = make('div', { class: 'press' }, button, why);
  let now = node;
  // A disabled button would drop the focus of whoever has just pressed it.
  button.addEventListener('click', () => {
    if (now.off === '') {
      context.press(node.id);
    }
  });
  const update = (next: IPress) => {
    now = next;
    tell(button, next.label);
    tell(why, next.off);
    describe(button, [why]);
    if (next.about === '') {
      button.removeAttribute('aria-label');
    } else {
      button.setAttribute('aria-label', `${next.label}: ${next.about}`);
    }
    button.setAttribute('aria-disabled', String(next.off !== ''));
    if (next.is_on === null) {
      button.removeAttribute('aria-pressed');
    } else {
      button.setAttribute('aria-pressed', String(next.is_on));
    }
  };
  update(node);
  return { element, update };
}

export function toggle(node: IToggle, context: IContext): IPart<IToggle> {
  const input = make('input', { attributes: { type: 'checkbox' } });
  const label = make('span');
  const help = make('span', { class: 'help' });
  const element = make('label', { class: 'option' }, input, make('span', {}, label, help));
  input.addEventListener('change', () => context.change(node.id, input.checked));
  const update = (now: IToggle) => {
    tell(label, now.label);
    label.classList.toggle('unseen', now.quiet);
    tell(help, now.help);
    if (!context.isAsked(now.id)) {
      input.checked = now.value;
    }
  };
  update(node);
  return { element, update };
}
