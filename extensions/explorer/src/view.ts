/** The explorer on a page: what is chosen, and all that follows from it. */
import { chart } from './chart';
import { controls } from './controls';
import { checked, type IExplorerData, type IExplorerReason } from './data';
import { make } from './dom';
import { filled, people } from './numbers';
import { cellsAt, ratesOf } from './rates';
import { Choices } from './state';
import { STYLES } from './styles';
import { followTheme } from './theme';
import { hundred, verdicts } from './told';
import { judge, metricOf } from './verdicts';

/**
 * Shows the explorer inside of an element; returns what takes it away again. A page that has a
 * heading of its own above leaves out the title.
 */
export function mount(
  element: HTMLElement,
  value: unknown,
  { isTitled = true }: { readonly isTitled?: boolean } = {}
): () => void {
  const data = checked(value);
  const host = make('div', { class: 'workbench-explorer' });
  // A shadow keeps styles of the page out, and ours in.
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.append(
    make('style', {}, STYLES),
    isReason(data) ? make('p', {}, data.reason) : explorer(data, isTitled)
  );
  element.append(host);
  const unfollow = followTheme(host);
  return () => {
    unfollow();
    host.remove();
  };
}

function isReason(data: IExplorerData | IExplorerReason): data is IExplorerReason {
  return 'reason' in data;
}

function explorer(data: IExplorerData, isTitled: boolean): HTMLElement {
  const { texts } = data;
  const choices = new Choices(data.start, data.groups.length);
  const start = cellsAt(data, choices.places);
  const audited = new Map(data.metrics.map(one => [one.id, ratesOf(data, one, start)]));
  const judged = verdicts(data);
  const drawn = chart(data);
  const figure = figures(data);
  const consequences = hundred(data);
  const moved = (places: readonly number[]) => {
    const cells = cellsAt(data, places);
    const metric = metricOf(data, figure.value);
    judged.update(data.claims.map(claim => judge(data, claim, cells)));
    drawn.update({
      metric,
      rates: ratesOf(data, metric, cells),
      audited: audited.get(metric.id) ?? [],
      claim: data.claims.find(claim => claim.metrics.includes(metric.id))
    });
    consequences.update(cells);
    operated.tell(favouredOf(data, cells));
  };
  const chosen = () => {
    operated.show();
    moved(choices.places);
  };
  const operated = controls(data, choices, moved, chosen);
  figure.addEventListener('change', chosen);
  chosen();
  const hasOutcomes = data.scored.some(([refused = 0, favoured = 0]) => refused + favoured > 0);
  const heading = [
    make('p', { class: 'heading', attributes: { id: 'title' } }, texts['title'] ?? ''),
    make('p', { class: 'quiet' }, texts['lead'] ?? '')
  ];
  return make(
    'section',
    isTitled ? { attributes: { 'aria-labelledby': 'title' } } : {},
    ...(isTitled ? heading : []),
    operated.element,
    judged.element,
    make('label', { class: 'figure' }, make('span', {}, texts['show'] ?? ''), figure),
    drawn.element,
    ...(hasOutcomes ? [consequences.element] : []),
    ...(data.n_hidden > 0 ? [make('p', { class: 'quiet' }, texts['hidden'] ?? '')] : []),
    ...(data.merged ? [make('p', { class: 'quiet' }, texts['merged'] ?? '')] : []),
    make('p', { class: 'quiet' }, texts['note'] ?? '')
  );
}

function figures({ metrics }: IExplorerData): HTMLSelectElement {
  const options = metrics.map(one => make('option', { attributes: { value: one.id } }, one.title));
  return make('select', {}, ...options);
}

function favouredOf({ texts }: IExplorerData, cells: readonly (readonly number[])[]): string {
  let [count, all] = [0, 0];
  for (const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] of cells) {
    count += b + d + f;
    all += a + b + c + d + e + f;
  }
  return filled(texts['slider.favoured'] ?? '', {
    count: people(count, texts),
    people: people(all, texts)
  });
}
