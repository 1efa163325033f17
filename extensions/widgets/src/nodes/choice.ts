/** One or several of some options: radio buttons, a list, or check boxes. */
import { make, tell } from '../../../explorer/src/dom';
import { describe, field } from '../field';
import type { IContext, IPart } from '../part';
import type { IChoice, IOption } from '../protocol';

const MOST_RADIOS = 5;

export function choice(node: IChoice, context: IContext): IPart<IChoice> {
  const isMany = typeof node.value !== 'string';
  const isRadio =
    node.look === 'radio' || (node.look === 'auto' && node.options.length <= MOST_RADIOS);
  return isMany || isRadio ? buttons(node, context, isMany) : list(node, context);
}

function list(node: IChoice, context: IContext): IPart<IChoice> {
  const select = make('select');
  const around = field(node, select, context);
  let options: readonly IOption[] = [];
  select.addEventListener('change', () => context.change(node.id, select.value));
  const update = (now: IChoice) => {
    if (!isSame(options, now.options)) {
      options = now.options;
      select.replaceChildren(
        ...options.map(one => make('option', { attributes: { value: one.value } }, one.label))
      );
    }
    if (typeof now.value === 'string' && !context.isAsked(now.id)) {
      select.value = now.value;
    }
    around.update(now);
  };
  update(node);
  return { element: around.element, update };
}

function buttons(node: IChoice, context: IContext, isMany: boolean): IPart<IChoice> {
  const legend = make('legend');
  const help = make('p', { class: 'help', attributes: { id: context.idOf(node.id, 'help') } });
  const problem = make('p', {
    class: 'wrong',
    attributes: { id: context.idOf(node.id, 'problem'), role: 'status' }
  });
  const inside = make('div', { class: 'options' });
  const element = make('fieldset', { class: 'field' }, legend, help, inside, problem);
  let options: readonly IOption[] = [];
  const inputs = new Map<string, HTMLInputElement>();
  const read = () => [...inputs].filter(([, input]) => input.checked).map(([value]) => value);
  const option = (one: IOption) => {
    const input = make('input', {
      attributes: {
        type: isMany ? 'checkbox' : 'radio',
        name: context.idOf(node.id, 'options'),
        value: one.value
      }
    });
    input.addEventListener('change', () => context.change(node.id, isMany ? read() : one.value));
    inputs.set(one.value, input);
    const said = one.help ? [make('span', { class: 'help' }, one.help)] : [];
    return make('label', { class: 'option' }, input, make('span', {}, one.label, ...said));
  };
  const update = (now: IChoice) => {
    tell(legend, now.label);
    legend.classList.toggle('unseen', now.quiet);
    tell(help, now.help);
    help.hidden = now.help === '';
    tell(problem, now.problem);
    describe(element, [help, problem]);
    if (!isSame(options, now.options)) {
      options = now.options;
      inputs.clear();
      inside.replaceChildren(...options.map(option));
    }
    if (context.isAsked(now.id)) {
      return;
    }
    for (const [value, input] of inputs) {
      input.checked =
        typeof now.value === 'string' ? now.value === value : now.value.includes(value);
    }
  };
  update(node);
  return { element, update };
}

function isSame(one: readonly IOption[], other: readonly IOption[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
