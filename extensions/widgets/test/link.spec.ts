import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Link, PATIENCE } from '../src/link';
import { patched } from '../src/protocol';
import { contract, FakeModel } from './views';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function followed() {
  const model = new FakeModel();
  const link = new Link(model);
  const views: unknown[] = [];
  const heard = vi.fn();
  const stop = link.follow(view => views.push(view), heard);
  return { model, link, views, heard, stop };
}

describe('a patch', () => {
  it.each(['same', 'some', 'other'] as const)('should make the view that Python has: %s', name => {
    const { before, nodes, after } = contract(name);
    expect(patched(before, new Map(nodes.map(node => [node.id, node])))).toEqual(after);
  });

  it('should leave what did not change the same object', () => {
    const { before, nodes } = contract('other');
    const next = patched(before, new Map(nodes.map(node => [node.id, node])));
    expect(next.children[0]).toBe(before.children[0]);
  });
});

describe('the line to the kernel', () => {
  it('should ask for the view, and follow what comes', () => {
    const { model, views } = followed();
    expect(model.sent).toEqual([{ kind: 'ready', seq: 1 }]);
    const { before, nodes, after } = contract('some');
    model.show(before);
    model.patch(nodes, null);
    expect(views).toEqual([before, after]);
  });

  it('should show a second view what the first one has, without asking', () => {
    const { model, link } = followed();
    model.show(contract('same').before);
    const seen = vi.fn();
    link.follow(seen, vi.fn());
    expect(seen).toHaveBeenCalledTimes(1);
    expect(model.sent.length).toBe(1);
  });

  it('should send the newest change alone when the kernel is behind', () => {
    const { model, link } = followed();
    model.show(contract('same').before);
    for (const value of [1, 2, 3]) {
      link.change('slid', value);
    }
    expect(model.sent.slice(1).map(one => [one.id, one.value])).toEqual([['slid', 1]]);
    model.patch([], 2);
    expect([model.last.id, model.last.value]).toEqual(['slid', 3]);
    model.patch([], model.last.seq);
    expect(model.sent.length).toBe(3);
  });

  it('should send what waits before anything else that is done', () => {
    const { model, link } = followed();
    model.show(contract('same').before);
    for (const value of [1, 2, 3]) {
      link.change('slid', value);
    }
    link.change('other', 9);
    link.change('slid', 4);
    link.press('go');
    expect(model.sent.slice(1).map(one => [one.kind, one.id, one.value])).toEqual([
      ['change', 'slid', 1],
      ['change', 'slid', 3],
      ['change', 'other', 9],
      ['change', 'slid', 4],
      ['press', 'go', undefined]
    ]);
    const n = model.sent.length;
    for (const { seq } of [...model.sent]) {
      model.patch([], seq);
    }
    expect(model.sent.length).toBe(n);
    expect(link.isAsked('slid')).toBe(false);
  });

  it('should say when no answer comes, and take it back', () => {
    const { model, link, heard } = followed();
    vi.advanceTimersByTime(PATIENCE + 1);
    expect(link.isSilent).toBe(true);
    model.show(contract('same').before);
    expect(link.isSilent).toBe(false);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('should say at once that the kernel is gone, for as long as it does not speak', () => {
    const { model, link, heard } = followed();
    model.show(contract('same').before);
    model.lose();
    expect(link.reach).toBe('gone');
    link.hear('there');
    link.hear('away');
    vi.advanceTimersByTime(PATIENCE + 1);
    expect(link.reach).toBe('gone');
    expect(heard).toHaveBeenCalledTimes(1);
    model.patch([], null);
    expect(link.reach).toBe('there');
  });

  it('should say that the line is cut until it is not', () => {
    const { model, link, heard } = followed();
    model.show(contract('same').before);
    link.hear('away');
    expect([link.reach, link.isSilent]).toEqual(['away', true]);
    link.hear('there');
    expect([link.reach, link.isSilent]).toEqual(['there', false]);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('should leave nothing behind when the last view goes', () => {
    const { model, stop } = followed();
    stop();
    expect(model.listeners.size + model.following.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('should refuse a view of a version that it does not know', () => {
    const { model } = followed();
    const [listener] = model.listeners;
    expect(() => listener!({ kind: 'view', schema: 'workbench.view/2', view: {}, seq: 1 })).toThrow(
      'Expected a view of the schema workbench.view/1.'
    );
  });
});

describe('a long change', () => {
  beforeEach(() => {
    vi.useRealTimers();
  });

  it('should be unpacked, and what comes after it wait for it', async () => {
    const { model, views } = followed();
    const { before, nodes, after } = contract('other');
    const last = contract('some');
    model.show(before);
    model.pack(nodes);
    model.show(last.before);
    model.patch(last.nodes, null);
    expect(views).toEqual([before]);
    await vi.waitFor(() => expect(views.length).toBe(4));
    expect(views).toEqual([before, after, last.before, last.after]);
    model.patch([], null);
    model.show(before);
    expect(views.length).toBe(5);
  });

  it('should be asked for again as a whole view when it cannot be read', async () => {
    const { model, link } = followed();
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    model.show(contract('same').before);
    model.spoil();
    await vi.waitFor(() => expect(model.sent.length).toBe(2));
    expect(model.last.kind).toBe('ready');
    expect(complaint).toHaveBeenCalledTimes(1);
    model.show(contract('some').after);
    await vi.waitFor(() => expect(link.view).toEqual(contract('some').after));
    complaint.mockRestore();
  });

  it('should not be shown by a view that went meanwhile', async () => {
    const { model, views, stop } = followed();
    const { before, nodes } = contract('other');
    model.show(before);
    model.pack(nodes);
    stop();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(views).toEqual([before]);
  });
});
