import type { LossOptions, Outcome, Refusal } from '../core/problem';
import type { Request } from '../pair/pair';
import type { Pairing } from '../pair/pairing';
import type { Block, Excerpt, Span, Trouble } from '../read/reading';
import type { Posed } from './answer';
import type { Explanation } from './explain';
import type { CheckedPin } from './pins';
import type { Result } from './result';
import type { Scan } from './scan';

/** A document as it stood when a question was asked. */
export interface Snapshot extends Excerpt {
  readonly version: number;
  /** The text the targets stand in, where that is another. */
  readonly elsewhere?: Excerpt;
}

/** What the user points at, and what is already decided. */
export interface Question {
  /** Selected stretches, or an empty one for a cursor. */
  readonly selections: readonly Span[];
  readonly request: Pick<Request, 'loss' | 'from'>;
  readonly options: LossOptions;
  /** The two arrays, where the user has said which is which; then the selections say nothing. */
  readonly roles?: Roles;
}

/** Where predictions and targets stand. */
export interface Roles {
  readonly predictions: Span;
  readonly targets: Span;
  /** The address of the document that the targets stand in, where that is another. */
  readonly targetsIn?: string;
}

/** One of several readings between which only the user can choose. */
export interface Offer {
  readonly pairing: Pairing;
  readonly outcome: Outcome<Result>;
}

/** Why there is no number, as data. Lines count from 1. */
export type Failure =
  /** `posed` is what was refused, where it is this document's problem. */
  | { readonly code: 'refused'; readonly refusal: Refusal; readonly posed?: Posed }
  | { readonly code: 'trouble'; readonly trouble: Trouble; readonly line: number }
  | { readonly code: 'nothing'; readonly blocks: readonly Block[] }
  /** The work could not be done: the worker died, or ran out of memory. */
  | { readonly code: 'broken'; readonly reason: string };

/** Every sensible pairing of a document, and the numbers that it prints itself. */
export interface Survey {
  readonly blocks: readonly Block[];
  readonly scan: Scan;
}

/** A survey that also explains the printed losses that nothing confirms, and checks the pinned ones. */
export interface Review extends Survey {
  readonly pins: readonly CheckedPin[];
}

/** The ways to come by a number, and the arrays they speak of. */
export interface Explained {
  readonly blocks: readonly Block[];
  /** The likeliest, best first. */
  readonly explanations: readonly Explanation[];
  /** How many formulas give the number, these among them. */
  readonly count: number;
}

/** One array of a document by its place, without its numbers. */
export interface ArrayPlace {
  readonly name?: string;
  /** The whole expression, as read. */
  readonly span: Span;
  /** From its first number to its last. */
  readonly extent: Span;
  readonly shape: readonly number[];
}

/** What a question comes to. */
export type Verdict =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'choose'; readonly offers: readonly Offer[] }
  | { readonly kind: 'failed'; readonly failure: Failure };
