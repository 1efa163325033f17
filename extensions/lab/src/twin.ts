/**
 * A widget where no kernel answers: the picture and tables that were saved with it take its place.
 * Beside a kernel the live widget is shown as ever.
 */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel } from '@lumino/widgets';

/** What workbench/widgets/panel.py puts beside the widget's own kind of output. */
export const TWIN = 'application/vnd.workbench.widget+json';
const LIVE = 'application/vnd.jupyter.widget-view+json';
const SAVED = 'text/html';

/** Lets a notebook show widgets of ours by this renderer, before any other. */
export function addTwins(rendermime: IRenderMimeRegistry): void {
  rendermime.addFactory(
    { safe: true, mimeTypes: [TWIN], createRenderer: () => new TwinRenderer(rendermime) },
    -20
  );
}

/** Shows the live widget, and what was saved with it where there is none. */
export class TwinRenderer extends Panel implements IRenderMime.IRenderer {
  constructor(rendermime: IRenderMimeRegistry) {
    super();
    this._rendermime = rendermime;
    this.addClass('workbench-twin');
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._watcher.disconnect();
    for (const child of [...this.widgets]) {
      child.dispose();
    }
    const { data } = model;
    if (!(LIVE in data) || !this._rendermime.mimeTypes.includes(LIVE)) {
      await this._show(SAVED, model);
      return;
    }
    const live = await this._show(LIVE, model);
    const look = () => {
      // The manager says so in words alone, once it knows that no kernel has the model.
      if (
        live.node.childElementCount === 0 &&
        live.node.textContent?.startsWith('Error displaying')
      ) {
        this._watcher.disconnect();
        live.dispose();
        void this._show(SAVED, model);
      }
    };
    this._watcher = new MutationObserver(look);
    this._watcher.observe(live.node, { childList: true, characterData: true, subtree: true });
    look();
  }

  override dispose(): void {
    this._watcher.disconnect();
    super.dispose();
  }

  private async _show(
    mimeType: string,
    model: IRenderMime.IMimeModel
  ): Promise<IRenderMime.IRenderer> {
    const renderer = this._rendermime.createRenderer(mimeType);
    this.addWidget(renderer);
    await renderer.renderModel(model);
    return renderer;
  }

  private readonly _rendermime: IRenderMimeRegistry;
  private _watcher = new MutationObserver(() => undefined);
}
