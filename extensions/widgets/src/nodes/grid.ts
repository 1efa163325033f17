/** A table whose cells may be controls, with a box that leaves only some rows. */
import { make, tell } from '../../../explorer/src/dom';
import { Children, type IContext, type IPart } from '../part';
import type { IGrid, IRow, Node } from '../protocol';
import { TEXTS } from '../texts';
import { classOf } from './table';

export function grid(node: IGrid, context: IContext): IPart<IGrid> {
  const caption = make('caption');
  const head = make('tr');
  const body = make('tbody');
  const table = make('table', {}, caption, make('thead', {}, head), body);
  const input = make('input', {
    attributes: { type: 'search', id: context.idOf(node.id, 'filter') }
  });
  const label = make('label', { attributes: { for: input.id } });
  const count = make('span', { class: 'help', attributes: { role: 'status' } });
  const filter = make(
    'div',
    { class: 'field' },
    label,
    make('div', { class: 'line' }, input, count)
  );
  const scroll = make(
    'div',
    { class: 'scroll', attributes: { tabindex: '0', role: 'region' } },
    table
  );
  const element = make('div', { class: 'grid' }, filter, scroll);
  let now = node;
  const rows = new Children(body, {
    ...context,
    draw: child => row(child as IRow, context, now.numeric)
  });
  const sift = () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    let shown = 0;
    now.children.forEach((one, place) => {
      const element = body.children[place] as HTMLElement;
      element.hidden = !textOf(one).toLocaleLowerCase().includes(wanted);
      shown += element.hidden ? 0 : 1;
    });
    const said = TEXTS.shown
      .replace('{shown}', String(shown))
      .replace('{all}', String(now.children.length));
    tell(count, wanted === '' ? '' : shown === 0 ? TEXTS.none : said);
  };
  input.addEventListener('input', sift);
  const update = (next: IGrid) => {
    now = next;
    tell(caption, next.caption);
    scroll.setAttribute('aria-label', next.caption);
    tell(label, next.filter);
    filter.hidden = next.filter === '';
    head.replaceChildren(
      ...next.header.map((text, column) =>
        make('th', { class: classOf(next.numeric, column), attributes: { scope: 'col' } }, text)
      )
    );
    rows.show(next.children);
    sift();
  };
  update(node);
  return { element, update, dispose: () => rows.dispose() };
}

function row(node: IRow, context: IContext, numeric: readonly boolean[]): IPart {
  const cells = node.cells.map((_, column) =>
    column === 0
      ? make('th', { attributes: { scope: 'row' } })
      : make('td', { class: classOf(numeric, column) })
  );
  const inside = cells.map(cell => new Children(cell, context));
  const element = make('tr', {}, ...cells);
  const update = (now: Node) => {
    const { tone, cells: contents } = now as IRow;
    element.dataset['tone'] = tone;
    contents.forEach((content, column) => {
      const cell = cells[column];
      if (cell === undefined) {
        return;
      }
      if (typeof content === 'string') {
        inside[column]?.show([]);
        tell(cell, content);
      } else {
        inside[column]?.show([content]);
      }
    });
  };
  update(node);
  return { element, update, dispose: () => inside.forEach(one => one.dispose()) };
}

/** What a person may look for in a row. */
function textOf(node: IRow): string {
  return node.cells
    .map(cell => (typeof cell === 'string' ? cell : 'text' in cell ? cell.text : ''))
    .join(' ');
}
