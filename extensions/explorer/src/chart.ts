/** Dots and intervals by group, and the same numbers beside them: one row a group. */
import type { IClaim, IExplorerData, IMetric } from './data';
import { draw, make, tell } from './dom';
import { filled, hundredths, people } from './numbers';
import type { IRate } from './rates';

export interface IChart {
  readonly element: HTMLElement;
  update(shown: IShown): void;
}

/** What the chart shows. */
export interface IShown {
  readonly metric: IMetric;
  readonly rates: readonly IRate[];
  /** The same at the audited threshold. */
  readonly audited: readonly IRate[];
  /** The claim on this figure, whose limit is drawn; if there is one. */
  readonly claim: IClaim | undefined;
}

const ENDS = [0.05, 0.1, 0.2, 0.5, 1];
const STEPS = 5;

/** Returns a part of the axis as a percentage of its width. */
export function percent(value: number, end: number): string {
  return `${Number(((100 * value) / end).toFixed(3))}%`;
}

export function chart(data: IExplorerData): IChart {
  const { texts } = data;
  const caption = make('caption');
  const ticks = Array.from({ length: STEPS + 1 }, () => make('span'));
  const rows = data.groups.map((group, place) => row(data, group, data.compared[place] === true));
  const heading = (name: string, ...inside: Node[]) =>
    make(
      'th',
      { class: name, attributes: { scope: 'col', role: 'columnheader' } },
      make('span', { class: 'column' }, texts[`column.${name}`] ?? ''),
      ...inside
    );
  const axis = make('span', { class: 'ticks', attributes: { 'aria-hidden': 'true' } }, ...ticks);
  const table = make(
    'table',
    { attributes: { role: 'table' } },
    caption,
    make(
      'thead',
      { attributes: { role: 'rowgroup' } },
      make(
        'tr',
        { attributes: { role: 'row' } },
        heading('group'),
        heading('plot', axis),
        heading('rate'),
        heading('interval'),
        heading('people')
      )
    ),
    make('tbody', { attributes: { role: 'rowgroup' } }, ...rows.map(one => one.element))
  );
  const key = make('p', { class: 'key' });
  return {
    element: make('div', { class: 'chart' }, table, key),
    update: shown => {
      const end = endOf([...shown.rates, ...shown.audited]);
      const { title, meaning } = shown.metric;
      tell(
        caption,
        filled(texts['table'] ?? '', { metric: title, meaning, attribute: data.attribute })
      );
      ticks.forEach((tick, step) =>
        tell(tick, String(Number(((100 * end * step) / STEPS).toFixed(1))))
      );
      const band = bandOf(data, shown);
      rows.forEach((one, group) => {
        const [rate, audited] = [shown.rates[group], shown.audited[group]];
        if (rate !== undefined && audited !== undefined) {
          one.update(rate, audited, band, end);
        }
      });
      key.replaceChildren(...keys(data, band !== null));
    }
  };
}

function endOf(rates: readonly IRate[]): number {
  const highest = Math.max(...rates.map(one => one.high).filter(high => !Number.isNaN(high)), 0);
  return ENDS.find(end => highest <= end) ?? 1;
}

/** Where rates may lie by the limit: around all groups, the reference, or up to the highest rate. */
function bandOf(data: IExplorerData, { claim, rates }: IShown): readonly [number, number] | null {
  if (claim === undefined) {
    return null;
  }
  const compared = rates.filter(
    (one, place) => data.compared[place] && !claim.leave_out.includes(place) && one.n > 0
  );
  const values = compared.map(one => one.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const around =
    claim.comparison === 'overall'
      ? sum(compared, one => one.k) / sum(compared, one => one.n)
      : (rates[claim.reference ?? -1]?.value ?? NaN);
  const { tolerance } = claim;
  const isBetween = claim.comparison === 'extremes';
  const [low, high] =
    claim.scale === 'ratio'
      ? isBetween
        ? [most * tolerance, most]
        : [around * tolerance, around / tolerance]
      : isBetween
        ? [(least + most - tolerance) / 2, (least + most + tolerance) / 2]
        : [around - tolerance, around + tolerance];
  return Number.isFinite(low) && Number.isFinite(high)
    ? [Math.max(0, low), Math.min(1, high)]
    : null;
}

function sum(rates: readonly IRate[], of: (one: IRate) => number): number {
  return rates.reduce((total, one) => total + of(one), 0);
}

interface IRow {
  readonly element: HTMLElement;
  update(rate: IRate, audited: IRate, band: readonly [number, number] | null, end: number): void;
}

function row(data: IExplorerData, group: string, isCompared: boolean): IRow {
  const { texts } = data;
  const cell = (name: string) =>
    make('td', {
      class: name,
      attributes: { role: 'cell', 'data-label': texts[`column.${name}`] ?? '' }
    });
  const [rate, interval, n] = [cell('rate'), cell('interval'), cell('people')];
  const plot = plotOf();
  return {
    element: make(
      'tr',
      { class: isCompared ? '' : 'aside', attributes: { role: 'row' } },
      make('th', { class: 'group', attributes: { scope: 'row', role: 'rowheader' } }, group),
      make('td', { class: 'plot', attributes: { role: 'cell' } }, plot.element),
      rate,
      interval,
      n
    ),
    update: (now, audited, band, end) => {
      plot.update(now, audited, band, end);
      const [value, low, high] = [now.value, now.low, now.high].map(one =>
        hundredths(one, data.decimals, texts)
      ) as [string, string, string];
      tell(rate, value);
      tell(
        interval,
        Number.isNaN(now.low) ? value : filled(texts['interval'] ?? '', { low, high })
      );
      tell(n, people(now.n, texts));
    }
  };
}

interface IPlot {
  readonly element: SVGSVGElement;
  update: IRow['update'];
}

function plotOf(): IPlot {
  const grid = Array.from({ length: STEPS + 1 }, (_, step) => {
    const x = percent(step, STEPS);
    return draw('line', { class: 'grid', x1: x, x2: x, y1: '0', y2: '100%' });
  });
  const band = draw('rect', { class: 'band', y: '0', height: '100%' });
  const line = draw('line', { class: 'interval', y1: '50%', y2: '50%' });
  // Ends are marked, so that an interval narrower than its dot is still seen.
  const ends = [0, 1].map(() => draw('circle', { class: 'end', cy: '50%', r: '2' }));
  const ring = draw('circle', { class: 'ring', cy: '50%', r: '5' });
  const dot = draw('circle', { class: 'dot', cy: '50%', r: '5' });
  return {
    // The numbers stand beside it, as text.
    element: draw(
      'svg',
      { 'aria-hidden': 'true', focusable: 'false' },
      band,
      ...grid,
      ring,
      line,
      ...ends,
      dot
    ),
    update: (rate, audited, limits, end) => {
      place(band, limits !== null, {
        x: percent(limits?.[0] ?? 0, end),
        width: percent(Math.min(limits?.[1] ?? 0, end) - Math.min(limits?.[0] ?? 0, end), end)
      });
      const isThere = rate.n > 0;
      place(line, isThere, { x1: percent(rate.low, end), x2: percent(rate.high, end) });
      place(dot, isThere, { cx: percent(rate.value, end) });
      [rate.low, rate.high].forEach((limit, side) =>
        place(ends[side] as SVGElement, isThere, { cx: percent(limit, end) })
      );
      place(ring, audited.n > 0, { cx: percent(audited.value, end) });
    }
  };
}

/** Places a mark; one that is nowhere is not drawn. */
function place(
  mark: SVGElement,
  isThere: boolean,
  attributes: Readonly<Record<string, string>>
): void {
  mark.style.visibility = isThere ? 'visible' : 'hidden';
  if (isThere) {
    for (const [name, value] of Object.entries(attributes)) {
      mark.setAttribute(name, value);
    }
  }
}

function keys({ texts, threshold }: IExplorerData, hasBand: boolean): Node[] {
  const entry = (mark: SVGElement, text: string) => {
    const drawing = draw('svg', { 'aria-hidden': 'true', class: 'mark' }, mark);
    return make('span', {}, drawing, text);
  };
  const circle = (name: string) => draw('circle', { class: name, cx: '50%', cy: '50%', r: '5' });
  const found = [entry(circle('dot'), texts['key.now'] ?? '')];
  if (threshold !== null) {
    found.push(entry(circle('ring'), texts['key.audited'] ?? ''));
  }
  if (hasBand) {
    const rect = draw('rect', { class: 'band', width: '100%', height: '100%' });
    found.push(entry(rect, texts['key.limit'] ?? ''));
  }
  return found;
}
