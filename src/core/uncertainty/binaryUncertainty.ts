import { type BinaryPlan, exactLogP, exactLogQ, exactP, posWeightAt, weightAt } from '../binary';
import { multiplyLimit } from '../primitives';
import { around, type Interval, scale, unitOf, widen, within } from './interval';

/** How many units in the last place a logarithm of core and the sum of two of them may be off. */
const UNITS = 8;

/**
 * What the loss of one cell may be: w (a -log p + b -log q) with a = posWeight x y and b = 1 - y. In y it is
 * linear, so an end of y is extreme; in the prediction an end or the one stationary point is.
 */
export function binaryCellInterval(plan: BinaryPlan, index: number, x: number, y: number): Interval {
  const given = rangeOf(plan, plan.predictions[index], x);
  const target = plan.targets[index];
  const ends = around(target, y);
  const shares = target >= 0 && target <= 1 ? within(ends, 0, 1) : ends;
  let low = Infinity;
  let high = -Infinity;
  for (const share of new Set([shares.low, shares.high])) {
    const a = posWeightAt(plan, index) * share;
    const b = 1 - share;
    for (const prediction of [given.low, given.high, ...stationary(plan, a, b, given)]) {
      const { value, error } = costOf(plan, prediction, a, b);
      if (Number.isNaN(value)) return { low: NaN, high: NaN };
      low = Math.min(low, value - error);
      high = Math.max(high, value + error);
    }
  }
  if (low < 0 && posWeightAt(plan, index) >= 0 && shares.low >= 0 && shares.high <= 1 && plan.eps === undefined)
    low = 0;
  const loss = scale({ low, high }, weightAt(plan, index));
  return plan.weight === undefined ? loss : widen(loss, unitOf(Math.max(Math.abs(loss.low), finite(loss.high))));
}

/** A probability stays one however it was rounded. */
function rangeOf({ from }: BinaryPlan, prediction: number, half: number): Interval {
  const ends = around(prediction, half);
  if (from === 'probabilities' && prediction >= 0 && prediction <= 1) return within(ends, 0, 1);
  if (from === 'log_probabilities' && prediction <= 0) return within(ends, -Infinity, 0);
  return ends;
}

/** Where a -log(p + eps) + b -log(1 - p + eps) is flat, if that lies strictly inside. */
function stationary({ from, eps = 0 }: BinaryPlan, a: number, b: number, { low, high }: Interval): readonly number[] {
  const p = (a * (1 + eps) - b * eps) / (a + b);
  if (!(p > 0 && p < 1)) return [];
  const at = from === 'logits' ? Math.log(p / (1 - p)) : from === 'log_probabilities' ? Math.log(p) : p;
  return at > low && at < high ? [at] : [];
}

/** The cost, and how far rounding may have moved it: that of the end itself, then that of the logarithms. */
function costOf(plan: BinaryPlan, x: number, a: number, b: number): { value: number; error: number } {
  const positive = multiplyLimit(a, -exactLogP(plan, x));
  const negative = multiplyLimit(b, -exactLogQ(plan, x));
  const value = positive + negative;
  if (!Number.isFinite(value)) return { value, error: 0 };
  const size = Math.abs(positive) + Math.abs(negative);
  return { value, error: UNITS * unitOf(size) + (Math.abs(a) + Math.abs(b)) * slopeError(plan, x, size) };
}

/** What one rounding of the end x costs: in logits the slope is at most 1 and at most the loss itself. */
function slopeError(plan: BinaryPlan, x: number, size: number): number {
  if (plan.from !== 'probabilities') return Math.min(1, size) * unitOf(x);
  const p = exactP(plan.from, x);
  // d log p = dp / p, and 1 - p is exact for p above one half.
  return p === 0 || p === 1 ? 0 : 2 ** -52 * (1 + Math.min(size, 1) / Math.min(p, 1 - p)) * p;
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : 0;
}
