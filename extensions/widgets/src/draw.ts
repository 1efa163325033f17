/** Which function draws which kind of node. */
import { make } from '../../explorer/src/dom';
import { callout, items, said, terms } from './nodes/said';
import { chart } from './nodes/chart';
import { choice } from './nodes/choice';
import { explore } from './nodes/explore';
import { grid } from './nodes/grid';
import { group } from './nodes/group';
import { keep } from './nodes/keep';
import { number } from './nodes/number';
import { press, toggle } from './nodes/press';
import { progress } from './nodes/progress';
import { table } from './nodes/table';
import { words } from './nodes/words';
import type { Draw, IContext, IPart } from './part';
import type { Node } from './protocol';

type Draws = {
  readonly [K in Exclude<Node['kind'], 'row' | 'chosen'>]: Draw<Extract<Node, { kind: K }>>;
};

const DRAWS: Draws = {
  said,
  items,
  callout,
  table,
  chart,
  terms,
  choice,
  number,
  words,
  toggle,
  press,
  grid,
  progress,
  keep,
  explore,
  group
};

/** Draws a node; one of a kind that a newer kernel may know and this module does not is left out. */
export function draw(node: Node, context: IContext): IPart {
  const found = (DRAWS as Readonly<Record<string, Draw<Node> | undefined>>)[node.kind];
  return found?.(node, context) ?? { element: make('div'), update: () => undefined };
}
