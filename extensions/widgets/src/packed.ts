/** What is long as workbench/widgets/packed.py writes it: deflated; the explorer's counts as what each step loses. */
import type { IExplorerData } from '../../explorer/src/data';
import type { Node } from './protocol';

const PLANES = 4;

interface IPacked {
  /** Base64 of deflated whole numbers: all their lowest bytes, then all the next ones, and so on. */
  readonly drops: string;
  /** Base64 of deflated JSON. */
  readonly others: string;
}

/** Returns the explorer's data as it reads them; at once where nothing is packed. */
export function unpacked(data: unknown): unknown {
  const { drops, others, ...clear } = (data ?? {}) as Partial<IPacked>;
  if (drops === undefined || others === undefined) {
    return data;
  }
  return Promise.all([inflated(others), inflated(drops)]).then(([text, bytes]) => {
    const rest = JSON.parse(new TextDecoder().decode(text)) as IExplorerData;
    return { ...clear, ...rest, at_or_above: countsOf(rest, bytes) };
  });
}

/** Returns the nodes of a change that was long. */
export async function nodesOf(packed: string): Promise<readonly Node[]> {
  return JSON.parse(new TextDecoder().decode(await inflated(packed))) as readonly Node[];
}

/** People at or above each step: those of the step before, less the ones that it loses. */
function countsOf(
  { scored, edges }: IExplorerData,
  bytes: Uint8Array
): IExplorerData['at_or_above'] {
  const n = bytes.length / PLANES;
  let place = 0;
  const next = () => {
    let drop = 0;
    for (let plane = PLANES - 1; plane >= 0; plane--) {
      drop = drop * 256 + (bytes[plane * n + place] ?? 0);
    }
    place++;
    return drop;
  };
  return scored.map(outcomes =>
    outcomes.map(all => {
      let left = all;
      return edges.map(() => (left -= next()));
    })
  );
}

async function inflated(text: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  const stream = new Response(bytes).body!.pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
