import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { explore } from '../src/nodes/explore';
import { unpacked } from '../src/packed';
import type { IContext } from '../src/part';
import type { IExplore } from '../src/protocol';
import { contract, type ICase } from '../../explorer/test/contracts';

const { data } = contract<ICase>('two_groups');
const FOLDER = resolve(__dirname, '../../../tests/contracts/widgets');
const chosen = (one: number, own: readonly number[] = []) => ({
  each: own.length > 0,
  one,
  own,
  costs: [1, 1],
  capacity: null
});
const node = (value: Record<string, unknown>, change = {}): IExplore => ({
  kind: 'explore',
  id: 'explorer',
  data: { ...data, ...change },
  children: [{ kind: 'chosen', id: 'explorer/chosen', value }]
});

function shown(value: Record<string, unknown>) {
  const change = vi.fn();
  const first = node(value);
  const isAsked = vi.fn(() => false);
  const part = explore(first, { change, isAsked } as unknown as IContext);
  document.body.append(part.element);
  const root = () => part.element.querySelector('.workbench-explorer')!.shadowRoot!;
  const slider = () => root().querySelector<HTMLInputElement>('input[type=range]')!;
  return {
    change,
    part,
    root,
    slider,
    /** What the kernel sends after a choice: the same data, and what it holds now. */
    answer: (now: Record<string, unknown>) => part.update({ ...node(now), data: first.data }),
    move: (place: number) => {
      slider().value = String(place);
      slider().dispatchEvent(new Event('input'));
      slider().dispatchEvent(new Event('change'));
    }
  };
}

afterEach(() => document.body.replaceChildren());

describe('the explorer in a widget', () => {
  it('should begin with what was chosen, and tell what is chosen', () => {
    const { slider, move, change } = shown(chosen(4));
    expect(slider().value).toBe('4');
    move(6);
    expect(change).toHaveBeenCalledExactlyOnceWith('explorer', {
      ...chosen(6),
      attribute: 'group'
    });
  });

  it('should not go back where an older choice is answered while a newer one waits', () => {
    const { slider, move, answer } = shown(chosen(4));
    move(6);
    move(7);
    move(8);
    answer(chosen(6));
    expect(slider().value).toBe('8');
    answer(chosen(8)); // the kernel never saw what was overtaken
    expect(slider().value).toBe('8');
  });

  it('should show what is chosen in another view, as a step that can be undone', () => {
    const { slider, move, answer, root, change } = shown(chosen(4));
    move(6);
    answer(chosen(6));
    answer(chosen(9, [1, 2, 3]));
    const own = [...root().querySelectorAll<HTMLInputElement>('.each input')];
    expect(own.map(one => one.value)).toEqual(['1', '2', '3']);
    expect(change).toHaveBeenCalledOnce();
    root().querySelector<HTMLElement>('.buttons button')!.click();
    expect(slider().value).toBe('6');
    expect(change).toHaveBeenLastCalledWith('explorer', { ...chosen(6), attribute: 'group' });
  });

  it('should go back to what the kernel has where a choice is refused', () => {
    const { slider, move, answer } = shown(chosen(4));
    move(6);
    answer(chosen(6));
    move(8);
    answer(chosen(6));
    expect(slider().value).toBe('6');
  });

  it('should unpack what Python packed', async () => {
    const { data: whole, packed } = JSON.parse(
      readFileSync(resolve(FOLDER, 'packed.json'), 'utf-8')
    ) as Record<'data' | 'packed', unknown>;
    expect(await unpacked(packed)).toEqual(whole);
    expect(unpacked(whole)).toBe(whole);
    const part = explore({ kind: 'explore', id: 'explorer', data: packed, children: [] }, {
      change: vi.fn()
    } as unknown as IContext);
    await vi.waitFor(() => expect(part.element.childElementCount).toBe(1));
    part.dispose!();
  });

  it('should show the newest of data that are unpacked, and none after it went', async () => {
    const { data: whole, packed } = JSON.parse(
      readFileSync(resolve(FOLDER, 'packed.json'), 'utf-8')
    ) as Record<'data' | 'packed', object>;
    const as = (now: object): IExplore => ({
      kind: 'explore',
      id: 'explorer',
      data: now,
      children: []
    });
    const context = { change: vi.fn() } as unknown as IContext;
    const part = explore(as(packed), context);
    part.update(as({ ...whole, groups: ['one', 'two'] }));
    expect(part.element.childElementCount).toBe(1);
    const host = part.element.firstElementChild;
    await new Promise(resolved => setTimeout(resolved, 50));
    expect(part.element.firstElementChild).toBe(host);
    expect(part.element.childElementCount).toBe(1);
    const gone = explore(as(packed), context);
    gone.dispose!();
    await new Promise(resolved => setTimeout(resolved, 50));
    expect(gone.element.childElementCount).toBe(0);
  });

  it('should begin anew with other groups, and stay the same element with the same', () => {
    const { part, root } = shown(chosen(4));
    const before = root();
    part.update(node(chosen(4)));
    expect(root()).toBe(before);
    part.update(node(chosen(4), { groups: ['one', 'two', 'three'] }));
    expect(root()).not.toBe(before);
    expect(part.element.childElementCount).toBe(1);
    part.dispose!();
    expect(part.element.childElementCount).toBe(0);
  });
});
