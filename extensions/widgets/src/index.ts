/** Draws every widget of Workbench: an anywidget that shows what a board in the kernel sends. */
import { Link, type IModel } from './link';
import { mount } from './panel';

const links = new WeakMap<object, Link>();

function linkOf(model: IModel): Link {
  const known = links.get(model);
  if (known !== undefined) {
    return known;
  }
  const link = new Link(model);
  links.set(model, link);
  return link;
}

export default {
  render({ model, el }: { model: IModel; el: HTMLElement }): () => void {
    return mount(el, linkOf(model));
  }
};
