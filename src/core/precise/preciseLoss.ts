import { type BinaryPlan, planBinary } from '../binary';
import { spread } from '../broadcast';
import { type CategoricalPlan, isIgnored, planCategorical, weightOf } from '../categorical';
import { evaluate } from '../evaluate';
import { NORMALIZATIONS as OF_CROSS_ENTROPY } from '../losses/crossEntropy';
import { NORMALIZATIONS as OF_NLL_LOSS } from '../losses/nllLoss';
import { LOSSES } from '../losses/registry';
import { chained, mapped, type Outcome, type Problem } from '../problem';
import { type BigMath, BigFunctions } from './bigMath';
import { sizeOf } from '../tensor';
import { preciseBinaryCell, preciseFocalCell, preciseKlCell } from './preciseBinary';
import { preciseCategoricalRow, precisePolyRow } from './preciseCategorical';

/** Losses of all cells before reduction, and what the mean divides by. */
interface Cells<Big> {
  readonly losses: readonly Big[];
  readonly denominator: Big;
}

/** Digits carried beyond those asked for: rounding of sums, and cancellation of the ordinary kind. */
const GUARD_DIGITS = 20;

/** Cancellation beyond this many digits is given up: the terms are then equal for every purpose. */
const MOST_DIGITS = 2000;

/**
 * The exact loss in decimal, correctly rounded to `digits` significant digits: one text for mean and sum, one
 * a cell for none. What {@link evaluate} refuses is refused alike. Computed at growing precision until two
 * agree, so cancellation costs time and never digits.
 */
export function preciseLoss<Big>(problem: Problem, math: BigMath<Big>, digits = 50): Outcome<readonly string[]> {
  return chained(evaluate(problem), () =>
    mapped(cellsOf<Big>(problem), (cells) => {
      let texts: readonly string[] = [];
      for (let working = digits + GUARD_DIGITS; working < MOST_DIGITS; working *= 2) {
        const before = texts;
        const big = new BigFunctions(math.withDigits(working), working);
        texts = printed(problem, cells(big), big, digits);
        if (texts.length === before.length && texts.every((text, index) => text === before[index])) break;
      }
      return texts;
    }),
  );
}

function printed<Big>(
  problem: Problem,
  { losses, denominator }: Cells<Big>,
  { math, zero }: BigFunctions<Big>,
  digits: number,
): readonly string[] {
  const { reduction = LOSSES[problem.loss].reduction } = problem.options;
  if (reduction === 'none') return losses.map((loss) => math.print(loss, digits));
  const sum = losses.reduce((total, loss) => math.add(total, loss), zero);
  return [math.print(reduction === 'sum' ? sum : math.divide(sum, denominator), digits)];
}

/** The problem as it is planned, ready for any precision. */
type AtPrecision<Big> = Outcome<(big: BigFunctions<Big>) => Cells<Big>>;

function cellsOf<Big>(problem: Problem): AtPrecision<Big> {
  switch (problem.loss) {
    case 'cross_entropy':
      return categoricalCells(problem, OF_CROSS_ENTROPY[problem.from ?? 'logits']);
    case 'nll_loss':
      return categoricalCells(problem, OF_NLL_LOSS[problem.from ?? 'log_probabilities']);
    case 'binary_cross_entropy':
    case 'binary_cross_entropy_with_logits':
      return binaryCells(problem, preciseBinaryCell);
    case 'sigmoid_focal_loss':
      return binaryCells(problem, preciseFocalCell);
    case 'multilabel_soft_margin_loss':
      return rowCells(problem);
    case 'kl_div':
      return klCells(problem);
    case 'poly_loss':
      return polyCells(problem);
  }
}

function categoricalCells<Big>(problem: Problem, normalization: CategoricalPlan['normalization']): AtPrecision<Big> {
  return mapped(planCategorical(problem, normalization), (plan) => (big) => ({
    losses: Array.from({ length: plan.rows }, (_, row) => preciseCategoricalRow(plan, row, big)),
    denominator: categoricalDenominator(plan, big),
  }));
}

function categoricalDenominator<Big>(plan: CategoricalPlan, big: BigFunctions<Big>): Big {
  const { math } = big;
  if (plan.targets.kind === 'probabilities') return math.from(plan.rows);
  let sum = big.zero;
  for (let row = 0; row < plan.rows; row++) {
    if (!isIgnored(plan, row)) sum = math.add(sum, math.from(weightOf(plan, plan.targets.values[row])));
  }
  return sum;
}

function binaryCells<Big>(
  problem: Problem,
  cell: (plan: BinaryPlan, index: number, big: BigFunctions<Big>) => Big,
): AtPrecision<Big> {
  return mapped(planBinary(problem, LOSSES[problem.loss].natural), (plan) => (big) => {
    const { length } = plan.predictions;
    return { losses: Array.from({ length }, (_, index) => cell(plan, index, big)), denominator: big.math.from(length) };
  });
}

/** multilabel_soft_margin_loss: the mean over the last axis is a loss. */
function rowCells<Big>(given: Problem): AtPrecision<Big> {
  return chained(spread(given), ({ problem }) =>
    mapped(binaryCells<Big>(problem, preciseBinaryCell), (cellsAt) => (big) => {
      const { math } = big;
      const { shape } = problem.predictions;
      const width = shape[shape.length - 1];
      const cells = cellsAt(big).losses;
      const losses = Array.from({ length: sizeOf(shape.slice(0, -1)) }, (_, row) => {
        const own = cells.slice(row * width, (row + 1) * width);
        const sum = own.reduce((total, cell) => math.add(total, cell), big.zero);
        return math.divide(sum, math.from(width));
      });
      return { losses, denominator: math.from(losses.length) };
    }),
  );
}

function klCells<Big>(given: Problem): AtPrecision<Big> {
  return mapped(spread(given), ({ problem }) => (big) => {
    const losses = Array.from(problem.predictions.data, (_, index) => preciseKlCell(problem, index, big));
    const batchmean = given.options.reduction === 'batchmean';
    return { losses, denominator: big.math.from(batchmean ? (given.predictions.shape[0] ?? 1) : losses.length) };
  });
}

function polyCells<Big>(problem: Problem): AtPrecision<Big> {
  const planned = planCategorical(problem, problem.from === 'probabilities' ? 'softmax-of-log' : 'softmax');
  return mapped(planned, (plan) => (big) => ({
    losses: Array.from({ length: plan.rows }, (_, row) => precisePolyRow(plan, row, big)),
    denominator: big.math.from(plan.rows),
  }));
}
