/** Verdicts in words, and what becomes of a hundred people. */
import type { Cells, IExplorerData } from './data';
import { make, tell } from './dom';
import { filled, hundredths } from './numbers';
import { sharesOf } from './rates';
import type { IAssessment } from './verdicts';

export interface ITold<Shown> {
  readonly element: HTMLElement;
  update(shown: Shown): void;
}

/** A verdict is read out when it changes, with what it is of; the numbers below it change all the time. */
const LIVE = { attributes: { 'aria-live': 'polite', 'aria-atomic': 'true' } };

/** Returns a list of verdicts, each with its mark and word. */
export function verdicts(data: IExplorerData): ITold<readonly IAssessment[]> {
  const { texts } = data;
  if (data.claims.length === 0) {
    return {
      element: make('p', { class: 'quiet' }, texts['claims.none'] ?? ''),
      update: () => undefined
    };
  }
  const lines = data.claims.map(claim => {
    const mark = make('span', { class: 'mark', attributes: { 'aria-hidden': 'true' } });
    const word = make('strong');
    const why = make('span', { class: 'why' });
    const title = make('span', { class: 'claim' }, claim.title);
    return {
      mark,
      word,
      why,
      element: make('li', {}, mark, make('div', {}, make('div', LIVE, title, ' ', word), why))
    };
  });
  return {
    element: make(
      'ul',
      {
        class: 'verdicts',
        attributes: { 'aria-label': texts['verdicts'] ?? '', role: 'list' }
      },
      ...lines.map(line => line.element)
    ),
    update: shown => {
      shown.forEach((one, place) => {
        const line = lines[place];
        if (line !== undefined) {
          line.element.dataset['verdict'] = one.verdict;
          tell(line.mark, texts[`mark.${one.verdict}`] ?? '');
          tell(line.word, texts[`verdict.${one.verdict}`] ?? '');
          tell(line.why, reason(data, one));
        }
      });
    }
  };
}

/** Returns what a verdict rests on, in a sentence or two. */
export function reason(
  { texts, groups, minimum_n, decimals }: IExplorerData,
  { claim, gap, isWithheld, small, verdict }: IAssessment
): string {
  if (claim.reason !== '') {
    return claim.reason;
  }
  const few = filled(texts['claim.small'] ?? '', {
    minimum: String(minimum_n),
    groups: small.map(place => groups[place]).join(texts['list'])
  });
  const parts = [
    isWithheld
      ? (texts['claim.withheld'] ?? '')
      : gap === null
        ? (texts['claim.incomparable'] ?? '')
        : filled(texts[`claim.${claim.scale}`] ?? '', {
            low: hundredths(gap.low, decimals, texts),
            high: hundredths(gap.high, decimals, texts),
            limit: claim.limit
          })
  ];
  if (verdict === 'gap' && gap !== null) {
    const named = (place: number | null) =>
      place === null ? (texts['all'] ?? '') : (groups[place] ?? '');
    parts.push(
      filled(texts['claim.direction'] ?? '', {
        lower: named(gap.lower),
        higher: named(gap.higher)
      })
    );
  }
  // Small groups only stand in the way of one verdict.
  return [...parts, ...(small.length > 0 && verdict === 'not enough evidence' ? [few] : [])].join(
    ' '
  );
}

const OUTCOMES = ['favoured_rightly', 'favoured_wrongly', 'refused_wrongly', 'refused_rightly'];

/** Returns a table of what becomes of a hundred people, folded away until somebody asks. */
export function hundred(data: IExplorerData): ITold<readonly Cells[]> {
  const { texts } = data;
  const cells = data.groups.map(() =>
    OUTCOMES.map(name =>
      make('td', { attributes: { 'data-label': texts[`hundred.${name}`] ?? '', role: 'cell' } })
    )
  );
  const heading = (text: string) =>
    make('th', { attributes: { scope: 'col', role: 'columnheader' } }, text);
  const row = { attributes: { role: 'row' } };
  const rows = { attributes: { role: 'rowgroup' } };
  const head = [texts['column.group'], ...OUTCOMES.map(name => texts[`hundred.${name}`])];
  return {
    element: make(
      'details',
      {},
      make('summary', {}, texts['hundred'] ?? ''),
      make(
        'table',
        { class: 'hundred', attributes: { role: 'table' } },
        make('caption', {}, texts['hundred.caption'] ?? ''),
        make('thead', rows, make('tr', row, ...head.map(text => heading(text ?? '')))),
        make(
          'tbody',
          rows,
          ...data.groups.map((group, place) =>
            make(
              'tr',
              row,
              make('th', { attributes: { scope: 'row', role: 'rowheader' } }, group),
              ...(cells[place] ?? [])
            )
          )
        )
      )
    ),
    update: groups =>
      groups.forEach((group, place) =>
        sharesOf(group).forEach((share, outcome) => {
          const cell = cells[place]?.[outcome];
          if (cell !== undefined) {
            tell(cell, hundredths(share, data.decimals, texts));
          }
        })
      )
  };
}
