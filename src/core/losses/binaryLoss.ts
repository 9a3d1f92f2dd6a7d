import { type BinaryPlan, exactLogP, exactLogQ, exactP, exactQ, posWeightAt, weightAt } from '../binary';
import { exactSum } from '../exactSum';
import { multiplyLimit } from '../primitives';
import type { Evaluation, Whole } from '../problem';
import { reduceCells } from '../reduce';
import type { Tensor } from '../tensor';

/** The loss of one cell of a binary problem. */
export type Cell = (plan: BinaryPlan, index: number) => number;

/** The evaluation of an elementwise loss: the mean divides by the number of cells, never by weights. */
export function evaluateBinary(plan: BinaryPlan<Whole>, torchCell: Cell, exactCell: Cell): Evaluation {
  const { problem, round } = plan;
  const { shape } = problem.predictions;
  const { reduction } = problem.options;
  const cells = fillCells(plan, torchCell);
  const denominator = cells.length;
  return {
    loss: problem.loss,
    reduction,
    value: reduceCells({ shape, data: cells }, reduction, denominator, round),
    exact: reduceCells({ shape, data: fillCells(plan, exactCell) }, reduction, denominator, Number),
    rows: rowMeans({ shape, data: cells }).map(round),
    denominator,
    ignored: 0,
  };
}

/** The derivative of the reduced loss by every prediction as given, from the derivative of one cell. */
export function differentiateBinary(plan: BinaryPlan<Whole>, slope: Cell): Tensor {
  const { problem, round } = plan;
  const { reduction } = problem.options;
  const scale = reduction === 'mean' ? plan.predictions.length : 1;
  const data = fillCells(plan, slope);
  for (let index = 0; index < data.length; index++) data[index] = round(data[index] / scale);
  return { shape: problem.predictions.shape, data };
}

/** w (posWeight y softplus(-x) + (1 - y) softplus(x)) and its like for every kind of prediction, with 0 x inf = 0. */
export function exactBinaryCell(plan: BinaryPlan, index: number): number {
  const prediction = plan.predictions[index];
  const y = plan.targets[index];
  const positive = multiplyLimit(posWeightAt(plan, index) * y, -exactLogP(plan, prediction));
  const negative = multiplyLimit(1 - y, -exactLogQ(plan, prediction));
  return multiplyLimit(weightAt(plan, index), positive + negative);
}

/** The derivative of {@link exactBinaryCell}, accurate where it is small. */
export function exactBinarySlope(plan: BinaryPlan, index: number): number {
  const prediction = plan.predictions[index];
  const y = plan.targets[index];
  const positive = multiplyLimit(-posWeightAt(plan, index) * y, slopeOfLogP(plan, prediction));
  const negative = multiplyLimit(1 - y, slopeOfMinusLogQ(plan, prediction));
  return multiplyLimit(weightAt(plan, index), positive + negative);
}

/** d log(p + eps) / dx. */
function slopeOfLogP({ from, eps = 0 }: BinaryPlan, x: number): number {
  const p = exactP(from, x);
  if (from === 'probabilities') return 1 / (p + eps);
  const share = eps === 0 ? 1 : p / (p + eps);
  return from === 'logits' ? share * exactQ(from, x) : share;
}

/** -d log(1 - p + eps) / dx. */
function slopeOfMinusLogQ({ from, eps = 0 }: BinaryPlan, x: number): number {
  const p = exactP(from, x);
  const q = exactQ(from, x);
  if (from === 'probabilities') return 1 / (q + eps);
  if (from === 'log_probabilities') return p / (q + eps);
  return p * (eps === 0 ? 1 : q / (q + eps));
}

function fillCells(plan: BinaryPlan, cell: Cell): Float64Array {
  const cells = new Float64Array(plan.predictions.length);
  for (let index = 0; index < cells.length; index++) cells[index] = cell(plan, index);
  return cells;
}

/** The mean over the last axis; 1-D values and scalars are rows of their own. */
export function rowMeans({ shape, data }: Tensor): Float64Array {
  const width = shape.length < 2 ? 1 : shape[shape.length - 1];
  if (width === 1) return data.slice();
  const means = new Float64Array(width === 0 ? 0 : data.length / width);
  for (let row = 0; row < means.length; row++) {
    means[row] = exactSum(data.subarray(row * width, (row + 1) * width)) / width;
  }
  return means;
}
