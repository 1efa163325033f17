import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { describe, expect, it, vi } from 'vitest';

import { Guide, type ITracked } from '../../src/guide/guide';
import type { IGuideModel } from '../../src/guide/tokens';
import { notebook } from './fakes';

function tracked(there: NotebookPanel[] = []) {
  const tracker = {
    widgetAdded: new Signal<object, NotebookPanel>({}),
    currentChanged: new Signal<object, NotebookPanel | null>({}),
    currentWidget: null as NotebookPanel | null,
    forEach: (follow: (panel: NotebookPanel) => void) => there.forEach(follow)
  };
  const dispose = vi.fn();
  const open = vi.fn(
    ({ id }: NotebookPanel) => ({ title: id, steps: [id], dispose }) as unknown as IGuideModel
  );
  const guide = new Guide(tracker as unknown as ITracked, open);
  const heard = vi.fn();
  guide.currentChanged.connect(heard);
  return { guide, tracker, open, heard, dispose };
}

describe('Guide', () => {
  it('should follow notebooks that are open already, and each that is opened', () => {
    const [one, other] = [notebook([]).panel, notebook([]).panel];
    const { guide, tracker, open } = tracked([one]);
    expect(guide.of(one)).not.toBeNull();
    expect(guide.of(other)).toBeNull();
    expect(guide.states(other)).toEqual([]);
    tracker.widgetAdded.emit(other);
    tracker.widgetAdded.emit(other);
    expect(guide.states(other)).toEqual(['panel']);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('should know the current one, and say so if it was current before it was told of', () => {
    const { panel } = notebook([]);
    const { guide, tracker, heard } = tracked();
    expect(guide.current).toBeNull();
    tracker.currentWidget = panel;
    tracker.currentChanged.emit(panel);
    expect(guide.current).toBeNull();
    tracker.widgetAdded.emit(panel);
    expect(guide.current).toBe(guide.of(panel));
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('should let go of a notebook that is closed', () => {
    const { panel } = notebook([]);
    const { guide, dispose } = tracked([panel]);
    (panel.disposed as Signal<NotebookPanel, void>).emit();
    expect(guide.of(panel)).toBeNull();
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});
