import { type BinaryPlan, exactP, exactQ, planBinary } from './binary';
import {
  type CategoricalPlan,
  fillLogProbabilities,
  fillMasses,
  planCategorical,
  rowStart,
  type Normalization,
} from './categorical';
import { evaluate } from './evaluate';
import { exactBinaryCell } from './losses/binaryLoss';
import { NORMALIZATIONS as OF_CROSS_ENTROPY } from './losses/crossEntropy';
import { NORMALIZATIONS as OF_NLL_LOSS } from './losses/nllLoss';
import { LOSSES } from './losses/registry';
import { multiplyLimit } from './primitives';
import { chained, mapped, type Outcome, type Problem } from './problem';
import type { Tensor } from './tensor';

/** What stands behind the losses of rows, cell by cell, in the exact form. */
export interface Cells {
  /** Shaped like the predictions: of each class, or of 1 in each binary cell. */
  readonly probabilities: Tensor;
  /** What each cell adds to the loss before reduction, shaped like the predictions. */
  readonly losses: Tensor;
  /** One a row for the categorical losses: the most probable class, the first of equals. One a cell (0 or 1) for the binary ones. */
  readonly argmax: Int32Array;
  /** The probability of the argmax. */
  readonly confidence: Float64Array;
  /**
   * The logit of what is right less that of its strongest rival: negative where the argmax is wrong. NaN where
   * the target is ignored or soft.
   */
  readonly margin: Float64Array;
}

/** Refuses what {@link evaluate} refuses. */
export function cellsOf(problem: Problem): Outcome<Cells> {
  const evaluated = evaluate(problem);
  if (!evaluated.ok) return evaluated;
  const normalization = normalizationOf(problem);
  if (normalization === undefined) return binaryCells(problem);
  const planned = planCategorical(problem, normalization);
  return mapped(planned, categoricalCells);
}

/** How the classes of a categorical loss come to be; undefined where a loss has none. */
export function normalizationOf({ loss, from }: Problem): Normalization | undefined {
  switch (loss) {
    case 'cross_entropy':
    case 'poly_loss':
      return OF_CROSS_ENTROPY[from ?? 'logits'];
    case 'nll_loss':
      return OF_NLL_LOSS[from ?? 'log_probabilities'];
    default:
      return undefined;
  }
}

function categoricalCells(given: CategoricalPlan): Cells {
  // Probabilities are those of the predictions; only the losses know of eps.
  const plain = { ...given, eps: undefined };
  const { predictions, rows, classes, stride, problem } = given;
  const probabilities = new Float64Array(predictions.length);
  const losses = new Float64Array(predictions.length);
  const argmax = new Int32Array(rows);
  const confidence = new Float64Array(rows);
  const margin = new Float64Array(rows);
  const logP = new Float64Array(classes);
  const masses = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    const start = rowStart(given, row);
    fillMasses(given, row, masses);
    fillLogProbabilities(given, row, 'exact', logP);
    for (let c = 0; c < classes; c++) {
      losses[start + c * stride] = multiplyLimit(masses[c], -logP[c]);
    }
    fillLogProbabilities(plain, row, 'exact', logP);
    for (let c = 0; c < classes; c++) probabilities[start + c * stride] = Math.exp(logP[c]);
    const top = indexOfLargest(logP);
    argmax[row] = top;
    confidence[row] = Math.exp(logP[top]);
    margin[row] = marginOf(plain, row, logP);
  }
  const { shape } = problem.predictions;
  return { probabilities: { shape, data: probabilities }, losses: { shape, data: losses }, argmax, confidence, margin };
}

function marginOf({ targets }: CategoricalPlan, row: number, logP: Float64Array): number {
  if (targets.kind !== 'indices') return NaN;
  const target = targets.values[row];
  if (target === targets.ignoreIndex) return NaN;
  let rival = -Infinity;
  for (let c = 0; c < logP.length; c++) if (c !== target) rival = Math.max(rival, logP[c]);
  return logP[target] - rival;
}

function indexOfLargest(values: Float64Array): number {
  let top = 0;
  for (let c = 1; c < values.length; c++) if (values[c] > values[top]) top = c;
  return top;
}

function binaryCells(problem: Problem): Outcome<Cells> {
  return chained(planBinary(problem, LOSSES[problem.loss].natural), (plan) =>
    mapped(lossesOf(plan), (losses) => cellsOfPlan(plan, losses)),
  );
}

function cellsOfPlan({ problem, from, predictions, targets }: BinaryPlan, losses: Float64Array): Cells {
  const { shape } = problem.predictions;
  const probabilities = predictions.map((prediction) => exactP(from, prediction));
  const argmax = Int32Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0));
  const confidence = predictions.map((x) => Math.max(exactP(from, x), exactQ(from, x)));
  const margin = predictions.map((x, index) => {
    const y = targets[index];
    const logit = from === 'logits' ? x : Math.log(exactP(from, x)) - Math.log(exactQ(from, x));
    return y === 0 ? -logit : y === 1 ? logit : NaN;
  });
  return {
    probabilities: { shape, data: probabilities },
    losses: { shape, data: losses },
    argmax,
    confidence,
    margin,
  };
}

/** The unreduced loss where that is one a cell; multilabel_soft_margin_loss has one a row, the mean of its cells. */
function lossesOf(plan: BinaryPlan): Outcome<Float64Array> {
  const { problem, predictions } = plan;
  const { shape } = problem.predictions;
  if (problem.loss === 'multilabel_soft_margin_loss') {
    const width = shape[shape.length - 1];
    return { ok: true, value: predictions.map((_, index) => exactBinaryCell(plan, index) / width) };
  }
  const unreduced = evaluate({ ...problem, options: { ...problem.options, reduction: 'none' } });
  return mapped(unreduced, ({ exact }) => exact.data);
}
