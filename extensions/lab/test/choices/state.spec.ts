import { Signal } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';

import { leaveOut, OURS, type IModelLike } from '../../src/choices/state';

const STATE = 'application/vnd.jupyter.widget-state+json';
const panel = { state: { _anywidget_id: OURS, _esm: 'export default {}', layout: 'IPY_MODEL_l1' } };
const layout = { model_name: 'LayoutModel', state: {} };
const other = { model_name: 'IntSliderModel', state: { value: 3, layout: 'IPY_MODEL_l2' } };

/** A notebook's metadata, which say when they change, as those of JupyterLab do. */
function notebook() {
  const metadata = new Map<string, unknown>();
  let n = 0;
  const model = {
    getMetadata: (key: string) => metadata.get(key),
    setMetadata: (key: string, value: unknown) => {
      n++;
      metadata.set(key, value);
      changed.emit({ key });
    },
    deleteMetadata: (key: string) => {
      n++;
      metadata.delete(key);
      changed.emit({ key });
    }
  };
  const changed = new Signal<object, { key: string }>(model);
  const whole = { ...model, metadataChanged: changed } as unknown as IModelLike;
  leaveOut(whole);
  return { model: whole, metadata, changes: () => n };
}

const saved = (state: object) => ({ [STATE]: { version_major: 2, version_minor: 0, state } });

describe('what is saved of widgets', () => {
  it('should leave out ours and their layouts, and keep those of others', () => {
    const { model, metadata, changes } = notebook();
    model.setMetadata('widgets', saved({ p1: panel, l1: layout, s1: other, l2: layout }));
    expect(metadata.get('widgets')).toEqual(saved({ s1: other, l2: layout }));
    expect(changes()).toBe(2);
  });

  it('should hold nothing where there are none but ours', () => {
    const { model, metadata } = notebook();
    model.setMetadata('widgets', saved({ p1: panel, l1: layout }));
    expect(metadata.has('widgets')).toBe(false);
  });

  it.each([
    ['widgets', saved({ s1: other, l2: layout })],
    ['widgets', {}],
    ['kernelspec', saved({ p1: panel })]
  ])('should leave what is of nobody of ours as it is: %s', (key, value) => {
    const { model, metadata, changes } = notebook();
    model.setMetadata(key, value as never);
    expect(metadata.get(key)).toEqual(value);
    expect(changes()).toBe(1);
  });
});
