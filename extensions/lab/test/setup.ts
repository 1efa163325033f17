/** What JupyterLab's packages ask of a browser at import, and jsdom lacks. */
globalThis.DragEvent ??= class DragEvent extends MouseEvent {} as typeof globalThis.DragEvent;
window.matchMedia ??= media =>
  Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
