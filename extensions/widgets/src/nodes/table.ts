/** A table of a document. */
import { make } from '../../../explorer/src/dom';
import type { IPart } from '../part';
import type { ITable, ITableData } from '../protocol';

export function table(node: ITable): IPart<ITable> {
  const element = make('div', { class: 'scroll', attributes: { tabindex: '0', role: 'region' } });
  const update = (now: ITable) => {
    element.setAttribute('aria-label', now.caption);
    element.replaceChildren(tableOf(now));
  };
  update(node);
  return { element, update };
}

/** Returns the table itself; the first cell of a row names it. */
export function tableOf({ caption, header, rows, numeric, parts }: ITableData): HTMLTableElement {
  const head = header.map((text, column) =>
    make('th', { class: classOf(numeric, column), attributes: { scope: 'col' } }, text)
  );
  const begins = new Map(parts);
  const body = rows.flatMap((cells, place) => {
    const title = begins.get(place);
    const row = make(
      'tr',
      {},
      ...cells.map((text, column) =>
        column === 0
          ? make('th', { attributes: { scope: 'row' } }, text)
          : make('td', { class: classOf(numeric, column) }, text)
      )
    );
    return title === undefined
      ? [row]
      : [
          make(
            'tr',
            { class: 'part' },
            make('th', { attributes: { colspan: String(header.length), scope: 'colgroup' } }, title)
          ),
          row
        ];
  });
  return make(
    'table',
    {},
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...head)),
    make('tbody', {}, ...body)
  );
}

export function classOf(numeric: readonly boolean[], column: number): string {
  return numeric[column] === true ? 'number' : '';
}
