/** Why the values of a running program were not taken, as data. `place` is the variable. */
export type LiveFault =
  /** An expression that would run code. */
  | { readonly code: 'not-a-place'; readonly place: string }
  /** A language in which nothing is known about arrays, as the debugger calls it. */
  | { readonly code: 'language'; readonly type: string }
  /** The debugger refused, in its own words. */
  | { readonly code: 'not-evaluated'; readonly place: string; readonly reason: string }
  | { readonly code: 'no-answer'; readonly place: string }
  /** A reply that does not have the form asked for: cut, or not of this question. */
  | { readonly code: 'garbled'; readonly place: string; readonly found: string }
  | { readonly code: 'checksum'; readonly place: string; readonly first: number; readonly count: number }
  | { readonly code: 'count'; readonly place: string; readonly found: number; readonly expected: number }
  /** A value of a type that holds no array of numbers, or none that is known. */
  | { readonly code: 'kind'; readonly place: string; readonly type: string }
  | { readonly code: 'dtype'; readonly place: string; readonly dtype: string }
  | { readonly code: 'layout'; readonly place: string; readonly layout: string }
  | { readonly code: 'ragged'; readonly place: string }
  | { readonly code: 'too-large'; readonly place: string; readonly count: number; readonly limit: number }
  /** Integers that no float64 holds. */
  | { readonly code: 'inexact'; readonly place: string; readonly count: number }
  /** It became another while it was read. */
  | { readonly code: 'changed'; readonly place: string }
  /** The program went on, or ended, or nobody wants the values any more. */
  | { readonly code: 'moved-on' }
  | { readonly code: 'not-paused' };

/** Stops the way to the values; caught at its beginning. */
export class LiveRefusal extends Error {
  constructor(readonly fault: LiveFault) {
    super(fault.code);
  }
}
