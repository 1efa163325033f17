/** The records of steps stand among the outputs of a cell for the guide, not for people: they take no room. */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { MIME } from '../guide/records';

/** Lets a notebook show records by nothing at all, and whatever stands beside one by its own renderer. */
export function hideRecords(rendermime: IRenderMimeRegistry): void {
  const createRenderer = () => new QuietRenderer();
  rendermime.addFactory({ safe: true, mimeTypes: [MIME], createRenderer }, 1000);
}

export class QuietRenderer extends Widget implements IRenderMime.IRenderer {
  renderModel(): Promise<void> {
    return Promise.resolve();
  }

  /** Around it is the line of an output, with the room for a prompt; the style knows it by its class. */
  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.parent?.addClass('workbench-mod-record');
    this.parent?.hide();
  }
}
