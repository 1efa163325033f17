import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { REACH as TOLD, SILENCE as FIRED } from '../../../widgets/src/protocol';
import {
  addTwins,
  GRACE,
  LIVE,
  MOST_LOOKS,
  MOST_TRIES,
  REACH,
  SAVED,
  SILENCE,
  TWIN,
  TwinRenderer,
  type ISession
} from '../../src/choices/twin';

/** What shows live widgets, as the widget manager does it: a line of text until there is a view. */
class FakeRenderer extends Widget {
  constructor(readonly mimeType: string) {
    super();
  }
  renderModel = vi.fn((): Promise<void> => {
    this.node.textContent = this.mimeType === SAVED ? 'saved' : 'Loading widget...';
    // As where no kernel ever comes: the manager is waited for without end.
    return this.mimeType === SAVED ? Promise.resolve() : new Promise(() => undefined);
  });
  arrive(): void {
    this.node.replaceChildren(document.createElement('div'));
  }
}

const made: FakeRenderer[] = [];
/** What makes live widgets: the widget manager puts another in its place when a kernel comes. */
let factory = {};
const registry = (mimeTypes = [LIVE, SAVED]) =>
  ({
    mimeTypes,
    getFactory: () => factory,
    createRenderer: (mimeType: string) => {
      const renderer = new FakeRenderer(mimeType);
      made.push(renderer);
      return renderer;
    }
  }) as unknown as IRenderMimeRegistry;
const output = ({ trusted = true, data = { [TWIN]: {}, [LIVE]: {}, [SAVED]: '' } } = {}) =>
  ({ trusted, data }) as unknown as IRenderMime.IMimeModel;

/** What can be seen, by the kind of its output. */
const seen = () => made.filter(one => !one.isDisposed && !one.node.hidden).map(one => one.mimeType);
const wait = async (time = GRACE) => {
  await Promise.resolve(); // observers are told first
  await vi.advanceTimersByTimeAsync(time);
};

let twin: TwinRenderer;
const show = (model = output(), rendermime = registry(), session: ISession | null = null) => {
  twin = new TwinRenderer(rendermime, session);
  void twin.renderModel(model);
  return made[0] as FakeRenderer;
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  twin.dispose();
  made.length = 0;
  vi.useRealTimers();
});

describe('a widget and its twin', () => {
  it('should show the live one alone where it comes at once', async () => {
    show().arrive();
    await wait();
    expect(seen()).toEqual([LIVE]);
    expect(made).toHaveLength(1);
  });

  it('should show what was saved while no kernel has it, and the live one when it comes', async () => {
    const live = show();
    expect(seen()).toEqual([LIVE]);
    await wait();
    expect(seen()).toEqual([SAVED]);
    live.node.textContent = 'Error displaying widget: model not found';
    await wait();
    expect(seen()).toEqual([SAVED]);
    made
      .filter(one => one.mimeType === LIVE)
      .at(-1)!
      .arrive();
    await wait();
    expect(seen()).toEqual([LIVE]);
  });

  it('should ask again when a kernel comes later than the page', async () => {
    show();
    await wait();
    expect(seen()).toEqual([SAVED]);
    factory = {};
    await wait();
    expect(made.map(one => one.isDisposed)).toEqual([true, false, false]);
    made[2]?.arrive();
    await wait();
    expect(seen()).toEqual([LIVE]);
  });

  it('should ask again, a few times, for what the manager did not know', async () => {
    show();
    const fail = () => {
      made.filter(one => one.mimeType === LIVE).at(-1)!.node.textContent =
        'Error displaying widget';
    };
    for (let round = 0; round < 3 * MOST_TRIES; round++) {
      fail();
      await wait(GRACE * 2 ** MOST_TRIES);
    }
    expect(made.filter(one => one.mimeType === LIVE)).toHaveLength(1 + MOST_TRIES);
    expect(seen()).toEqual([SAVED]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('should not look for ever, and look again when the kernel changes', async () => {
    const slots = new Set<(sender: unknown, change: unknown) => void>();
    const signal = {
      connect: (slot: (sender: unknown, change: unknown) => void) => slots.add(slot),
      disconnect: () => slots.clear()
    };
    show(output(), registry(), {
      kernelChanged: signal,
      statusChanged: signal,
      connectionStatusChanged: signal
    });
    await wait(GRACE * (MOST_LOOKS + 1));
    expect(vi.getTimerCount()).toBe(0);
    expect(seen()).toEqual([SAVED]);
    factory = {};
    [...slots][0]!(null, 'idle');
    await wait();
    made
      .filter(one => one.mimeType === LIVE)
      .at(-1)!
      .arrive();
    await wait();
    expect(seen()).toEqual([LIVE]);
    twin.dispose();
    expect(slots.size).toBe(0);
  });

  it('should tell the live one at once what became of its kernel', async () => {
    expect(REACH).toBe(TOLD);
    const slots: Record<string, Array<(sender: unknown, change: unknown) => void>> = {};
    const signal = (name: string) => ({
      connect: (slot: (sender: unknown, change: unknown) => void) =>
        (slots[name] ??= []).push(slot),
      disconnect: () => undefined
    });
    const live = show(output(), registry(), {
      kernelChanged: signal('kernel'),
      statusChanged: signal('status'),
      connectionStatusChanged: signal('connection')
    });
    const tell = (name: string, change: unknown) =>
      slots[name]!.forEach(slot => slot(null, change));
    live.arrive();
    const element = live.node.appendChild(document.createElement('div'));
    element.className = 'workbench-widget';
    const heard: unknown[] = [];
    element.addEventListener(REACH, event => heard.push((event as CustomEvent<unknown>).detail));
    await wait();
    tell('kernel', { oldValue: null, newValue: {} });
    tell('status', 'busy');
    expect(heard).toEqual([]);
    tell('connection', 'connecting');
    tell('connection', 'connected');
    tell('status', 'restarting');
    tell('kernel', { oldValue: {}, newValue: null });
    expect(heard).toEqual(['away', 'there', 'gone', 'gone']);
  });

  it('should show what was saved after the live one was closed', async () => {
    const live = show();
    live.arrive();
    await wait();
    live.hide(); // as the widget manager does
    await wait();
    expect(seen()).toEqual([SAVED]);
  });

  it('should show what was saved while nobody answers a widget that shows nothing', async () => {
    expect(SILENCE).toBe(FIRED);
    const live = show();
    live.arrive();
    await wait();
    const fire = (detail: boolean) =>
      live.node.firstChild?.dispatchEvent(new CustomEvent(SILENCE, { bubbles: true, detail }));
    fire(true);
    await wait();
    expect(seen()).toEqual([SAVED]);
    fire(false);
    expect(seen()).toEqual([LIVE]);
  });

  it.each([
    ['in a notebook that nobody trusts', output({ trusted: false }), registry()],
    [
      'where no live widget was saved',
      output({ data: { [TWIN]: {}, [SAVED]: '' } as never }),
      registry()
    ],
    ['where nothing shows live widgets', output(), registry([SAVED])]
  ])('should never run the live one %s', (_, model, rendermime) => {
    show(model, rendermime);
    expect(seen()).toEqual([SAVED]);
  });

  it('should show what was saved where the live one fails', async () => {
    const rendermime = registry();
    const live = new FakeRenderer(LIVE);
    live.renderModel.mockReturnValue(Promise.reject(new Error('no module')));
    vi.spyOn(rendermime, 'createRenderer').mockReturnValueOnce(live);
    show(output(), rendermime);
    await wait(0);
    expect(live.node.hidden).toBe(true);
    expect(seen()).toEqual([SAVED]);
  });

  it('should leave nothing behind', async () => {
    const live = show();
    const removed = vi.spyOn(twin.node, 'removeEventListener');
    twin.dispose();
    expect(removed).toHaveBeenCalledWith(SILENCE, expect.any(Function));
    await wait();
    expect(live.isDisposed).toBe(true);
    expect(made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('should show a newer output in place of the older one', async () => {
    show();
    await wait();
    void twin.renderModel(output({ trusted: false }));
    expect(seen()).toEqual([SAVED]);
    expect(twin.widgets).toHaveLength(1);
  });
});

describe('the renderer of twins', () => {
  it('should come before that of live widgets', () => {
    const addFactory = vi.fn();
    addTwins({ addFactory } as unknown as IRenderMimeRegistry);
    const [factory, rank] = addFactory.mock.calls[0] as [IRenderMime.IRendererFactory, number];
    expect(factory.mimeTypes).toEqual([TWIN]);
    expect(factory.safe).toBe(true);
    expect(rank).toBeLessThan(-10); // where the widget manager puts its own
    twin = factory.createRenderer({} as IRenderMime.IRendererOptions) as TwinRenderer;
    expect(twin).toBeInstanceOf(TwinRenderer);
  });
});
