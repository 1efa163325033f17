import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { GuidePanel } from '../../src/guide/panel';
import type { IGuide } from '../../src/guide/tokens';

vi.mock('../../src/guide/body', () => ({
  GuideBody: class extends Widget {
    constructor() {
      super({ node: document.createElement('div') });
      this.node.append(document.createElement('button'));
    }
  }
}));

describe('GuidePanel', () => {
  let panel: GuidePanel;
  let elsewhere: HTMLButtonElement;

  beforeEach(async () => {
    const guide = { current: null } as unknown as IGuide;
    panel = new GuidePanel(guide, new CommandRegistry(), nullTranslator.load('workbench'));
    Widget.attach(panel, document.body);
    await vi.waitFor(() => expect(panel.node.querySelector('button')).not.toBeNull());
    elsewhere = document.body.appendChild(document.createElement('button'));
    elsewhere.focus();
  });

  afterEach(() => {
    panel.dispose();
    elsewhere.remove();
  });

  const activated = () =>
    new Promise<void>(done => {
      panel.activate();
      setTimeout(done, 50); // the request comes as a message
    });

  it('takes the focus when it is activated', async () => {
    await activated();
    expect(panel.node.contains(document.activeElement)).toBe(true);
  });

  it('leaves the focus where it is when it is shown quietly, and takes it the next time', async () => {
    panel.takesFocus = false;
    await activated();
    expect(document.activeElement).toBe(elsewhere);
    await activated();
    expect(panel.node.contains(document.activeElement)).toBe(true);
  });
});
