/** What the renewal of a notebook shows. */
import type { ISignal } from '@lumino/signaling';

/** A newer version of the template that a notebook was made from. */
export interface INewer {
  readonly id: string;
  /** Of the notebook. */
  readonly old: string;
  /** Of the template. */
  readonly version: string;
}

/** Something that was not carried over. */
export interface ILeft {
  readonly kind: string;
  readonly name: string;
  readonly because: string;
}

/** What came of a renewal. */
export interface IRenewed {
  readonly notebook: unknown;
  /** Of the new file, without its ending. */
  readonly stem: string;
  readonly version: string;
  /** The names of parameters, and the steps whose choices, that are as they were. */
  readonly carried: readonly string[];
  readonly left: readonly ILeft[];
  /** What differs between the cells of both, in the words of nbdime. */
  readonly diff: string;
}

export type Phase =
  | { readonly is: 'offered' }
  | { readonly is: 'making'; readonly said: string }
  | { readonly is: 'failed'; readonly said: string }
  | { readonly is: 'made'; readonly path: string }
  | { readonly is: 'put_off' };

/** The renewal of one open notebook. */
export interface IRenewal {
  readonly newer: INewer;
  readonly phase: Phase;
  readonly changed: ISignal<IRenewal, Phase>;
  /** Make a new copy; the notebook stays as it is. */
  make(): Promise<void>;
  /** Not now: it is not offered again for this version. */
  putOff(): void;
}
