/** The explorer on a page: what is chosen, and all that follows from it. */
import { chart } from './chart';
import { controls } from './controls';
import { knowsOutcomes } from './costs';
import { checked, type IExplorerData, type IExplorerReason } from './data';
import { make } from './dom';
import type { Preset } from './presets';
import { cellsAt, ratesOf } from './rates';
import { Choices, type IChoice } from './state';
import { STYLES } from './styles';
import { followTheme } from './theme';
import { hundred, verdicts } from './told';
import { judge, metricOf } from './verdicts';

/** What else a page may want. */
export interface IOptions {
  /** A page that has a heading of its own above leaves out the title. */
  readonly isTitled?: boolean;
  /** What was chosen before; by default the audited threshold. */
  readonly chosen?: Partial<IChoice> | null;
  /** Called with what a person chose, when it is chosen: not while a threshold moves. */
  readonly told?: (choice: IChoice) => void;
}

/** The figure that a goal makes equal. */
const EQUAL: Partial<Record<Preset, string>> = {
  selection: 'selection_rate',
  opportunity: 'true_positive_rate'
};

/** An explorer on a page. */
export interface IExplorer {
  /** Shows what was chosen elsewhere. */
  readonly show: (chosen: Partial<IChoice>) => void;
  readonly dispose: () => void;
}

/** Shows the explorer inside of an element; returns what takes it away again. */
export function mount(element: HTMLElement, value: unknown, options: IOptions = {}): () => void {
  const { dispose } = explore(element, value, options);
  return dispose;
}

/** Shows the explorer inside of an element. */
export function explore(element: HTMLElement, value: unknown, options: IOptions = {}): IExplorer {
  const data = checked(value);
  const host = make('div', { class: 'workbench-explorer' });
  // A shadow keeps styles of the page out, and ours in.
  const shadow = host.attachShadow({ mode: 'open' });
  const found = isReason(data)
    ? { element: make('p', {}, data.reason), show: () => undefined }
    : explorer(data, options);
  shadow.append(make('style', {}, STYLES), found.element);
  element.append(host);
  const unfollow = followTheme(host);
  return {
    show: found.show,
    dispose: () => {
      unfollow();
      host.remove();
    }
  };
}

function isReason(data: IExplorerData | IExplorerReason): data is IExplorerReason {
  return 'reason' in data;
}

function explorer(
  data: IExplorerData,
  { isTitled = true, chosen: before, told }: IOptions
): { readonly element: HTMLElement; readonly show: IExplorer['show'] } {
  const { texts } = data;
  const choices = new Choices(data.start, data.groups.length, data.given);
  const start = cellsAt(data, choices.places);
  choices.choose(before ?? {});
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
    operated.tell(places, cells);
  };
  const shown = () => {
    operated.show();
    moved(choices.places);
  };
  const operated = controls(data, choices, moved, goal => {
    // What was made equal is to be seen.
    const made = goal === undefined || !choices.now.each ? undefined : EQUAL[goal];
    if (data.metrics.some(one => one.id === made)) {
      figure.value = made ?? figure.value;
    }
    shown();
    told?.(choices.now);
  });
  figure.addEventListener('change', shown);
  shown();
  const heading = [
    make('p', { class: 'heading', attributes: { id: 'title' } }, texts['title'] ?? ''),
    make('p', { class: 'quiet' }, texts['lead'] ?? '')
  ];
  const element = make(
    'section',
    isTitled ? { attributes: { 'aria-labelledby': 'title' } } : {},
    ...(isTitled ? heading : []),
    operated.element,
    judged.element,
    make('label', { class: 'figure' }, make('span', {}, texts['show'] ?? ''), figure),
    drawn.element,
    ...(knowsOutcomes(data) ? [consequences.element] : []),
    ...(data.n_hidden > 0 ? [make('p', { class: 'quiet' }, texts['hidden'] ?? '')] : []),
    ...(data.merged ? [make('p', { class: 'quiet' }, texts['merged'] ?? '')] : []),
    make('p', { class: 'quiet' }, texts['note'] ?? '')
  );
  return {
    element,
    show: chosen => {
      choices.choose(chosen);
      shown();
    }
  };
}

function figures({ metrics }: IExplorerData): HTMLSelectElement {
  const options = metrics.map(one => make('option', { attributes: { value: one.id } }, one.title));
  return make('select', {}, ...options);
}
