import {
  type CategoricalPlan,
  fillLogProbabilities,
  fillMasses,
  type Form,
  planCategorical,
  rowLoss,
  rowStart,
} from '../categorical';
import { multiplyLimit } from '../primitives';
import { type Evaluation, mapped, type Outcome, type Whole } from '../problem';
import { reduceCells } from '../reduce';
import type { Tensor } from '../tensor';
import type { Loss } from './loss';

const DEFAULT_EPSILON = 2;

/**
 * optax.poly_loss_cross_entropy: cross-entropy plus epsilon times the sum of y (1 - p), one loss a row and
 * unreduced by default. Class indices stand for their one-hot rows.
 */
export const polyLoss: Loss = {
  natural: 'logits',
  reduction: 'none',
  options: ['epsilon'],
  evaluate(problem) {
    return mapped(planOf(problem), evaluatePlan);
  },
  differentiate(problem, form) {
    return mapped(planOf(problem), (plan) => differentiatePlan(plan, form));
  },
};

function planOf(problem: Whole): Outcome<CategoricalPlan<Whole>> {
  return planCategorical(problem, problem.from === 'probabilities' ? 'softmax-of-log' : 'softmax');
}

function evaluatePlan(plan: CategoricalPlan<Whole>): Evaluation {
  const { reduction } = plan.problem.options;
  const rows = losses(plan, 'torch');
  const exact = losses(plan, 'exact');
  return {
    loss: plan.problem.loss,
    reduction,
    value: reduceCells({ shape: plan.rowShape, data: rows }, reduction, plan.rows, plan.round),
    exact: reduceCells({ shape: plan.rowShape, data: exact }, reduction, plan.rows, Number),
    rows,
    denominator: plan.rows,
    ignored: 0,
  };
}

function losses(plan: CategoricalPlan, form: Form): Float64Array {
  const out = new Float64Array(plan.rows);
  const logP = new Float64Array(plan.classes);
  const masses = new Float64Array(plan.classes);
  const round = form === 'torch' ? plan.round : Number;
  for (let row = 0; row < plan.rows; row++) {
    fillLogProbabilities(plan, row, form, logP);
    fillMasses(plan, row, masses);
    let wrongness = 0;
    for (let c = 0; c < masses.length; c++) {
      wrongness += round(multiplyLimit(masses[c], -Math.expm1(logP[c])));
    }
    out[row] = round(rowLoss(plan, row, form, logP) + round(epsilonOf(plan) * round(wrongness)));
  }
  return out;
}

function differentiatePlan(plan: CategoricalPlan, form: Form): Tensor {
  const { classes, stride, problem } = plan;
  const data = new Float64Array(plan.predictions.length);
  const scale = problem.options.reduction === 'mean' ? plan.rows : 1;
  const logP = new Float64Array(classes);
  const masses = new Float64Array(classes);
  for (let row = 0; row < plan.rows; row++) {
    fillLogProbabilities(plan, row, form, logP);
    fillMasses(plan, row, masses);
    deriveRow(epsilonOf(plan), logP, masses);
    const start = rowStart(plan, row);
    for (let c = 0; c < classes; c++) {
      const index = start + c * stride;
      const chain = plan.normalization === 'softmax-of-log' ? plan.predictions[index] : 1;
      data[index] = plan.round(logP[c] / scale / chain);
    }
  }
  return { shape: problem.predictions.shape, data };
}

/** In place, from log-probabilities: p times all mass, less the mass, and epsilon times what moves 1 - p. */
function deriveRow(epsilon: number, logP: Float64Array, masses: Float64Array): void {
  let total = 0;
  let right = 0;
  for (let c = 0; c < logP.length; c++) {
    total += masses[c];
    right += masses[c] * Math.exp(logP[c]);
  }
  for (let c = 0; c < logP.length; c++) {
    const mass = masses[c];
    const p = Math.exp(logP[c]);
    const byLoss = p * (total - mass) + mass * Math.expm1(logP[c]);
    logP[c] = byLoss + epsilon * p * (right - mass);
  }
}

export function epsilonOf({ problem }: CategoricalPlan): number {
  return problem.options.epsilon ?? DEFAULT_EPSILON;
}
