import { type BinaryPlan, exactP, exactQ, logitOf, planBinary } from '../binary';
import { multiplyLimit } from '../primitives';
import type { Problem, Refusal } from '../problem';
import { differentiateBinary, evaluateBinary, exactBinaryCell, exactBinarySlope } from './binaryLoss';
import type { Loss } from './loss';

export const DEFAULT_ALPHA = 0.25;
const DEFAULT_GAMMA = 2;

/**
 * torchvision.ops.sigmoid_focal_loss: alpha_t (1 - p_t)^gamma times the cross-entropy of a logit, where p_t is
 * the probability of what is right. alpha of -1 leaves alpha_t out. Unreduced by default.
 */
export const sigmoidFocalLoss: Loss = {
  natural: 'logits',
  reduction: 'none',
  options: ['alpha', 'gamma'],
  evaluate(problem) {
    const refusal = alphaRefusal(problem);
    if (refusal) return { ok: false, refusal };
    const planned = planBinary(problem, 'logits');
    if (!planned.ok) return planned;
    return { ok: true, value: evaluateBinary(planned.value, cell, exactFocalCell) };
  },
  differentiate(problem, form) {
    const refusal = alphaRefusal(problem);
    if (refusal) return { ok: false, refusal };
    const planned = planBinary(problem, 'logits');
    if (!planned.ok) return planned;
    return { ok: true, value: differentiateBinary(planned.value, form === 'torch' ? slope : exactSlope) };
  },
};

function cell(plan: BinaryPlan, index: number): number {
  const { round } = plan;
  const x = logitOf(plan, plan.predictions[index]);
  const y = plan.targets[index];
  const { p, loss } = torchParts(plan, x, y);
  const rightness = round(round(p * y) + round(round(1 - p) * round(1 - y)));
  const focused = round(loss * round(Math.pow(round(1 - rightness), gammaOf(plan))));
  return round(round(alphaAt(plan, y)) * focused);
}

function torchParts({ round }: BinaryPlan, x: number, y: number): { p: number; loss: number } {
  const p = round(1 / round(1 + round(Math.exp(-x))));
  const logSigmoid = round(Math.min(x, 0) - round(Math.log1p(round(Math.exp(-Math.abs(x))))));
  return { p, loss: round(round(round(1 - y) * x) - logSigmoid) };
}

/** 1 - p_t is q y + p (1 - y), which keeps its digits where p_t is close to 1. */
function exactFocalCell(plan: BinaryPlan, index: number): number {
  const y = plan.targets[index];
  const wrongness = exactWrongness(plan, index);
  const focus = multiplyLimit(Math.pow(wrongness, gammaOf(plan)), exactBinaryCell(plan, index));
  return multiplyLimit(alphaAt(plan, y), focus);
}

function exactWrongness({ from, predictions, targets }: BinaryPlan, index: number): number {
  const x = predictions[index];
  const y = targets[index];
  return exactQ(from, x) * y + exactP(from, x) * (1 - y);
}

function slope(plan: BinaryPlan, index: number): number {
  const x = logitOf(plan, plan.predictions[index]);
  const y = plan.targets[index];
  const gamma = gammaOf(plan);
  const p = 1 / (1 + Math.exp(-x));
  const { loss } = torchParts(plan, x, y);
  const wrongness = 1 - (p * y + (1 - p) * (1 - y));
  const byWrongness = gamma === 0 ? 0 : loss * gamma * Math.pow(wrongness, gamma - 1) * (p * (1 - p)) * (1 - 2 * y);
  return alphaAt(plan, y) * ((p - y) * Math.pow(wrongness, gamma) + byWrongness) * chain(plan, index);
}

function exactSlope(plan: BinaryPlan, index: number): number {
  const { from } = plan;
  const x = plan.predictions[index];
  const y = plan.targets[index];
  const gamma = gammaOf(plan);
  const wrongness = exactWrongness(plan, index);
  const spreadOfP = exactP(from, x) * exactQ(from, x) * (1 - 2 * y) * chain(plan, index);
  const loss = exactBinaryCell(plan, index);
  const byWrongness = gamma === 0 ? 0 : multiplyLimit(gamma * Math.pow(wrongness, gamma - 1), spreadOfP);
  const byLoss = multiplyLimit(Math.pow(wrongness, gamma), exactBinarySlope(plan, index));
  return alphaAt(plan, y) * (byLoss + multiplyLimit(loss, byWrongness));
}

/** dx/d(prediction) of the logit. */
function chain({ from, predictions }: BinaryPlan, index: number): number {
  const given = predictions[index];
  if (from === 'logits') return 1;
  return from === 'probabilities' ? 1 / (given * (1 - given)) : -1 / Math.expm1(given);
}

export function gammaOf({ problem }: BinaryPlan): number {
  return problem.options.gamma ?? DEFAULT_GAMMA;
}

/** alpha y + (1 - alpha) (1 - y), or 1 where there is none. */
function alphaAt({ problem }: BinaryPlan, y: number): number {
  const { alpha = DEFAULT_ALPHA } = problem.options;
  return alpha < 0 ? 1 : alpha * y + (1 - alpha) * (1 - y);
}

function alphaRefusal({ options }: Problem): Refusal | undefined {
  const { alpha = DEFAULT_ALPHA } = options;
  if (alpha === -1 || (alpha >= 0 && alpha <= 1)) return undefined;
  return { code: 'option-out-of-range', option: 'alpha', value: alpha, expected: '[0, 1], or -1' };
}
