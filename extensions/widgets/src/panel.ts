/** A widget on a page: the view that the kernel sends, in a shadow of its own. */
import { make, tell } from '../../explorer/src/dom';
import { followTheme } from '../../explorer/src/theme';
import { draw } from './draw';
import { keepFocus } from './focus';
import type { Link } from './link';
import { Children, type IContext } from './part';
import { REACH, SILENCE, type Reach } from './protocol';
import { STYLES } from './styles';
import { TEXTS } from './texts';

let panels = 0;

/** Shows what a link tells inside of an element; returns what takes it away again. */
export function mount(element: HTMLElement, link: Link): () => void {
  const host = make('div', {
    class: 'workbench-widget',
    // What is typed here is meant for the widget: a notebook's shortcuts stay out of it.
    attributes: { 'data-lm-suppress-shortcuts': 'true' }
  });
  // A shadow keeps styles of the page out, and ours in.
  const shadow = host.attachShadow({ mode: 'open' });
  const prefix = `wb-${++panels}`;
  const heading = make('h2', { attributes: { id: `${prefix}-title`, tabindex: '-1' } });
  const body = make('div', { class: 'body' });
  const waiting = make('p', { class: 'quiet' }, TEXTS.waiting);
  const silence = make('p', { class: 'silence', attributes: { role: 'status' } });
  const live = make('p', { class: 'unseen', attributes: { 'aria-live': 'polite' } });
  // A group, not a landmark: several views of one widget are named alike.
  const group = make(
    'div',
    { attributes: { role: 'group', 'aria-labelledby': heading.id } },
    heading,
    waiting,
    body,
    silence,
    live
  );
  const section = make('section', {}, group);
  shadow.append(make('style', {}, STYLES), section);
  element.append(host);
  const context: IContext = {
    draw: node => draw(node, context),
    change: (id, value) => link.change(id, value),
    press: id => link.press(id),
    isAsked: id => link.isAsked(id),
    whenSettled: does => link.whenSettled(does),
    announce: text => tell(live, text),
    idOf: (id, part) => `${prefix}-${id}-${part}`
  };
  const children = new Children(body, context);
  const unfollow = link.follow(
    view => {
      waiting.remove();
      tell(heading, view.title);
      keepFocus(shadow, heading, () => children.show(view.children));
    },
    () => {
      tell(silence, link.reach === 'there' ? '' : TEXTS[link.reach]);
      if (link.view === null) {
        host.dispatchEvent(
          new CustomEvent(SILENCE, { bubbles: true, composed: true, detail: link.isSilent })
        );
      }
    }
  );
  host.addEventListener(REACH, event => link.hear((event as CustomEvent<Reach>).detail));
  const unfollowTheme = followTheme(host);
  return () => {
    unfollow();
    unfollowTheme();
    children.dispose();
    host.remove();
  };
}
