import { describe, expect, it, vi } from 'vitest';
import { progress } from '../src/nodes/progress';
import type { IContext } from '../src/part';
import type { IProgress } from '../src/protocol';

const node = (canEnd: boolean): IProgress => ({
  kind: 'progress',
  id: 'workbench/progress',
  label: 'Counting',
  done: 0,
  of: 0,
  left: '',
  can_end: canEnd
});

describe('the progress of long work', () => {
  it('should have a button that ends it only where it can be ended', () => {
    const press = vi.fn();
    const context = { idOf: (id: string) => id, announce: vi.fn(), press } as unknown as IContext;
    const part = progress(node(false), context);
    const end = part.element.querySelector('button')!;
    expect(end.hidden).toBe(true);
    part.update(node(true));
    expect(end.hidden).toBe(false);
    end.click();
    expect(press).toHaveBeenCalledWith('workbench/end');
  });
});
