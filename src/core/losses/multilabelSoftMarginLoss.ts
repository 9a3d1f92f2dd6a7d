import { type BinaryPlan, logitOf, planBinary, weightAt } from '../binary';
import { spread } from '../broadcast';
import { exactSum } from '../exactSum';
import type { Evaluation, Outcome, Problem, Refusal, Whole } from '../problem';
import { reduceCells } from '../reduce';
import type { Tensor } from '../tensor';
import { type Cell, differentiateBinary, exactBinaryCell, exactBinarySlope } from './binaryLoss';
import type { Loss } from './loss';

/**
 * torch.nn.functional.multilabel_soft_margin_loss: -(y logsigmoid(x) + (1 - y) logsigmoid(-x)) weighted and
 * averaged over the last axis, so that none gives one loss a row. Shapes repeat over each other.
 */
export const multilabelSoftMarginLoss: Loss = {
  natural: 'logits',
  reduction: 'mean',
  options: ['weight'],
  evaluate(problem) {
    const prepared = prepare(problem);
    return prepared.ok ? { ok: true, value: evaluateRows(prepared.value.plan) } : prepared;
  },
  differentiate(problem, form) {
    const prepared = prepare(problem);
    if (!prepared.ok) return prepared;
    const { plan } = prepared.value;
    const { shape } = plan.problem.predictions;
    const width = shape[shape.length - 1];
    // The sum is of row means; the mean of row means is the mean of cells.
    const scale = problem.options.reduction === 'mean' ? 1 : width;
    const cell: Cell = form === 'torch' ? slope : exactBinarySlope;
    const gradient = differentiateBinary(plan, (own, index) => cell(own, index) / scale);
    return { ok: true, value: prepared.value.collect(gradient) };
  },
};

interface Prepared {
  readonly plan: BinaryPlan<Whole>;
  collect(gradient: Tensor): Tensor;
}

function prepare(problem: Whole): Outcome<Prepared> {
  const refusal = scalarRefusal(problem);
  if (refusal) return { ok: false, refusal };
  const spreaded = spread(problem);
  if (!spreaded.ok) return spreaded;
  const planned = planBinary(spreaded.value.problem, 'logits');
  if (!planned.ok) return planned;
  return { ok: true, value: { plan: planned.value, collect: (gradient) => spreaded.value.collect(gradient) } };
}

function evaluateRows(plan: BinaryPlan<Whole>): Evaluation {
  const { problem, round } = plan;
  const { reduction } = problem.options;
  const shape = problem.predictions.shape.slice(0, -1);
  const rows = rowMeans(plan, cell).map(round);
  return {
    loss: problem.loss,
    reduction,
    value: reduceCells({ shape, data: rows }, reduction, rows.length, round),
    exact: reduceCells({ shape, data: rowMeans(plan, exactBinaryCell) }, reduction, rows.length, Number),
    rows,
    denominator: rows.length,
    ignored: 0,
  };
}

function rowMeans(plan: BinaryPlan, ofCell: Cell): Float64Array {
  const { shape, data } = plan.problem.predictions;
  const width = shape[shape.length - 1];
  const losses = Float64Array.from(data, (_, index) => ofCell(plan, index));
  const rows = new Float64Array(shape.slice(0, -1).reduce((size, extent) => size * extent, 1));
  return rows.map((_, row) => exactSum(losses.subarray(row * width, (row + 1) * width)) / width);
}

function cell(plan: BinaryPlan, index: number): number {
  const { round } = plan;
  const x = logitOf(plan, plan.predictions[index]);
  const y = plan.targets[index];
  const tail = round(Math.log1p(round(Math.exp(-Math.abs(x)))));
  const positive = round(y * round(Math.min(x, 0) - tail));
  const negative = round(round(1 - y) * round(Math.min(-x, 0) - tail));
  return round(-round(positive + negative) * weightAt(plan, index));
}

function slope(plan: BinaryPlan, index: number): number {
  return exactBinarySlope(plan, index);
}

function scalarRefusal({ predictions, targets }: Problem): Refusal | undefined {
  if (predictions.shape.length > 0) return undefined;
  return { code: 'shape-mismatch', predictions: [], targets: targets.shape, expected: '(C) or (..., C)' };
}
