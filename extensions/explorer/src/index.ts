/**
 * The threshold explorer. In a notebook it is an anywidget; in a report it mounts itself on every
 * `<div data-workbench-explorer>` that holds its data as `<script type="application/json">`, below
 * the report's own heading.
 */
import { mount } from './view';

export { mount };

/** What of anywidget's model is needed. */
interface IModel {
  get(name: 'data'): unknown;
  on(event: 'change:data', listener: () => void): void;
  off(event: 'change:data', listener: () => void): void;
}

export default {
  render({ model, el }: { model: IModel; el: HTMLElement }): () => void {
    let unmount = mount(el, model.get('data'));
    const again = () => {
      unmount();
      unmount = mount(el, model.get('data'));
    };
    model.on('change:data', again);
    return () => {
      model.off('change:data', again);
      unmount();
    };
  }
};

for (const place of document.querySelectorAll<HTMLElement>('[data-workbench-explorer]')) {
  const data = place.querySelector(':scope > script[type="application/json"]')?.textContent;
  // A notebook may load the module again: what is mounted stays as it is.
  if (data && !place.querySelector(':scope > .workbench-explorer')) {
    mount(place, JSON.parse(data), { isTitled: false });
  }
}
