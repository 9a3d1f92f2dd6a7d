import { type BinaryPlan, planBinary } from '../binary';
import { spread } from '../broadcast';
import { type CategoricalPlan, isIgnored, planCategorical, weightOf } from '../categorical';
import { evaluate } from '../evaluate';
import { NORMALIZATIONS as OF_CROSS_ENTROPY } from '../losses/crossEntropy';
import { NORMALIZATIONS as OF_NLL_LOSS } from '../losses/nllLoss';
import { LOSSES } from '../losses/registry';
import type { Outcome, Problem } from '../problem';
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
  const evaluated = evaluate(problem);
  if (!evaluated.ok) return evaluated;
  let texts: readonly string[] = [];
  for (let working = digits + GUARD_DIGITS; working < MOST_DIGITS; working *= 2) {
    const before = texts;
    texts = lossAt(problem, math.withDigits(working), working, digits);
    if (texts.length === before.length && texts.every((text, index) => text === before[index])) break;
  }
  return { ok: true, value: texts };
}

function lossAt<Big>(problem: Problem, math: BigMath<Big>, working: number, digits: number): readonly string[] {
  const big = new BigFunctions(math, working);
  const { losses, denominator } = cellsOf(problem, big);
  const { reduction = LOSSES[problem.loss].reduction } = problem.options;
  if (reduction === 'none') return losses.map((loss) => math.print(loss, digits));
  const sum = losses.reduce((total, loss) => math.add(total, loss), big.zero);
  return [math.print(reduction === 'sum' ? sum : math.divide(sum, denominator), digits)];
}

function cellsOf<Big>(problem: Problem, big: BigFunctions<Big>): Cells<Big> {
  switch (problem.loss) {
    case 'cross_entropy':
      return categoricalCells(problem, OF_CROSS_ENTROPY[problem.from ?? 'logits'], big);
    case 'nll_loss':
      return categoricalCells(problem, OF_NLL_LOSS[problem.from ?? 'log_probabilities'], big);
    case 'binary_cross_entropy':
    case 'binary_cross_entropy_with_logits':
      return binaryCells(problem, preciseBinaryCell, big);
    case 'sigmoid_focal_loss':
      return binaryCells(problem, preciseFocalCell, big);
    case 'multilabel_soft_margin_loss':
      return rowCells(problem, big);
    case 'kl_div':
      return klCells(problem, big);
    case 'poly_loss':
      return polyCells(problem, big);
  }
}

function categoricalCells<Big>(
  problem: Problem,
  normalization: CategoricalPlan['normalization'],
  big: BigFunctions<Big>,
): Cells<Big> {
  const plan = accepted(planCategorical(problem, normalization));
  const losses = Array.from({ length: plan.rows }, (_, row) => preciseCategoricalRow(plan, row, big));
  return { losses, denominator: categoricalDenominator(plan, big) };
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
  big: BigFunctions<Big>,
): Cells<Big> {
  const plan = accepted(planBinary(problem, LOSSES[problem.loss].natural));
  const { length } = plan.predictions;
  return { losses: Array.from({ length }, (_, index) => cell(plan, index, big)), denominator: big.math.from(length) };
}

/** multilabel_soft_margin_loss: the mean over the last axis is a loss. */
function rowCells<Big>(given: Problem, big: BigFunctions<Big>): Cells<Big> {
  const { math } = big;
  const { problem } = accepted(spread(given));
  const { shape } = problem.predictions;
  const width = shape[shape.length - 1];
  const cells = binaryCells(problem, preciseBinaryCell, big).losses;
  const losses = Array.from({ length: sizeOf(shape.slice(0, -1)) }, (_, row) => {
    const sum = cells.slice(row * width, (row + 1) * width).reduce((total, cell) => math.add(total, cell), big.zero);
    return math.divide(sum, math.from(width));
  });
  return { losses, denominator: math.from(losses.length) };
}

function klCells<Big>(given: Problem, big: BigFunctions<Big>): Cells<Big> {
  const { problem } = accepted(spread(given));
  const losses = Array.from(problem.predictions.data, (_, index) => preciseKlCell(problem, index, big));
  const batchmean = given.options.reduction === 'batchmean';
  return { losses, denominator: big.math.from(batchmean ? (given.predictions.shape[0] ?? 1) : losses.length) };
}

function polyCells<Big>(problem: Problem, big: BigFunctions<Big>): Cells<Big> {
  const plan = accepted(planCategorical(problem, problem.from === 'probabilities' ? 'softmax-of-log' : 'softmax'));
  const losses = Array.from({ length: plan.rows }, (_, row) => precisePolyRow(plan, row, big));
  return { losses, denominator: big.math.from(plan.rows) };
}

/** {@link evaluate} has accepted the problem already. */
function accepted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused after evaluation: ${outcome.refusal.code}`);
  return outcome.value;
}
