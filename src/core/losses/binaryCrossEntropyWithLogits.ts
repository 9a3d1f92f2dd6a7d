import { type BinaryPlan, logitOf, planBinary, posWeightAt, weightAt } from '../binary';
import type { From } from '../problem';
import { epsCell, epsSlope } from './binaryCrossEntropy';
import { differentiateBinary, evaluateBinary, exactBinaryCell, exactBinarySlope } from './binaryLoss';
import type { Loss } from './loss';

const NATURAL: From = 'logits';

/**
 * torch.nn.functional.binary_cross_entropy_with_logits: w ((1 - y) x - (1 + (posWeight - 1) y) logsigmoid(x)),
 * the mean over all cells. This form cancels where x is far below 0 and y is 0, and is NaN at most
 * infinities; targets are not checked. Both are PyTorch's, and the exact value has neither.
 */
export const binaryCrossEntropyWithLogits: Loss = {
  natural: NATURAL,
  reduction: 'mean',
  options: ['weight', 'posWeight', 'eps'],
  evaluate(problem) {
    const planned = planBinary(problem, NATURAL);
    if (!planned.ok) return planned;
    const { eps } = problem.options;
    const cell = eps === undefined ? logitCell : epsCell(eps);
    return { ok: true, value: evaluateBinary(planned.value, cell, exactBinaryCell) };
  },
  differentiate(problem, form) {
    const planned = planBinary(problem, NATURAL);
    if (!planned.ok) return planned;
    const { eps } = problem.options;
    const torchSlope = eps === undefined ? slope : epsSlope(eps);
    return { ok: true, value: differentiateBinary(planned.value, form === 'torch' ? torchSlope : exactBinarySlope) };
  },
};

function logitCell(plan: BinaryPlan, index: number): number {
  const { round } = plan;
  const x = logitOf(plan, plan.predictions[index]);
  const y = plan.targets[index];
  const logSigmoid = round(Math.min(x, 0) - round(Math.log1p(round(Math.exp(-Math.abs(x))))));
  const logWeight = round(round(round(posWeightAt(plan, index) - 1) * y) + 1);
  const loss = round(round(round(1 - y) * x) - round(logWeight * logSigmoid));
  return round(loss * weightAt(plan, index));
}

function slope(plan: BinaryPlan, index: number): number {
  const given = plan.predictions[index];
  const x = logitOf(plan, given);
  const y = plan.targets[index];
  const positive = posWeightAt(plan, index) * y;
  const p = 1 / (1 + Math.exp(-x));
  return weightAt(plan, index) * ((positive + 1 - y) * p - positive) * chain(plan, given);
}

/** dx/d(prediction) of the logit. */
function chain({ from }: BinaryPlan, prediction: number): number {
  switch (from) {
    case 'logits':
      return 1;
    case 'probabilities':
      return 1 / (prediction * (1 - prediction));
    case 'log_probabilities':
      return -1 / Math.expm1(prediction);
  }
}
