/** What wrong decisions cost and how many there is room for: typed, told in words, drawn over the slider's steps. */
import type { Cells, IExplorerData } from './data';
import { percent } from './chart';
import { draw, make, tell } from './dom';
import { filled, hundredths, people } from './numbers';
import { fullest, meanCost, type Costs } from './presets';
import type { IChoice } from './state';

export interface ICosts {
  readonly element: HTMLDetailsElement;
  /** Shows what is chosen, and what it costs at these thresholds. */
  show(choice: IChoice, places: readonly number[]): void;
}

let made = 0;

/** Returns fields for two costs and a capacity, folded away until somebody asks. */
export function costs(
  data: IExplorerData,
  hasOutcomes: boolean,
  chosen: (change: Partial<IChoice>) => void
): ICosts {
  const { texts } = data;
  const everybody = data.scored.flat().reduce((total, one) => total + one, 0);
  let now: Costs = [1, 1];
  const wrong = (side: 0 | 1, title: string | undefined) =>
    field(title ?? '', '', texts['cost.problem'] ?? '', 'any', value => {
      if (value === null || !(value > 0)) {
        return false;
      }
      chosen({ costs: side === 0 ? [value, now[1]] : [now[0], value] });
      return true;
    });
  const [favoured, missed] = [
    wrong(0, texts['cost.favourable']),
    wrong(1, texts['cost.unfavourable'])
  ];
  const all = people(everybody, texts);
  const room = field(
    texts['capacity'] ?? '',
    filled(texts['capacity.of'] ?? '', { people: all }),
    filled(texts['capacity.problem'] ?? '', { people: all }),
    '1',
    value => {
      if (value !== null && !(Number.isInteger(value) && value > 0 && value <= everybody)) {
        return false;
      }
      chosen({ capacity: value });
      return true;
    }
  );
  const said = make('p', { class: 'quiet' });
  const line = curve(data);
  const element = make(
    'details',
    {},
    make('summary', {}, (hasOutcomes ? texts['costs'] : texts['costs.capacity']) ?? ''),
    make(
      'div',
      { class: 'fields' },
      ...(hasOutcomes ? [favoured.element, missed.element] : []),
      room.element
    ),
    ...(hasOutcomes ? [said, line.element] : [])
  );
  return {
    element,
    show: (choice, places) => {
      now = choice.costs;
      favoured.show(now[0]);
      missed.show(now[1]);
      room.show(choice.capacity);
      if (hasOutcomes) {
        const start = data.groups.map(() => data.start);
        const written = (at: readonly number[]) =>
          hundredths(meanCost(data, at, now), data.decimals, texts);
        const words = data.threshold === null ? texts['cost.now'] : texts['cost.audited'];
        tell(said, filled(words ?? '', { now: written(places), audited: written(start) }));
        line.show(choice, places);
      }
    }
  };
}

interface IField {
  readonly element: HTMLElement;
  show(value: number | null): void;
}

/** A number that a person types; what cannot be taken is said beside it, and what was there stays. */
function field(
  title: string,
  unit: string,
  wrong: string,
  step: string,
  takes: (value: number | null) => boolean
): IField {
  const id = `wb-cost-${++made}`;
  const input = make('input', { attributes: { type: 'number', id, min: '0', step } });
  const problem = make('span', {
    class: 'problem',
    attributes: { id: `${id}-problem`, role: 'alert' }
  });
  const complain = (text: string) => {
    tell(problem, text);
    if (text === '') {
      input.removeAttribute('aria-invalid');
    } else {
      input.setAttribute('aria-invalid', 'true');
    }
  };
  input.setAttribute('aria-describedby', problem.id);
  input.addEventListener('change', () => {
    const value = input.value === '' ? null : Number(input.value);
    complain(input.validity?.badInput === true || !takes(value) ? wrong : '');
  });
  return {
    element: make(
      'div',
      { class: 'field' },
      make('label', { attributes: { for: id } }, title),
      make('span', { class: 'typed' }, input, unit),
      problem
    ),
    show: value => {
      input.value = value === null ? '' : String(value);
      complain('');
    }
  };
}

interface ICurve {
  readonly element: HTMLElement;
  show(choice: IChoice, places: readonly number[]): void;
}

const TALL = 100;

/** The cost of one threshold for all at every step, below the slider's own steps. */
function curve(data: IExplorerData): ICurve {
  const { texts } = data;
  const last = data.edges.length - 1;
  const path = draw('polyline', { class: 'cost', 'vector-effect': 'non-scaling-stroke' });
  const scaled = draw('svg', { viewBox: `0 0 ${last} ${TALL}`, preserveAspectRatio: 'none' }, path);
  const over = draw('rect', { class: 'over', x: '0', y: '0', height: '100%' });
  const dot = draw('circle', { class: 'dot', r: '5' });
  const least = draw('circle', { class: 'ring', r: '5' });
  const words = make('figcaption', { class: 'quiet' });
  let drawn = '';
  let heights: readonly number[] = [];
  const at = (circle: SVGElement, place: number) => {
    circle.setAttribute('cx', percent(place, last));
    circle.setAttribute('cy', `${heights[place] ?? TALL}%`);
  };
  const redraw = ({ costs: each, capacity }: IChoice) => {
    const values = data.edges.map((_, place) =>
      meanCost(
        data,
        data.groups.map(() => place),
        each
      )
    );
    const [low, high] = [Math.min(...values), Math.max(...values)];
    heights = values.map(value => 92 - (84 * (value - low)) / (high - low || 1));
    path.setAttribute('points', heights.map((y, place) => `${place},${y}`).join(' '));
    const first = capacity === null ? 0 : fullest(data, capacity);
    over.setAttribute('width', percent(first, last));
    const place = values.lastIndexOf(low);
    at(least, place);
    const said = filled(texts['cost.least'] ?? '', {
      least: hundredths(low, data.decimals, texts),
      threshold: data.edge_labels[place] ?? ''
    });
    tell(words, [said, ...(first > 0 ? [texts['cost.over'] ?? ''] : [])].join(' '));
  };
  const element = make(
    'figure',
    { class: 'curve' },
    draw('svg', { 'aria-hidden': 'true', focusable: 'false' }, over, scaled, least, dot),
    words
  );
  return {
    element,
    show: (choice, places) => {
      element.hidden = choice.each;
      const key = JSON.stringify([choice.costs, choice.capacity]);
      if (key !== drawn) {
        drawn = key;
        redraw(choice);
      }
      at(dot, places[0] ?? 0);
    }
  };
}

/** Whether anybody's outcome is known. */
export function knowsOutcomes({ scored }: IExplorerData): boolean {
  return scored.some(([refused = 0, favoured = 0]) => refused + favoured > 0);
}

/** Says how many people the thresholds favour, and whether there is room for them. */
export function favouredOf(
  { texts }: IExplorerData,
  cells: readonly Cells[],
  capacity: number | null
): string {
  let [count, all] = [0, 0];
  for (const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] of cells) {
    count += b + d + f;
    all += a + b + c + d + e + f;
  }
  const said = filled(texts['slider.favoured'] ?? '', {
    count: people(count, texts),
    people: people(all, texts)
  });
  if (capacity === null) {
    return said;
  }
  const words = count > capacity ? texts['room.over'] : texts['room.left'];
  return said + filled(words ?? '', { count: people(Math.abs(capacity - count), texts) });
}
