/** The threshold explorer inside of a widget. */
import { make } from '../../../explorer/src/dom';
import { mount } from '../../../explorer/src/view';
import type { IPart } from '../part';
import type { IExplore } from '../protocol';

export function explore(node: IExplore): IPart<IExplore> {
  const element = make('div');
  let data = JSON.stringify(node.data);
  let unmount = mount(element, node.data, { isTitled: false });
  return {
    element,
    update: now => {
      const next = JSON.stringify(now.data);
      if (next !== data) {
        data = next;
        unmount();
        unmount = mount(element, now.data, { isTitled: false });
      }
    },
    dispose: () => unmount()
  };
}
