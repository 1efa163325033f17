/**
 * What goes over the wire, as workbench/widgets/wire.py writes it. A view is a tree of nodes, each
 * with an id that is unique in it; a patch holds whole nodes that take the place of those with
 * their ids.
 */

export const SCHEMA = 'workbench.view/1';

export type Tone = 'plain' | 'quiet' | 'strong' | 'caution' | 'problem' | 'good';

interface INode {
  readonly id: string;
}

export interface ISaid extends INode {
  readonly kind: 'said';
  readonly text: string;
  readonly tone: Tone;
  readonly live: boolean;
}

export interface IItems extends INode {
  readonly kind: 'items';
  readonly items: readonly string[];
}

export interface ICallout extends INode {
  readonly kind: 'callout';
  readonly verdict: string;
  readonly mark: string;
  readonly word: string;
  readonly text: string;
}

export interface ITableData {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
  readonly numeric: readonly boolean[];
  /** Where a part begins, and its heading. */
  readonly parts: ReadonlyArray<readonly [number, string]>;
}

export interface ITable extends INode, ITableData {
  readonly kind: 'table';
}

export type Mark =
  | readonly ['line', string, number, readonly number[], readonly number[]]
  | readonly ['area', string, number, string, readonly number[]]
  | readonly ['sign', string, boolean, readonly number[]]
  | readonly ['dot', string, number, boolean, number, number]
  | readonly ['words', string, number, string, boolean, number, number, string];

export interface IScene {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export interface IChart extends INode {
  readonly kind: 'chart';
  readonly takeaway: string;
  readonly alternative: string;
  readonly scene: IScene;
  readonly table: ITableData;
}

export interface ITerms extends INode {
  readonly kind: 'terms';
  readonly terms: ReadonlyArray<{ readonly term: string; readonly meaning: readonly string[] }>;
}

export interface IOption {
  readonly value: string;
  readonly label: string;
  readonly help: string;
}

interface IControl extends INode {
  readonly label: string;
  readonly help: string;
  readonly problem: string;
  /** Whether the label is only for those who do not see it. */
  readonly quiet: boolean;
}

export interface IChoice extends IControl {
  readonly kind: 'choice';
  readonly options: readonly IOption[];
  readonly value: string | readonly string[];
  readonly look: 'auto' | 'radio' | 'select';
}

export interface INumber extends IControl {
  readonly kind: 'number';
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly step: number | null;
  readonly unit: string;
  readonly look: 'box' | 'slider';
}

export interface IWords extends IControl {
  readonly kind: 'words';
  readonly value: string;
  readonly long: boolean;
  readonly most: number;
}

export interface IToggle extends INode {
  readonly kind: 'toggle';
  readonly label: string;
  readonly value: boolean;
  readonly help: string;
  readonly quiet: boolean;
}

export interface IPress extends INode {
  readonly kind: 'press';
  readonly label: string;
  readonly look: 'main' | 'plain' | 'quiet';
  /** Why it cannot be pressed now; empty where it can. */
  readonly off: string;
  readonly is_on: boolean | null;
  /** What it is for, for those who do not see where it stands; empty where the label is enough. */
  readonly about: string;
}

export interface IRow extends INode {
  readonly kind: 'row';
  readonly cells: ReadonlyArray<string | Node>;
  readonly tone: Tone;
}

export interface IGrid extends INode {
  readonly kind: 'grid';
  readonly caption: string;
  readonly header: readonly string[];
  readonly numeric: readonly boolean[];
  readonly filter: string;
  readonly children: readonly IRow[];
}

export interface IProgress extends INode {
  readonly kind: 'progress';
  readonly label: string;
  readonly done: number;
  readonly of: number;
  readonly left: string;
  /** Whether there is a button that ends it. */
  readonly can_end: boolean;
}

export interface IKeep extends INode {
  readonly kind: 'keep';
  readonly label: string;
  readonly code: string;
  readonly widget: string;
  /** Tells it from other widgets of its kind. */
  readonly key: string;
}

/** What was chosen in an explorer: a node of its own, so that a choice does not send the data again. */
export interface IChosen extends INode {
  readonly kind: 'chosen';
  readonly value: Readonly<Record<string, unknown>>;
}

export interface IExplore extends INode {
  readonly kind: 'explore';
  readonly data: unknown;
  readonly children: readonly IChosen[];
}

export interface IGroup extends INode {
  readonly kind: 'group';
  readonly title: string;
  readonly look: 'column' | 'row' | 'card' | 'fold';
  readonly is_open: boolean;
  readonly children: readonly Node[];
}

export type Node =
  | ISaid
  | IItems
  | ICallout
  | ITable
  | IChart
  | ITerms
  | IChoice
  | INumber
  | IWords
  | IToggle
  | IPress
  | IRow
  | IGrid
  | IProgress
  | IKeep
  | IExplore
  | IChosen
  | IGroup;

/** What the kernel sends; `seq` is that of the message it answers. What is long of a change is packed. */
export type FromKernel =
  | {
      readonly kind: 'view';
      readonly schema: string;
      readonly view: IGroup;
      readonly seq: number | null;
    }
  | IPatch
  | { readonly kind: 'patch'; readonly packed: string; readonly seq: number | null };

export interface IPatch {
  readonly kind: 'patch';
  readonly nodes: readonly Node[];
  readonly seq: number | null;
}

/** What a person did. */
export type ToKernel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'change'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'press'; readonly id: string };

/** What the button *Keep these choices* asks of whatever is around: JupyterLab's extension, or nobody. */
export const KEEP = 'workbench:keep';

/**
 * Tells whatever is around that nobody has answered a widget which has nothing to show yet (`detail`
 * is true), and that somebody does again: what was saved of it may take its place.
 */
export const SILENCE = 'workbench:silence';

/**
 * Whatever is around may tell a widget's element whether its kernel can be reached; what the widget
 * hears by itself is a restart, where there is a widget manager that says so.
 */
export const REACH = 'workbench:reach';

/** The kernel is there, the line to it is cut, or it is another one that knows nothing of the widget. */
export type Reach = 'there' | 'away' | 'gone';

export interface IKeepRequest {
  readonly widget: string;
  /** Tells it from other widgets of its kind beside it. */
  readonly key: string;
  readonly code: string;
  /** Called by whoever took it, with what became of it in words. */
  readonly answer: (said: string) => void;
}

/** A child that stays where its parent changes. */
interface ISame {
  readonly same: string;
}

/** Returns a view in which nodes took the place of those with their ids. */
export function patched<T extends Node>(node: T, nodes: ReadonlyMap<string, Node>): T {
  const instead = (nodes.get(node.id) ?? node) as T;
  if (!('children' in instead)) {
    return instead;
  }
  const before = new Map<string, Node>();
  if ('children' in node) {
    for (const child of node.children) {
      before.set(child.id, child);
    }
  }
  let isSame = instead === node;
  const children = (instead.children as ReadonlyArray<Node | ISame>).map(child => {
    const old = before.get('same' in child ? child.same : child.id);
    if (old === undefined) {
      return child as Node;
    }
    const next = patched(old, nodes);
    isSame &&= next === old;
    return next;
  });
  return isSame ? node : { ...instead, children };
}

/** Returns a view in which one node, and all around it, are new objects of the same content. */
export function renewed<T extends Node>(node: T, id: string): T {
  if (node.id === id) {
    return { ...node };
  }
  const within = <One extends string | Node>(all: readonly One[]): readonly One[] | null => {
    let isSame = true;
    const next = all.map(one => {
      const other = typeof one === 'string' ? one : (renewed(one, id) as One);
      isSame &&= other === one;
      return other;
    });
    return isSame ? null : next;
  };
  if ('cells' in node) {
    const cells = within(node.cells);
    return cells === null ? node : { ...node, cells };
  }
  if ('children' in node) {
    const children = within(node.children as readonly Node[]);
    return children === null ? node : { ...node, children };
  }
  return node;
}
