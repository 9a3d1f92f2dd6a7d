import { evaluate } from '../core/evaluate';
import { ExactSum } from '../core/exactSum';
import { roundingOf } from '../core/primitives';
import type { LossOptions, Problem, Refusal } from '../core/problem';
import { choices, pair, type Request } from '../pair/pair';
import type { Pairing } from '../pair/pairing';
import { arraysOf, problemOf } from '../pair/problem';
import type { Block, Trouble } from '../read/reading';

/** The next rows of everything: the same arrays in every piece. */
export interface Piece {
  readonly blocks: readonly Block[];
  /** Which of them may take which part. */
  readonly request: Request;
  readonly troubles: readonly Trouble[];
}

export interface Streamed {
  readonly pairing: Pairing;
  readonly value: number;
  readonly exact: number;
  /** Rows, or for the binary losses what their first axis counts. */
  readonly rows: number;
  readonly ignored: number;
}

export type StreamedOutcome =
  | { readonly kind: 'answer'; readonly answer: Streamed }
  | { readonly kind: 'nothing'; readonly blocks: readonly Block[]; readonly request: Request }
  /** Readings of the first piece that only the user can choose between. */
  | { readonly kind: 'choose'; readonly pairings: readonly Pairing[]; readonly blocks: readonly Block[] }
  /** A later piece does not look like what the first did. */
  | { readonly kind: 'changed'; readonly pairing: Pairing; readonly row: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly row: number }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly row: number };

/**
 * The mean or sum over data of any size, a piece at a time. The first piece decides which array is what; what it says
 * of the kind of predictions is held against every later one, unless the user named it. Sums are those of the whole,
 * to the last bit.
 */
export function computeInPieces(pieces: Iterable<Piece>, options: LossOptions): StreamedOutcome {
  const { dtype = 'float64', reduction = 'mean' } = options;
  const round = roundingOf(dtype);
  const sum = new ExactSum();
  const exact = new ExactSum();
  let pairing: Pairing | undefined;
  let denominator = 0;
  let rows = 0;
  let ignored = 0;
  for (const { blocks, request, troubles } of pieces) {
    const [trouble] = troubles;
    if (trouble !== undefined) return { kind: 'trouble', trouble, row: rows };
    if (pairing === undefined) {
      // Which of a list's numbers is its first is not known in its pieces.
      const whole = pair(blocks, request).filter(({ layout }) => layout !== 'own-class');
      const near = choices(blocks, whole);
      if (near.length === 0) return { kind: 'nothing', blocks, request };
      if (near.length > 1) return { kind: 'choose', pairings: near, blocks };
      pairing = near[0];
    } else if (!isStill(pairing, blocks, request)) return { kind: 'changed', pairing, row: rows };
    const problem = posed(pairing, blocks, options);
    const outcome = evaluate(problem);
    if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal, row: rows };
    const evaluation = outcome.value;
    for (const loss of evaluation.value.data) sum.add(loss);
    for (const loss of evaluation.exact.data) exact.add(loss);
    denominator += evaluation.denominator;
    ignored += evaluation.ignored;
    rows += problem.predictions.shape[0] ?? 1;
  }
  if (pairing === undefined) return { kind: 'nothing', blocks: [], request: {} };
  const reduce = (total: number): number => (reduction === 'sum' ? total : total / denominator);
  const value = round(reduction === 'sum' ? round(sum.value()) : round(round(sum.value()) / denominator));
  return { kind: 'answer', answer: { pairing, value, exact: reduce(exact.value()), rows, ignored } };
}

/** Reduced at the end, over all pieces. */
function posed(pairing: Pairing, blocks: readonly Block[], options: LossOptions): Problem {
  const arrays = arraysOf(blocks, pairing);
  if (arrays === undefined) throw new RangeError('an array of the pairing is not in every piece');
  const { predictions, targets } = arrays;
  return problemOf(pairing, predictions, targets, { ...options, reduction: 'none' });
}

/** A row of logits proves that they are logits; what looked like probabilities must look like them to the end. */
function isStill(pairing: Pairing, blocks: readonly Block[], request: Request): boolean {
  if (request.from !== undefined || pairing.from === 'logits') return true;
  return pair(blocks, request).some(
    ({ loss, from, predictions, targets }) =>
      loss === pairing.loss &&
      from === pairing.from &&
      predictions === pairing.predictions &&
      targets === pairing.targets,
  );
}
