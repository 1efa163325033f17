/** The threshold explorer inside of a widget. */
import { make } from '../../../explorer/src/dom';
import type { IChoice } from '../../../explorer/src/state';
import { explore as mount } from '../../../explorer/src/view';
import type { IContext, IPart } from '../part';
import type { IExplore } from '../protocol';

export function explore(node: IExplore, context: IContext): IPart<IExplore> {
  const element = make('div');
  // As large as the controls around it: in a report it is read at length.
  element.style.setProperty('--workbench-type', '14px/20px');
  let shown = node;
  // What was told and has not come back yet: the kernel skips what a newer choice overtook.
  let told: string[] = [];
  const begin = () =>
    mount(element, shown.data, {
      isTitled: false,
      chosen: chosenOf(shown),
      told: choice => {
        const value = { ...choice, own: choice.each ? choice.own : [] };
        told.push(JSON.stringify(value));
        context.change(node.id, value);
      }
    });
  let explorer = begin();
  return {
    element,
    update: now => {
      const before = shown;
      shown = now;
      if (now.data !== before.data && JSON.stringify(now.data) !== JSON.stringify(before.data)) {
        explorer.dispose();
        told = [];
        explorer = begin();
        return;
      }
      const chosen = JSON.stringify(now.children[0]?.value);
      const place = told.lastIndexOf(chosen);
      told = told.slice(place + 1);
      if (place < 0 && chosen !== JSON.stringify(before.children[0]?.value)) {
        explorer.show(chosenOf(now));
      }
    },
    dispose: () => explorer.dispose()
  };
}

/** What was chosen; what a mode does not use stays as it is. */
function chosenOf({ children }: IExplore): Partial<IChoice> {
  const { own, ...others } = (children[0]?.value ?? {}) as Partial<IChoice>;
  return own?.length ? { ...others, own } : others;
}
