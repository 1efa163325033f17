import { Token } from '@lumino/coreutils';
import { vi } from 'vitest';

/** What JupyterLab's packages ask of a browser at import, and jsdom lacks. */
globalThis.DragEvent ??= class DragEvent extends MouseEvent {} as typeof globalThis.DragEvent;
(Element.prototype as Partial<Element>).scrollIntoView ??= () => undefined;
window.matchMedia ??= media =>
  Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
globalThis.requestIdleCallback ??= ((run: () => void) => setTimeout(run)) as never;

/** Of the notebook's package only the token is needed at run time; all of it wants a whole browser. */
vi.mock('@jupyterlab/notebook', () => ({
  INotebookTracker: new Token('@jupyterlab/notebook:INotebookTracker')
}));
