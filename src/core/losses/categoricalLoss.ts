import {
  fillLogProbabilities,
  fillMasses,
  isIgnored,
  meanDenominator,
  planCategorical,
  rowLoss,
  rowStart,
  type CategoricalPlan,
  type Form,
  type Normalization,
} from '../categorical';
import type { Evaluation, From, Outcome, Whole } from '../problem';
import { reduceCells } from '../reduce';
import type { Tensor } from '../tensor';

/** How each kind of predictions becomes log-probabilities in a loss. */
export type Normalizations = Readonly<Record<From, Normalization>>;

/** The evaluation of a loss that is a weighted sum of -log p over classes, one a target position. */
export function evaluateCategorical(problem: Whole, normalization: Normalization): Outcome<Evaluation> {
  const planned = planCategorical(problem, normalization);
  if (!planned.ok) return planned;
  const plan = planned.value;
  return { ok: true, value: evaluationOfRows(plan, rowLosses(plan, 'torch'), rowLosses(plan, 'exact')) };
}

/** Reduces the losses of all rows: as PyTorch computes them, and exact. */
export function evaluationOfRows(plan: CategoricalPlan<Whole>, torch: Float64Array, exact: Float64Array): Evaluation {
  const { problem, rowShape, round } = plan;
  const { reduction } = problem.options;
  const denominator = meanDenominator(plan);
  return {
    loss: problem.loss,
    reduction,
    value: reduceCells({ shape: rowShape, data: torch }, reduction, denominator, round),
    exact: reduceCells({ shape: rowShape, data: exact }, reduction, denominator, Number),
    rows: torch,
    denominator,
    ignored: countIgnored(plan),
  };
}

/** The derivative of the reduced loss (of the sum for none) by every prediction as given, chain rule included. */
export function differentiateCategorical(problem: Whole, normalization: Normalization, form: Form): Outcome<Tensor> {
  const planned = planCategorical(problem, normalization);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { classes, stride, predictions } = plan;
  const gradient = new Float64Array(predictions.length);
  const scale = problem.options.reduction === 'mean' ? meanDenominator(plan) : 1;
  const logP = new Float64Array(classes);
  const masses = new Float64Array(classes);
  for (let row = 0; row < plan.rows; row++) {
    fillLogProbabilities(plan, row, form, logP);
    fillMasses(plan, row, masses);
    // An ignored row divides nothing by the denominator: PyTorch leaves it 0 even where that is 0.
    if (!isIgnored(plan, row)) for (let c = 0; c < classes; c++) masses[c] = masses[c] / scale;
    const start = rowStart(plan, row);
    derive(plan, form, start, logP, masses);
    for (let c = 0; c < classes; c++) gradient[start + c * stride] = plan.round(logP[c]);
  }
  return { ok: true, value: { shape: problem.predictions.shape, data: gradient } };
}

/** Turns the log-probabilities of one row, in place, into the derivative of its loss by its predictions. */
function derive(plan: CategoricalPlan, form: Form, start: number, logP: Float64Array, masses: Float64Array): void {
  const { normalization, eps, predictions, stride } = plan;
  const softmax = normalization === 'softmax' || normalization === 'softmax-of-log';
  if (softmax && eps !== undefined) deriveThroughEps(eps, logP, masses);
  else if (softmax) deriveThroughSoftmax(form, logP, masses);
  else for (let c = 0; c < logP.length; c++) logP[c] = deriveDirect(masses[c], logP[c], plan);
  if (softmax && normalization !== 'softmax-of-log') return;
  if (normalization === 'identity') return;
  for (let c = 0; c < logP.length; c++) {
    const p = predictions[start + c * stride];
    logP[c] = logP[c] / (softmax || eps === undefined ? p : 1);
  }
}

/** By log p (identity) or, still to be divided by p, by p itself (log). */
function deriveDirect(mass: number, logP: number, { eps, normalization }: CategoricalPlan): number {
  if (eps === undefined) return -mass;
  const sum = Math.exp(logP);
  return normalization === 'log' ? -mass / sum : (-mass * (sum - eps)) / sum;
}

function deriveThroughSoftmax(form: Form, logP: Float64Array, masses: Float64Array): void {
  let total = 0;
  for (const mass of masses) total += mass;
  for (let c = 0; c < logP.length; c++) {
    const mass = masses[c];
    const p = Math.exp(logP[c]);
    // The exact form keeps its digits where p is close to 1: 1 - p comes from log p.
    logP[c] = form === 'torch' ? p * total - mass : p * (total - mass) + mass * Math.expm1(logP[c]);
  }
}

/** logP holds log(p + eps) here. */
function deriveThroughEps(eps: number, logP: Float64Array, masses: Float64Array): void {
  let inner = 0;
  for (let c = 0; c < logP.length; c++) {
    const sum = Math.exp(logP[c]);
    inner += (masses[c] / sum) * (sum - eps);
  }
  for (let c = 0; c < logP.length; c++) {
    const sum = Math.exp(logP[c]);
    logP[c] = (sum - eps) * (inner - masses[c] / sum);
  }
}

function rowLosses(plan: CategoricalPlan, form: Form): Float64Array {
  const losses = new Float64Array(plan.rows);
  const logP = new Float64Array(plan.classes);
  for (let row = 0; row < plan.rows; row++) {
    fillLogProbabilities(plan, row, form, logP);
    losses[row] = rowLoss(plan, row, form, logP);
  }
  return losses;
}

function countIgnored(plan: CategoricalPlan): number {
  let ignored = 0;
  for (let row = 0; row < plan.rows; row++) if (isIgnored(plan, row)) ignored++;
  return ignored;
}
