import type { LossOptions, Outcome, Refusal } from '../core/problem';
import type { Request } from '../pair/pair';
import type { Pairing } from '../pair/pairing';
import type { Block, Excerpt, Span, Trouble } from '../read/reading';
import type { Posed } from './answer';
import type { Result } from './result';
import type { Scan } from './scan';

/** A document as it stood when a question was asked. */
export interface Snapshot extends Excerpt {
  readonly version: number;
}

/** What the user points at, and what is already decided. */
export interface Question {
  /** Selected stretches, or an empty one for a cursor. */
  readonly selections: readonly Span[];
  readonly request: Pick<Request, 'loss' | 'from'>;
  readonly options: LossOptions;
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

/** What a question comes to. */
export type Verdict =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'choose'; readonly offers: readonly Offer[] }
  | { readonly kind: 'failed'; readonly failure: Failure };
