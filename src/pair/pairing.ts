import type { From, LossName } from '../core/problem';

/** Two arrays, one way to read them, and why. */
export interface Pairing {
  /** Positions in the list of arrays that was paired; one and the same where one array is both ({@link Layout}). */
  readonly predictions: number;
  readonly targets: number;
  readonly loss: LossName;
  readonly from: From;
  /** How the predictions are laid out where that is not PyTorch's way. */
  readonly layout?: Layout;
  /** Higher is better; readings within {@link NEAR} of the best are a question to the user. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** Why a reading was taken, as data: `report/` makes the words. */
export type Reason =
  | { readonly code: 'indices'; readonly count: number; readonly classes: number }
  | { readonly code: 'indices-as-floats' }
  | { readonly code: 'index-outside'; readonly target: number; readonly classes: number }
  | { readonly code: 'one-hot'; readonly rows: number; readonly columns: number }
  | { readonly code: 'several-ones'; readonly row: number; readonly count: number }
  | { readonly code: 'zero-one' }
  | { readonly code: 'soft-rows'; readonly rows: number }
  | { readonly code: 'soft' }
  | { readonly code: 'logits'; readonly min: number; readonly max: number }
  | { readonly code: 'probabilities'; readonly min: number; readonly max: number }
  | { readonly code: 'rows-sum-to-one'; readonly rows: number }
  | { readonly code: 'rows-do-not-sum-to-one'; readonly min: number; readonly max: number }
  | { readonly code: 'samples-in-columns'; readonly samples: number }
  | { readonly code: 'classes-on-last-axis' }
  | { readonly code: 'column-against-vector'; readonly count: number }
  | { readonly code: 'token-log-probabilities'; readonly count: number }
  | { readonly code: 'first-token-unread' }
  | { readonly code: 'label-column'; readonly name: string }
  | { readonly code: 'called'; readonly callee: string }
  | { readonly code: 'confirmed'; readonly values: readonly number[] }
  | { readonly code: 'from-asked'; readonly from: From }
  | { readonly code: 'loss-asked'; readonly loss: LossName }
  | { readonly code: 'named'; readonly role: Role; readonly name: string };

/**
 * classes-last: the classes stand on the last axis (of a matrix: the samples in columns) and are moved to axis 1.
 * own-class: of each row's classes only the target's own was printed, so that the array needs no other.
 * label-column: a table whose one column holds the labels of the others.
 */
export type Layout = 'classes-last' | 'own-class' | 'label-column';

/** Is one array both, predictions and targets? */
export function isOfOneArray({ layout }: Pick<Pairing, 'layout'>): boolean {
  return layout === 'own-class' || layout === 'label-column';
}

export type Role = 'predictions' | 'targets';

/** How close to the best a reading must score for the choice between them to be the user's. */
export const NEAR = 0.15;
