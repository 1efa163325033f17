/** A chart of a document: its takeaway, its drawing, and its numbers for those who want or need them. */
import { draw, make, tell } from '../../../explorer/src/dom';
import type { IPart } from '../part';
import type { IChart, IScene, Mark } from '../protocol';
import { TEXTS } from '../texts';
import { tableOf } from './table';

export function chart(node: IChart): IPart<IChart> {
  const takeaway = make('figcaption');
  // It scrolls where there is little room, and so the keyboard has to reach it.
  const drawing = make('div', { class: 'drawing', attributes: { role: 'img', tabindex: '0' } });
  const numbers = make('div', { class: 'scroll', attributes: { tabindex: '0', role: 'region' } });
  const element = make(
    'figure',
    {},
    takeaway,
    drawing,
    make('details', {}, make('summary', {}, TEXTS.numbers), numbers)
  );
  const update = (now: IChart) => {
    tell(takeaway, now.takeaway);
    drawing.setAttribute('aria-label', now.alternative);
    drawing.replaceChildren(svgOf(now.scene));
    numbers.setAttribute('aria-label', now.table.caption);
    numbers.replaceChildren(tableOf(now.table));
  };
  update(node);
  return { element, update };
}

/** Returns a scene as SVG with real text; colours are variables of what they are for. */
export function svgOf(scene: IScene): SVGSVGElement {
  return draw(
    'svg',
    {
      viewBox: `0 0 ${scene.width} ${scene.height}`,
      width: `${scene.width}pt`,
      'aria-hidden': 'true',
      focusable: 'false'
    },
    ...scene.marks.map(elementOf)
  );
}

function elementOf(mark: Mark): SVGElement {
  switch (mark[0]) {
    case 'line': {
      const [, color, width, dash, places] = mark;
      return draw('path', {
        d: pathOf(places),
        fill: 'none',
        stroke: colorOf(color),
        'stroke-width': String(width),
        ...(dash.length > 0 ? { 'stroke-dasharray': dash.join(' ') } : {})
      });
    }
    case 'area': {
      const [, color, opacity, edge, places] = mark;
      return draw('path', {
        d: `${pathOf(places)}Z`,
        fill: colorOf(color),
        'fill-opacity': String(opacity),
        ...(edge ? { stroke: colorOf(edge), 'stroke-width': '0.6' } : {})
      });
    }
    case 'sign': {
      const [, color, hollow, places] = mark;
      return draw('path', { d: `${pathOf(places)}Z`, ...paintOf(color, hollow) });
    }
    case 'dot': {
      const [, color, size, hollow, x, y] = mark;
      return draw('circle', {
        cx: String(x),
        cy: String(y),
        r: String(size / 2),
        ...paintOf(color, hollow)
      });
    }
    case 'words': {
      const [, color, size, anchor, bold, x, y, text] = mark;
      const element = draw('text', {
        x: String(x),
        y: String(y),
        fill: colorOf(color),
        'font-size': String(size),
        'text-anchor': anchor,
        ...(bold ? { 'font-weight': 'bold' } : {})
      });
      element.textContent = text;
      return element;
    }
  }
}

function paintOf(color: string, hollow: boolean): Readonly<Record<string, string>> {
  return hollow
    ? { fill: colorOf('paper'), stroke: colorOf(color), 'stroke-width': '1.3' }
    : { fill: colorOf(color) };
}

function colorOf(role: string): string {
  return `var(--chart-${role})`;
}

function pathOf(places: readonly number[]): string {
  const pairs: string[] = [];
  for (let place = 0; place + 1 < places.length; place += 2) {
    pairs.push(`${places[place]} ${places[place + 1]}`);
  }
  return `M${pairs.join('L')}`;
}
