/** Where the focus goes when what had it is gone. */

const CONTROLS = 'button, input, select, textarea, summary';

/**
 * Changes what is shown. Where that takes away what had the focus, the next control after its place
 * gets it; after the last one, the heading.
 */
export function keepFocus(root: ShadowRoot, heading: HTMLElement, changes: () => void): void {
  const held = root.activeElement;
  const earlier = held === null ? [] : controlsOf(root).filter(one => isBefore(one, held));
  changes();
  if (!(held instanceof HTMLElement)) {
    return;
  }
  if (held.isConnected && isShown(held)) {
    if (root.activeElement !== held) {
      held.focus(); // it was moved
    }
    return;
  }
  const now = controlsOf(root);
  const last = earlier.filter(one => now.includes(one)).at(-1);
  const next = last === undefined ? now[0] : now[now.indexOf(last) + 1];
  (next ?? heading).focus();
}

function controlsOf(root: ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(CONTROLS)].filter(isShown);
}

function isBefore(one: Element, other: Element): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function isShown(element: Element): boolean {
  const fold = element.closest('details:not([open])');
  return (
    element.closest('[hidden]') === null &&
    (fold === null || (element.localName === 'summary' && element.parentElement === fold))
  );
}
