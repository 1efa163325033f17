import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IExplorerData } from '../src/data';
import explorer, { mount } from '../src/index';
import { followTheme } from '../src/theme';
import { explore } from '../src/view';
import { contract, type ICase } from './contracts';

const HOSTILE = '<img src=x onerror=alert(1)>{low}';

/** Every text is its own id, with what fills it. */
const TEXTS = new Proxy({} as Record<string, string>, {
  get: (_, name: string) =>
    ({
      'slider.favoured': '{count} of {people}',
      'slider.audited': 'audited {threshold}',
      'claim.difference': 'between {low} and {high}, limit {limit}',
      'claim.ratio': 'from {low} to {high}, limit {limit}',
      'claim.direction': 'lower for {lower} than {higher}',
      'claim.small': 'fewer than {minimum}: {groups}',
      interval: '{low} to {high}',
      table: '{metric} by {attribute}',
      list: ' and ',
      'number.point': '.',
      'number.thousands': ',',
      'number.none': '–'
    })[name] ?? name
});

function dataOf(name: string, change: Partial<IExplorerData> = {}): IExplorerData {
  return { ...contract<ICase>(name).data, texts: TEXTS, ...change };
}

function shown(data: unknown): ShadowRoot {
  const element = document.body.appendChild(document.createElement('div'));
  mount(element, data);
  return element.querySelector('.workbench-explorer')!.shadowRoot!;
}

function all<Found extends Element = HTMLElement>(root: ShadowRoot, selector: string): Found[] {
  return [...root.querySelectorAll<Found>(selector)];
}

const texts = (root: ShadowRoot, selector: string) =>
  all(root, selector).map(one => one.textContent);
const sliderOf = (root: ShadowRoot) => all<HTMLInputElement>(root, 'input[type=range]')[0]!;
const buttonOf = (root: ShadowRoot, text: string) =>
  all(root, 'button').find(one => one.textContent === text)!;

/** What a browser does on an arrow key: jsdom leaves it out. */
function press(slider: HTMLInputElement, key: 'ArrowLeft' | 'ArrowRight', times = 1): void {
  for (let time = 0; time < times; time++) {
    if (key === 'ArrowRight') {
      slider.stepUp();
    } else {
      slider.stepDown();
    }
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

function chooseEach(root: ShadowRoot, place: 0 | 1): void {
  const radio = all<HTMLInputElement>(root, 'input[type=radio]')[place]!;
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
}

afterEach(() => document.body.replaceChildren());

describe('the slider', () => {
  it('should begin at the audited threshold, with a name and a value in words', () => {
    const data = dataOf('two_groups');
    const root = shown(data);
    const slider = sliderOf(root);
    expect(slider.labels?.[0]?.textContent).toBe('slider');
    expect(slider.value).toBe(String(data.start));
    expect(slider.getAttribute('aria-valuetext')).toBe('0.5000');
    expect(texts(root, 'output')[0]).toBe('0.5000');
    expect(root.querySelector('output')?.getAttribute('aria-live')).toBe('polite');
    expect(texts(root, '.audited')[0]).toBe('audited 0.5000');
  });

  it('should move everything that follows from it', () => {
    const { data: written, expected } = contract<ICase>('two_groups');
    const root = shown({ ...written, texts: TEXTS });
    const slider = sliderOf(root);
    const before = texts(root, '.favoured')[0];
    const last = expected[5]!;
    press(slider, 'ArrowRight', last.places[0]! - written.start);
    expect(slider.value).toBe(String(written.edges.length - 1));
    expect(texts(root, '.favoured')[0]).not.toBe(before);
    const values = last.rates['selection_rate']!.values as number[];
    expect(texts(root, 'td.rate')).toEqual(values.map(value => (100 * value).toFixed(1)));
    expect(texts(root, '.verdicts strong')).toEqual(
      last.claims.map(claim => `verdict.${claim.verdict}`)
    );
    expect(texts(root, '.verdicts .mark')).toEqual(
      last.claims.map(claim => `mark.${claim.verdict}`)
    );
  });

  it('should have a verdict read out with what it is of, and only when it changes', () => {
    const root = shown(dataOf('two_groups'));
    const live = all(root, '.verdicts [aria-live=polite][aria-atomic=true]');
    expect(live.map(one => one.textContent)).toEqual(
      all(root, '.verdicts li').map(
        line => `${line.querySelector('.claim')?.textContent} verdict.${line.dataset['verdict']}`
      )
    );
    const changes: MutationRecord[] = [];
    const before = live.map(one => one.textContent);
    const observer = new MutationObserver(seen => changes.push(...seen));
    live.forEach(one => observer.observe(one, { childList: true, subtree: true }));
    const numbers = texts(root, '.why');
    press(sliderOf(root), 'ArrowRight');
    changes.push(...observer.takeRecords());
    expect(texts(root, '.why')).not.toEqual(numbers);
    expect(changes.length > 0).toBe(live.some((one, at) => one.textContent !== before[at]));
  });

  it('should show what a drag passes, and keep only where it ends', () => {
    const root = shown(dataOf('two_groups'));
    const slider = sliderOf(root);
    const start = slider.value;
    for (const value of ['5', '4', '3']) {
      slider.value = value;
      slider.dispatchEvent(new Event('input'));
      expect(slider.value).toBe(value);
    }
    slider.dispatchEvent(new Event('change'));
    buttonOf(root, 'undo').click();
    expect(slider.value).toBe(start);
    expect(buttonOf(root, 'undo').getAttribute('aria-disabled')).toBe('true');
  });

  it('should draw the audited rate where it was', () => {
    const root = shown(dataOf('two_groups'));
    const places = () => all<SVGElement>(root, 'tbody .ring').map(one => one.getAttribute('cx'));
    const dots = () => all<SVGElement>(root, 'tbody .dot').map(one => one.getAttribute('cx'));
    expect(dots()).toEqual(places());
    const before = places();
    press(sliderOf(root), 'ArrowLeft');
    expect(places()).toEqual(before);
    expect(dots()).not.toEqual(before);
  });
});

describe('undo and reset', () => {
  it('should go back a step, and to the beginning, without dropping the focus', () => {
    const data = dataOf('two_groups');
    const root = shown(data);
    const slider = sliderOf(root);
    const [undo, reset] = [buttonOf(root, 'undo'), buttonOf(root, 'reset')];
    expect([undo, reset].map(one => one.getAttribute('aria-disabled'))).toEqual(['true', 'true']);
    press(slider, 'ArrowRight', 3);
    undo.click();
    expect(slider.value).toBe(String(data.start + 2));
    reset.click();
    expect(slider.value).toBe(String(data.start));
    expect(reset.getAttribute('aria-disabled')).toBe('true');
    undo.click();
    expect(slider.value).toBe(String(data.start + 2));
    expect((undo as HTMLButtonElement).disabled).toBe(false);
  });

  it('should begin with what was named beforehand, and go back to it', () => {
    const data = dataOf('two_groups', { given: { costs: [5, 2], capacity: 30 } });
    const root = shown(data);
    const [undo, reset] = [buttonOf(root, 'undo'), buttonOf(root, 'reset')];
    const typed = () => all<HTMLInputElement>(root, 'input[type=number]').map(one => one.value);
    expect(typed()).toEqual(['5', '2', '30']);
    expect([undo, reset].map(one => one.getAttribute('aria-disabled'))).toEqual(['true', 'true']);
    for (const [at, value] of ['3', '4', ''].entries()) {
      const input = all<HTMLInputElement>(root, 'input[type=number]')[at]!;
      input.value = value;
      input.dispatchEvent(new Event('change'));
    }
    press(sliderOf(root), 'ArrowRight', 3);
    expect(typed()).toEqual(['3', '4', '']);
    reset.click();
    expect(typed()).toEqual(['5', '2', '30']);
    expect(sliderOf(root).value).toBe(String(data.start));
    expect(reset.getAttribute('aria-disabled')).toBe('true');
  });

  it('should go back to thresholds by group where these were audited', () => {
    const base = dataOf('two_groups');
    const own = base.groups.map((_, group) => base.start + 1 + (group % 2));
    const root = shown({ ...base, given: { each: true, own } });
    const places = () =>
      all<HTMLInputElement>(root, 'input[type=range]')
        .filter(one => one.closest('[hidden]') === null)
        .map(one => Number(one.value));
    expect(places()).toEqual(own);
    chooseEach(root, 0);
    expect(places()).toEqual([base.start]);
    buttonOf(root, 'reset').click();
    expect(places()).toEqual(own);
  });
});

describe('one threshold for each group', () => {
  it('should begin where that of all was, and say that it may be unlawful', () => {
    const data = dataOf('two_groups');
    const root = shown(data);
    press(sliderOf(root), 'ArrowRight', 2);
    expect(texts(root, '.caution')).toEqual([]);
    chooseEach(root, 1);
    expect(texts(root, '.caution')).toEqual(['caution caution.why']);
    expect(root.querySelector('.caution')?.closest('[aria-live]')).not.toBeNull();
    const own = all<HTMLInputElement>(root, '.each input');
    // It is read out when it comes, and not again with each threshold.
    const seen = new MutationObserver(() => undefined);
    seen.observe(root.querySelector('.caution')!.parentElement!, { childList: true });
    press(own[0]!, 'ArrowRight', 1);
    press(own[0]!, 'ArrowLeft', 1);
    expect(seen.takeRecords()).toEqual([]);
    expect(own.map(one => one.value)).toEqual(data.groups.map(() => String(data.start + 2)));
    expect(own.map(one => one.labels?.[0]?.textContent)).toEqual(data.groups);
  });

  it('should move one group alone, to what the audit says', () => {
    const { data: written, expected } = contract<ICase>('few_people');
    const root = shown({ ...written, texts: TEXTS });
    const apart = expected[expected.length - 1]!;
    chooseEach(root, 1);
    all<HTMLInputElement>(root, '.each input').forEach((slider, group) => {
      slider.value = String(apart.places[group]);
      slider.dispatchEvent(new Event('input'));
      slider.dispatchEvent(new Event('change'));
    });
    expect(texts(root, '.verdicts strong')).toEqual(
      apart.claims.map(claim => `verdict.${claim.verdict}`)
    );
  });

  it('should be taken back by one for all', () => {
    const data = dataOf('two_groups');
    const root = shown(data);
    const before = texts(root, 'td.rate');
    chooseEach(root, 1);
    press(all<HTMLInputElement>(root, '.each input')[1]!, 'ArrowLeft', 4);
    expect(texts(root, 'td.rate')[0]).toBe(before[0]);
    expect(texts(root, 'td.rate')[1]).not.toBe(before[1]);
    chooseEach(root, 0);
    expect(texts(root, 'td.rate')).toEqual(before);
  });
});

describe('presets, costs and capacity', () => {
  const type = (root: ShadowRoot, at: number, value: string) => {
    const input = all<HTMLInputElement>(root, 'input[type=number]')[at]!;
    input.value = value;
    input.dispatchEvent(new Event('change'));
    return input;
  };

  it('should set a threshold for each group, with the caution, and take it back in one step', () => {
    const data = dataOf('two_groups');
    const root = shown(data);
    buttonOf(root, 'preset.opportunity').click();
    expect(texts(root, '.caution')).toEqual(['caution caution.why']);
    expect(texts(root, '[role=status]')).toEqual(['preset.opportunity.why']);
    const own = all<HTMLInputElement>(root, '.each input').map(one => Number(one.value));
    expect(own[data.groups.indexOf('unknown')]).toBe(data.start);
    expect(new Set(own).size).toBeGreaterThan(1);
    buttonOf(root, 'undo').click();
    expect(texts(root, '.caution')).toEqual([]);
    expect(texts(root, '[role=status]')).toEqual(['']);
    expect(sliderOf(root).value).toBe(String(data.start));
    expect(buttonOf(root, 'undo').getAttribute('aria-disabled')).toBe('true');
  });

  it('should open the costs that decide, and tell what they come to', () => {
    const root = shown(dataOf('two_groups'));
    const fold = root.querySelector('details')!;
    expect(fold.open).toBe(false);
    buttonOf(root, 'preset.cost').click();
    expect(fold.open).toBe(true);
    const cheap = sliderOf(root).value;
    type(root, 0, '20');
    expect(sliderOf(root).value).toBe(cheap);
    buttonOf(root, 'preset.cost').click();
    expect(Number(sliderOf(root).value)).toBeGreaterThan(Number(cheap));
    buttonOf(root, 'undo').click();
    buttonOf(root, 'undo').click();
    expect(all<HTMLInputElement>(root, 'input[type=number]')[0]!.value).toBe('1');
  });

  it.each([
    [0, '0', 'cost.problem'],
    [1, '-3', 'cost.problem'],
    [1, '', 'cost.problem'],
    [2, '1.5', 'capacity.problem'],
    [2, '999999', 'capacity.problem']
  ])('should refuse what field %i cannot be, %j, in words', (at, value, said) => {
    const root = shown(dataOf('two_groups'));
    const input = type(root, at, value);
    expect(texts(root, '.problem')[at]).toBe(said);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(buttonOf(root, 'undo').getAttribute('aria-disabled')).toBe('true');
  });

  it('should tell how many are too many, shade where, and fill all places', () => {
    const data = dataOf('two_groups', {
      texts: new Proxy(TEXTS, {
        get: (_, name: string) =>
          ({ 'room.over': ', {count} too many', 'room.left': ', {count} left' })[name] ??
          TEXTS[name]
      })
    });
    const root = shown(data);
    expect(buttonOf(root, 'preset.capacity').hidden).toBe(true);
    type(root, 2, '100');
    expect(texts(root, '.favoured')[0]).toMatch(/, [\d,]+ too many$/);
    expect(root.querySelector('.over')?.getAttribute('width')).not.toBe('0%');
    buttonOf(root, 'preset.capacity').click();
    expect(texts(root, '.favoured')[0]).toMatch(/, \d+ left$/);
  });

  it('should offer without outcomes only what needs none', () => {
    const root = shown(dataOf('selection_only'));
    expect(texts(root, '.goals button')).toEqual(['preset.selection', 'preset.capacity']);
    expect(all(root, 'input[type=number]').length).toBe(1);
    expect(texts(root, 'summary')).toEqual(['costs.capacity']);
  });

  it('should say that there is nothing to make equal', () => {
    const data = dataOf('two_groups');
    const root = shown({ ...data, compared: data.compared.map((one, at) => one && at === 0) });
    buttonOf(root, 'preset.selection').click();
    expect(texts(root, '[role=status]')).toEqual(['preset.none']);
    expect(buttonOf(root, 'undo').getAttribute('aria-disabled')).toBe('true');
  });

  it('should tell what is chosen, not what a drag passes, and show what is chosen elsewhere', () => {
    const data = dataOf('two_groups');
    const told = vi.fn();
    const element = document.body.appendChild(document.createElement('div'));
    const { show } = explore(element, data, { chosen: { one: 3 }, told });
    const root = element.querySelector('.workbench-explorer')!.shadowRoot!;
    const slider = sliderOf(root);
    expect(slider.value).toBe('3');
    slider.value = '5';
    slider.dispatchEvent(new Event('input'));
    expect(told).not.toHaveBeenCalled();
    slider.dispatchEvent(new Event('change'));
    expect(told.mock.lastCall?.[0]).toMatchObject({ each: false, one: 5, capacity: null });
    show({ one: 7 });
    expect(slider.value).toBe('7');
    expect(told).toHaveBeenCalledOnce();
    buttonOf(root, 'reset').click();
    expect(slider.value).toBe(String(data.start));
  });
});

describe('what is said', () => {
  it('should stay text, whatever people call things', () => {
    const groups = [HOSTILE, 'b', 'unknown'];
    const data = dataOf('two_groups', { groups, attribute: HOSTILE });
    const root = shown(data);
    chooseEach(root, 1);
    expect(all(root, 'img')).toEqual([]);
    expect(texts(root, 'th.group')).toContain(HOSTILE);
    expect(texts(root, '.each label')).toContain(HOSTILE);
    expect(texts(root, '.chart caption')).toEqual([`Selection rate by ${HOSTILE}`]);
  });

  it('should name small groups only where they stand in the way', () => {
    const root = shown(dataOf('few_people', { minimum_n: 1000 }));
    for (const line of all(root, '.verdicts li')) {
      const isOpen = line.dataset['verdict'] === 'not enough evidence';
      expect(line.textContent.includes('fewer than 1000: a and b')).toBe(isOpen);
    }
  });

  it('should tell in words for whom a rate is lower, of a gap alone', () => {
    const { data: written, expected } = contract<ICase>('many_people');
    const root = shown({ ...written, texts: TEXTS });
    const { claims } = expected.find(one => one.places.every(place => place === written.start))!;
    const named = (place: unknown) => (place === null ? 'all' : written.groups[place as number]);
    expect(claims.some(one => one.verdict === 'gap')).toBe(true);
    all(root, '.verdicts li').forEach((line, at) => {
      const { gap, verdict } = claims[at]!;
      const said = `lower for ${named(gap?.lower ?? null)} than ${named(gap?.higher ?? null)}`;
      expect(line.querySelector('.why')!.textContent.endsWith(said)).toBe(verdict === 'gap');
    });
  });

  it('should say that outcomes are seen unevenly', () => {
    const { data: written, expected } = contract<ICase>('selective_labels');
    const root = shown({ ...written, texts: TEXTS });
    const at = expected.find(one => one.claims.some(claim => claim.is_withheld))!;
    press(sliderOf(root), 'ArrowLeft', written.start - at.places[0]!);
    expect(texts(root, '.why')).toContain('claim.withheld');
  });

  it('should say that no limit was declared', () => {
    const root = shown(dataOf('two_groups', { claims: [] }));
    expect(texts(root, '.verdicts')).toEqual([]);
    expect(root.textContent).toContain('claims.none');
    expect(texts(root, '.key')[0]).not.toContain('key.limit');
  });

  it('should say what becomes of a hundred people only where outcomes are known', () => {
    expect(texts(shown(dataOf('two_groups')), '.hundred tbody tr').length).toBe(3);
    expect(texts(shown(dataOf('selection_only')), '.hundred')).toEqual([]);
  });

  it('should say that bins were joined', () => {
    expect(shown(dataOf('two_groups')).textContent).not.toContain('merged');
    expect(shown(dataOf('two_groups', { merged: true })).textContent).toContain('merged');
  });

  it('should say that groups which are hidden are in no verdict here', () => {
    expect(texts(shown(dataOf('two_groups')), 'p')).not.toContain('hidden');
    expect(texts(shown(dataOf('two_groups', { n_hidden: 2 })), 'p')).toContain('hidden');
  });

  it('should say why nothing is concluded of a claim, at any threshold', () => {
    const { claims } = dataOf('two_groups');
    const [first, ...others] = claims;
    const hidden = { ...first!, metrics: ['nowhere'], reason: 'Its counts are not shown.' };
    const root = shown(dataOf('two_groups', { claims: [hidden, ...others] }));
    press(sliderOf(root), 'ArrowRight', 2);
    expect(texts(root, '.verdicts strong')[0]).toBe('verdict.not enough evidence');
    expect(texts(root, '.why')[0]).toBe('Its counts are not shown.');
  });

  it('should write shares with as many decimals as may be shown', () => {
    const root = shown(dataOf('two_groups', { decimals: 0 }));
    const numbers = [...texts(root, 'td.rate'), ...texts(root, '.hundred td')];
    expect(numbers.filter(one => !/^\d+$/.test(one))).toEqual([]);
    expect(texts(root, 'td.interval').join()).not.toContain('.');
    expect(texts(root, '.why').join()).not.toContain('.');
  });

  it('should set people aside who are not compared', () => {
    const root = shown(dataOf('two_groups'));
    expect(texts(root, '.aside th')).toEqual(['unknown']);
  });

  it('should show another figure with its own people', () => {
    const { data: written, expected } = contract<ICase>('two_groups');
    const root = shown({ ...written, texts: TEXTS });
    const select = root.querySelector('select')!;
    select.value = 'true_positive_rate';
    select.dispatchEvent(new Event('change'));
    const rates = expected.find(one => one.places[0] === written.start)!.rates;
    const people = rates['true_positive_rate']!.n as number[];
    expect(texts(root, 'td.people')).toEqual(people.map(n => n.toLocaleString('en')));
  });
});

describe('mount', () => {
  it('should say why there is nothing to explore', () => {
    const root = shown({ schema: 'workbench.explorer/1', reason: 'Too few steps.' });
    expect(texts(root, 'p')).toEqual(['Too few steps.']);
  });

  it.each([null, {}, { schema: 'workbench.explorer/2' }])('should refuse %j', value => {
    expect(() => shown(value)).toThrow(
      new TypeError('Expected data of the schema workbench.explorer/1.')
    );
  });

  it('should have a title of its own where nobody says otherwise', () => {
    const root = shown(dataOf('two_groups'));
    expect(texts(root, '.heading')).toEqual(['title']);
    expect(root.querySelector('section')?.getAttribute('aria-labelledby')).toBe('title');
  });

  it('should leave nothing behind', () => {
    const element = document.body.appendChild(document.createElement('div'));
    mount(element, dataOf('two_groups'))();
    expect(element.childElementCount).toBe(0);
  });

  it('should see that the page is dark', () => {
    document.body.style.color = 'rgb(236, 236, 236)';
    const dark = shown(dataOf('two_groups')).host;
    expect(dark.hasAttribute('data-dark')).toBe(true);
    document.body.style.color = '';
    expect(shown(dataOf('two_groups')).host.hasAttribute('data-dark')).toBe(false);
  });

  it('should look again once it is on the page', () => {
    let laid = () => {};
    let isLeft = false;
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(look: () => void) {
          laid = look;
        }
        observe() {}
        disconnect() {
          isLeft = true;
        }
      }
    );
    const host = document.createElement('div');
    const unfollow = followTheme(host);
    expect(host.hasAttribute('data-dark')).toBe(false);
    host.style.color = 'rgb(240, 240, 240)';
    document.body.append(host);
    laid();
    expect(host.hasAttribute('data-dark')).toBe(true);
    unfollow();
    expect(isLeft).toBe(true);
    vi.unstubAllGlobals();
  });

  it('should mount itself where a report has its data, once', async () => {
    const place = document.createElement('div');
    place.dataset['workbenchExplorer'] = '';
    const script = document.createElement('script');
    script.type = 'application/json';
    const { data } = contract<ICase>('two_groups');
    script.textContent = JSON.stringify(data);
    place.append(script);
    document.body.append(place);
    for (let time = 0; time < 2; time++) {
      vi.resetModules();
      await import('../src/index');
    }
    const mounted = place.querySelectorAll('.workbench-explorer');
    expect(mounted.length).toBe(1);
    // The report has a heading of its own.
    expect(mounted[0]!.shadowRoot!.querySelector('.heading')).toBeNull();
  });
});

describe('the widget', () => {
  it('should follow the data of its model until it is taken away', () => {
    const el = document.body.appendChild(document.createElement('div'));
    const listeners = new Set<() => void>();
    let data = dataOf('two_groups');
    const model = {
      get: () => data,
      on: (_: string, listener: () => void) => listeners.add(listener),
      off: (_: string, listener: () => void) => listeners.delete(listener)
    };
    const clean = explorer.render({ model, el });
    const groups = () =>
      texts(el.querySelector('.workbench-explorer')!.shadowRoot!, 'th.group').slice(1);
    expect(groups()).toEqual(['men', 'women', 'unknown']);
    data = dataOf('few_people');
    listeners.forEach(listener => listener());
    expect(groups()).toEqual(['a', 'b', 'c', 'd']);
    clean();
    expect([el.childElementCount, listeners.size]).toEqual([0, 0]);
  });
});
