const EDITABLE = 'input, select, textarea, [contenteditable="true"]';

/** Whether the focus is where somebody types, be it in a widget's shadow: it stays there. */
export function isTyping(): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) {
    focused = focused.shadowRoot.activeElement;
  }
  return focused?.matches(EDITABLE) ?? false;
}
