/** Whether the last key or click on a page came with Shift: a command is not told what started it. */
export function followShift(page: Document): () => boolean {
  let isDown = false;
  const see = ({ shiftKey }: Event & { readonly shiftKey: boolean }) => {
    isDown = shiftKey;
  };
  for (const type of ['pointerdown', 'click', 'keydown', 'keyup'] as const) {
    page.addEventListener(type, see, true);
  }
  return () => isDown;
}
