import { describe, expect, it } from 'vitest';
import { group } from '../src/nodes/group';
import type { IContext } from '../src/part';
import type { IGroup } from '../src/protocol';

const context = { idOf: (id: string, part: string) => `w-${id}-${part}` } as unknown as IContext;
const node = (title: string): IGroup => ({
  kind: 'group',
  id: 'about',
  title,
  look: 'column',
  is_open: false,
  children: []
});

describe('a group', () => {
  it('should be one as long as it has a heading, also when that comes back', () => {
    const part = group(node('About'), context);
    const named = () => ['role', 'aria-labelledby'].map(one => part.element.getAttribute(one));
    expect(named()).toEqual(['group', 'w-about-title']);
    part.update(node(''));
    expect(named()).toEqual([null, null]);
    part.update(node('About'));
    expect(named()).toEqual(['group', 'w-about-title']);
  });
});
