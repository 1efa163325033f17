import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import { Panel, Widget } from '@lumino/widgets';
import { afterEach, describe, expect, it } from 'vitest';

import { hideRecords } from '../../src/choices/quiet';
import { MIME } from '../../src/guide/records';

describe('a record of a step', () => {
  afterEach(() => document.body.replaceChildren());

  it('should be drawn, in a notebook that nobody trusts too, by something that takes no room', async () => {
    const rendermime = new RenderMimeRegistry();
    expect(rendermime.preferredMimeType({ [MIME]: {} }, 'ensure')).toBeUndefined();
    hideRecords(rendermime);
    expect(rendermime.preferredMimeType({ [MIME]: {} }, 'ensure')).toBe(MIME);
    const renderer = rendermime.createRenderer(MIME);
    await renderer.renderModel({} as never);
    const line = new Panel();
    line.addWidget(new Widget());
    line.addWidget(renderer);
    Widget.attach(line, document.body);
    expect(line.isHidden).toBe(true);
    expect(renderer.node.textContent).toBe('');
    line.dispose();
  });

  it('should leave what stands beside it to others', () => {
    const rendermime = new RenderMimeRegistry();
    const other = 'text/plain';
    rendermime.addFactory(
      { safe: true, mimeTypes: [other], createRenderer: () => null as never },
      120
    );
    hideRecords(rendermime);
    expect(rendermime.preferredMimeType({ [MIME]: {}, [other]: 'x' }, 'ensure')).toBe(other);
  });
});
