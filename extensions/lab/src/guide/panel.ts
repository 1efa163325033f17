/** The place of the guide at the side; what it shows is loaded when it is first seen. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';

import { guideIcon } from './icon';
import type { IGuide } from './tokens';

export const PANEL_ID = 'workbench-guide';

export class GuidePanel extends Panel {
  constructor(
    private readonly _guide: IGuide,
    private readonly _commands: CommandRegistry,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.id = PANEL_ID;
    this.addClass('workbench-Guide');
    this.title.icon = guideIcon;
    this.title.caption = _trans.__('Workbench Guide');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Workbench Guide'));
  }

  protected override onBeforeShow(message: Message): void {
    super.onBeforeShow(message);
    this._fill();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this._fill();
    }
  }

  /** Whether the focus comes in when the panel is activated next; it does so by itself, but for once. */
  takesFocus = true;

  /** The step in the list has the focus, so that the arrow keys work at once. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this._fill();
    if (this.takesFocus) {
      this._isFocusWanted = true;
      this._focus();
    }
    this.takesFocus = true; // whoever asked has gone on: the request comes as a message, later
  }

  private _focus(): void {
    const place =
      this.node.querySelector<HTMLElement>('[data-workbench-focus]') ??
      this.node.querySelector<HTMLElement>('button');
    if (place !== null) {
      this._isFocusWanted = false;
      place.focus();
    }
  }

  private _fill(): void {
    if (this._isFilled) {
      return;
    }
    this._isFilled = true;
    void import('./body').then(
      ({ GuideBody }) => {
        this.addWidget(new GuideBody(this._guide, this._commands, this._trans));
        if (this._isFocusWanted) {
          requestAnimationFrame(() => this._focus());
        }
      },
      (reason: unknown) => {
        console.error('[workbench] Could not load the guide', reason);
        this._isFilled = false;
        const node = document.createElement('p');
        node.textContent = this._trans.__('The guide could not be loaded. Reload the page.');
        this.addWidget(new Widget({ node }));
      }
    );
  }

  private _isFilled = false;
  private _isFocusWanted = false;
}
