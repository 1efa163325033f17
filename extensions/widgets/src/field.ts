/** What every control has around it: a label, what it means, and what is wrong with it. */
import { make, tell } from '../../explorer/src/dom';
import type { IContext } from './part';

export interface ILabelled {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly problem?: string;
  readonly quiet: boolean;
}

export interface IField {
  readonly element: HTMLElement;
  update(node: ILabelled): void;
  /** Says what is wrong before the kernel does. */
  complain(problem: string): void;
}

/** Returns a control with its label; `control` is described by what stands beneath. */
export function field(
  node: ILabelled,
  control: HTMLElement,
  context: IContext,
  beside: readonly HTMLElement[] = []
): IField {
  const label = make('label', { attributes: { for: context.idOf(node.id, 'control') } });
  const help = make('p', { class: 'help', attributes: { id: context.idOf(node.id, 'help') } });
  const problem = make('p', {
    class: 'wrong',
    attributes: { id: context.idOf(node.id, 'problem'), role: 'status' }
  });
  control.id = context.idOf(node.id, 'control');
  const update = (now: ILabelled) => {
    tell(label, now.label);
    label.classList.toggle('unseen', now.quiet);
    tell(help, now.help);
    help.hidden = now.help === '';
    complain(now.problem ?? '');
  };
  const complain = (said: string) => {
    tell(problem, said);
    control.setAttribute('aria-invalid', String(said !== ''));
    describe(control, [help, problem]);
  };
  update(node);
  return {
    element: make(
      'div',
      { class: 'field' },
      label,
      make('div', { class: 'line' }, control, ...beside),
      help,
      problem
    ),
    update,
    complain
  };
}

/** Links an element to what is said about it, as far as something is said. */
export function describe(element: HTMLElement, said: readonly HTMLElement[]): void {
  const ids = said.filter(one => one.textContent !== '').map(one => one.id);
  if (ids.length > 0) {
    element.setAttribute('aria-describedby', ids.join(' '));
  } else {
    element.removeAttribute('aria-describedby');
  }
}

/**
 * Lets Enter finish what is typed, as it does in a form: where the page takes the key for itself,
 * the browser says nothing of a change.
 */
export function finishOnEnter(input: HTMLElement): void {
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      input.dispatchEvent(new Event('change'));
    }
  });
}

/**
 * Says whether a person is typing: what is not finished yet wins over an answer to what was before.
 * Left without a change, the field is to `show` what the kernel has meanwhile; it asks before anything
 * else hears of the change.
 */
export function whileTyping(input: HTMLElement, show: () => void): () => boolean {
  let isTyping = false;
  input.addEventListener('input', () => (isTyping = true));
  input.addEventListener('change', () => (isTyping = false));
  input.addEventListener('blur', () => {
    if (isTyping) {
      isTyping = false;
      show();
    }
  });
  return () => isTyping;
}
