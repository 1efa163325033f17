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
    draw: child => row(child as IRow, context, () => now.numeric)
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

interface ICell {
  readonly element: HTMLElement;
  readonly inside: Children;
}

function row(node: IRow, context: IContext, numeric: () => readonly boolean[]): IPart {
  const cells: ICell[] = [];
  const element = make('tr');
  const add = (): ICell => {
    const added = cells.length === 0 ? make('th', { attributes: { scope: 'row' } }) : make('td');
    const cell = { element: added, inside: new Children(added, context) };
    cells.push(cell);
    element.append(added);
    return cell;
  };
  const update = (now: Node) => {
    const { tone, cells: contents } = now as IRow;
    element.dataset['tone'] = tone;
    for (const { element: gone, inside } of cells.splice(contents.length)) {
      inside.dispose();
      gone.remove();
    }
    contents.forEach((content, column) => {
      const cell = cells[column] ?? add();
      cell.element.className = column === 0 ? '' : classOf(numeric(), column);
      if (typeof content === 'string') {
        cell.inside.show([]);
        tell(cell.element, content);
      } else {
        if (cell.element.childElementCount === 0) {
          tell(cell.element, '');
        }
        cell.inside.show([content]);
      }
    });
  };
  update(node);
  return { element, update, dispose: () => cells.forEach(one => one.inside.dispose()) };
}

/** What a person may look for in a row. */
function textOf(node: IRow): string {
  return node.cells
    .map(cell => (typeof cell === 'string' ? cell : 'text' in cell ? cell.text : ''))
    .join(' ');
}
