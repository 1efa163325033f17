/** How far long work has come, and the button that ends it. */
import { make, tell } from '../../../explorer/src/dom';
import type { IContext, IPart } from '../part';
import type { IProgress } from '../protocol';
import { TEXTS } from '../texts';

/** The id of workbench/widgets/board.py for the button that ends long work. */
const END = 'workbench/end';

export function progress(node: IProgress, context: IContext): IPart<IProgress> {
  const bar = make('progress');
  const label = make('label');
  const left = make('span', { class: 'help' });
  const end = make('button', { class: 'quiet', attributes: { type: 'button' } }, TEXTS.end);
  bar.id = context.idOf(node.id, 'control');
  label.htmlFor = bar.id;
  end.addEventListener('click', () => context.press(END));
  const update = (now: IProgress) => {
    tell(label, now.label);
    tell(left, now.left);
    end.hidden = !now.can_end;
    if (now.of > 0) {
      bar.max = now.of;
      bar.value = now.done;
    } else {
      bar.removeAttribute('value');
    }
  };
  context.announce(node.label);
  update(node);
  return {
    element: make('div', { class: 'progress' }, label, bar, left, end),
    update,
    dispose: () => context.announce(TEXTS.ended.replace('{label}', label.textContent))
  };
}
