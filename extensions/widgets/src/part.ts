/** What draws a node and follows it: one a kind. */
import type { Node } from './protocol';

/** A node on the page. */
export interface IPart<T extends Node = Node> {
  readonly element: HTMLElement;
  /** Shows a newer node of the same id and kind; what has the focus keeps it. */
  update(node: T): void;
  /** Lets go of what it listens to outside of its element. */
  dispose?(): void;
}

/** What a node may ask of its panel. */
export interface IContext {
  /** Draws a node inside of another one. */
  draw(node: Node): IPart;
  change(id: string, value: unknown): void;
  press(id: string): void;
  /** Whether the kernel has not answered the newest change of a control: until then the page is right. */
  isAsked(id: string): boolean;
  /** Does something when the kernel has answered all that was sent. */
  whenSettled(does: () => void): void;
  /** Says something to those who do not see it. */
  announce(text: string): void;
  /** An id of the page's for a part of a node. */
  idOf(id: string, part: string): string;
}

export type Draw<T extends Node> = (node: T, context: IContext) => IPart<T>;

/**
 * Puts the children of a node into an element, in order; what is there already stays the same
 * element, so that focus and scrolling are not lost.
 */
export class Children {
  constructor(element: HTMLElement, context: IContext) {
    this._element = element;
    this._context = context;
  }

  show(nodes: readonly Node[]): void {
    const wanted = new Set(nodes.map(keyOf));
    for (const [key, part] of this._parts) {
      if (!wanted.has(key)) {
        part.dispose?.();
        part.element.remove();
        this._parts.delete(key);
        this._nodes.delete(key);
      }
    }
    let before: Element | null = null;
    for (const node of nodes) {
      const key = keyOf(node);
      let part = this._parts.get(key);
      if (part === undefined) {
        part = this._context.draw(node);
        this._parts.set(key, part);
      } else if (this._nodes.get(key) !== node) {
        part.update(node);
      }
      this._nodes.set(key, node);
      const next: Element | null =
        before === null ? this._element.firstElementChild : before.nextElementSibling;
      if (next !== part.element) {
        this._element.insertBefore(part.element, next);
      }
      before = part.element;
    }
  }

  dispose(): void {
    for (const part of this._parts.values()) {
      part.dispose?.();
    }
    this._parts.clear();
    this._nodes.clear();
  }

  private readonly _element: HTMLElement;
  private readonly _context: IContext;
  private readonly _parts = new Map<string, IPart>();
  private readonly _nodes = new Map<string, Node>();
}

function keyOf(node: Node): string {
  return `${node.kind}/${node.id}`;
}
