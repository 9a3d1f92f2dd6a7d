import { planBinary } from '../binary';
import { meanDenominator, type Normalization, planCategorical } from '../categorical';
import { ExactSum } from '../exactSum';
import { NORMALIZATIONS as OF_CROSS_ENTROPY } from '../losses/crossEntropy';
import { NORMALIZATIONS as OF_NLL_LOSS } from '../losses/nllLoss';
import { LOSSES } from '../losses/registry';
import type { Outcome, Problem } from '../problem';
import { binaryCellInterval } from './binaryUncertainty';
import { categoricalRowInterval } from './categoricalUncertainty';
import { type HalfUnits, halfUnitAt, type Interval, scale, unitOf, widen } from './interval';

/** How coarsely the inputs were printed. */
export interface Resolution {
  readonly predictions: HalfUnits;
  readonly targets: HalfUnits;
}

/** What the exact loss of the numbers before they were rounded may be. */
export interface Uncertainty {
  /** The reduced loss; for none the sum. */
  readonly loss: Interval;
  /** Every cell of the result for none: a target position of the categorical losses, a value of the binary ones. */
  readonly cells: { readonly low: Float64Array; readonly high: Float64Array };
  /** The first cell without an upper end: a probability that was printed as 0 decides it. */
  readonly unbounded?: number;
}

/**
 * Rigorous bounds of the exact loss (without PyTorch's clamp) of all inputs that print as the problem's do: every
 * row's extremes are taken over the whole box of its numbers, never by a slope at its middle, and ends are rounded
 * outward. The result has no narrower bounds that hold, up to rounding, but for soft targets, whose sum of 1 is not
 * used, and for eps with soft targets.
 * @returns undefined where the problem is refused, or of a loss whose bounds are not known.
 */
export function uncertainty(problem: Problem, resolution: Resolution): Uncertainty | undefined {
  // The truth has no dtype: rounding to float32 is the engine's business, not the print's.
  const exact: Problem = { ...problem, options: { ...problem.options, dtype: 'float64' } };
  switch (problem.loss) {
    case 'cross_entropy':
      return categorical(exact, OF_CROSS_ENTROPY[problem.from ?? 'logits'], resolution);
    case 'nll_loss':
      return categorical(exact, OF_NLL_LOSS[problem.from ?? 'log_probabilities'], resolution);
    case 'binary_cross_entropy':
    case 'binary_cross_entropy_with_logits':
      return binary(exact, resolution);
    default:
      return undefined;
  }
}

function categorical(problem: Problem, normalization: Normalization, resolution: Resolution): Uncertainty | undefined {
  const plan = planned(planCategorical(problem, normalization));
  if (plan === undefined) return undefined;
  return reduced(problem, plan.rows, meanDenominator(plan), (row) =>
    categoricalRowInterval(plan, row, resolution.predictions, resolution.targets),
  );
}

function binary(problem: Problem, resolution: Resolution): Uncertainty | undefined {
  const plan = planned(planBinary(problem, LOSSES[problem.loss].natural));
  if (plan === undefined) return undefined;
  const { length } = plan.predictions;
  return reduced(problem, length, length, (cell) =>
    binaryCellInterval(plan, cell, halfUnitAt(resolution.predictions, cell), halfUnitAt(resolution.targets, cell)),
  );
}

function reduced(
  { options }: Problem,
  count: number,
  denominator: number,
  cellInterval: (cell: number) => Interval,
): Uncertainty {
  const cells = { low: new Float64Array(count), high: new Float64Array(count) };
  const sums = { low: new ExactSum(), high: new ExactSum() };
  let unbounded: number | undefined;
  for (let cell = 0; cell < count; cell++) {
    const { low, high } = cellInterval(cell);
    cells.low[cell] = low;
    cells.high[cell] = high;
    sums.low.add(low);
    sums.high.add(high);
    if (high === Infinity) unbounded ??= cell;
  }
  const sum = rounded({ low: sums.low.value(), high: sums.high.value() });
  const mean = options.reduction === undefined || options.reduction === 'mean';
  return {
    loss: mean ? rounded(scale(sum, 1 / denominator)) : sum,
    cells,
    ...(unbounded !== undefined && { unbounded }),
  };
}

/** Outward, by what the last operation may have rounded inward. */
function rounded(interval: Interval): Interval {
  const ends = widen(interval, 0);
  return {
    low: Number.isFinite(ends.low) ? ends.low - 2 * unitOf(ends.low) : ends.low,
    high: Number.isFinite(ends.high) ? ends.high + 2 * unitOf(ends.high) : ends.high,
  };
}

function planned<T>(outcome: Outcome<T>): T | undefined {
  return outcome.ok ? outcome.value : undefined;
}
