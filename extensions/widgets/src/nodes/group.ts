/** Nodes under a heading: in a column, beside each other, set apart, or folded away. */
import { make, tell } from '../../../explorer/src/dom';
import { Children, type IContext, type IPart } from '../part';
import type { IGroup } from '../protocol';

export function group(node: IGroup, context: IContext): IPart<IGroup> {
  const isFold = node.look === 'fold';
  const heading = isFold
    ? make('summary')
    : make('h3', { attributes: { id: context.idOf(node.id, 'title') } });
  const inside = make('div', { class: `inside ${node.look}` });
  const element = isFold
    ? make('details', {}, heading, inside)
    : make('div', { class: `group ${node.look}`, attributes: { role: 'group' } }, heading, inside);
  if (element instanceof HTMLDetailsElement) {
    element.open = node.is_open;
  }
  const children = new Children(inside, context);
  const update = (now: IGroup) => {
    tell(heading, now.title);
    heading.hidden = now.title === '';
    if (!isFold) {
      if (now.title) {
        element.setAttribute('role', 'group');
        element.setAttribute('aria-labelledby', heading.id);
      } else {
        element.removeAttribute('role');
        element.removeAttribute('aria-labelledby');
      }
    }
    children.show(now.children);
  };
  update(node);
  return { element, update, dispose: () => children.dispose() };
}
