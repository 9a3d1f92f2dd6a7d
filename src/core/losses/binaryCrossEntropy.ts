import { type BinaryPlan, planBinary, posWeightAt, probabilityOf, weightAt } from '../binary';
import type { From, Problem, Refusal } from '../problem';
import { type Cell, differentiateBinary, evaluateBinary, exactBinaryCell, exactBinarySlope } from './binaryLoss';
import type { Loss } from './loss';

const NATURAL: From = 'probabilities';

/** ATen's Loss.cpp clamps logarithms here, so that one wrong certainty costs 100 and not infinity. */
const LOWEST_LOGARITHM = -100;

/** The C float 1e-12 that ATen's backward keeps (1 - p) p above. */
const GRADIENT_FLOOR = Math.fround(1e-12);

/**
 * torch.nn.functional.binary_cross_entropy: w ((y - 1) max(log1p(-p), -100) - y max(log p, -100)), the mean
 * over all cells. Predictions and targets outside [0, 1] (NaN too) are refused. With eps the logarithms are
 * log(p + eps) without clamp or check.
 */
export const binaryCrossEntropy: Loss = {
  natural: NATURAL,
  reduction: 'mean',
  options: ['weight', 'eps'],
  evaluate(problem) {
    const planned = planBinary(problem, NATURAL);
    if (!planned.ok) return planned;
    const refusal = rangeRefusal(planned.value);
    if (refusal) return { ok: false, refusal };
    return { ok: true, value: evaluateBinary(planned.value, cellOf(problem), exactBinaryCell) };
  },
  differentiate(problem, form) {
    const planned = planBinary(problem, NATURAL);
    if (!planned.ok) return planned;
    const refusal = rangeRefusal(planned.value);
    if (refusal) return { ok: false, refusal };
    const { eps } = problem.options;
    const torchSlope = eps === undefined ? slope : epsSlope(eps);
    return { ok: true, value: differentiateBinary(planned.value, form === 'torch' ? torchSlope : exactBinarySlope) };
  },
};

function cellOf({ options }: Problem): Cell {
  return options.eps === undefined ? clampedCell : epsCell(options.eps);
}

function clampedCell(plan: BinaryPlan, index: number): number {
  const { round } = plan;
  const p = probabilityOf(plan, plan.predictions[index]);
  const y = plan.targets[index];
  const logQ = Math.max(round(Math.log1p(-p)), LOWEST_LOGARITHM);
  const logP = Math.max(round(Math.log(p)), LOWEST_LOGARITHM);
  const loss = round(round(round(y - 1) * logQ) - round(y * logP));
  return round(loss * weightAt(plan, index));
}

/** -(y log(p + eps) + (1 - y) log(1 - p + eps)), as many notebooks write it by hand. */
export function epsCell(given: number): Cell {
  return (plan, index) => {
    const { round } = plan;
    const eps = round(given);
    const p = probabilityOf(plan, plan.predictions[index]);
    const y = plan.targets[index];
    const positive = round(round(posWeightAt(plan, index) * y) * round(Math.log(round(p + eps))));
    const negative = round(round(1 - y) * round(Math.log(round(round(1 - p) + eps))));
    return round(-round(positive + negative) * weightAt(plan, index));
  };
}

function slope(plan: BinaryPlan, index: number): number {
  const x = plan.predictions[index];
  const p = probabilityOf(plan, x);
  const byP = (p - plan.targets[index]) / Math.max((1 - p) * p, GRADIENT_FLOOR);
  return weightAt(plan, index) * byP * chain(plan, x, p);
}

export function epsSlope(eps: number): Cell {
  return (plan, index) => {
    const x = plan.predictions[index];
    const p = probabilityOf(plan, x);
    const y = plan.targets[index];
    const byP = (1 - y) / (1 - p + eps) - (posWeightAt(plan, index) * y) / (p + eps);
    return weightAt(plan, index) * byP * chain(plan, x, p);
  };
}

/** dp/dx as PyTorch's backward has it: from the probability it computed forward, even where that is 1. */
function chain(plan: BinaryPlan, x: number, p: number): number {
  switch (plan.from) {
    case 'logits':
      return (1 - p) * p;
    case 'probabilities':
      return 1;
    case 'log_probabilities':
      return Math.exp(x);
  }
}

function rangeRefusal(plan: BinaryPlan): Refusal | undefined {
  if (plan.eps !== undefined) return undefined;
  const probabilities = plan.predictions.map((prediction) => probabilityOf(plan, prediction));
  return (
    outside('input-out-of-range', probabilities, plan.problem.predictions.data) ??
    outside('target-out-of-range', plan.targets, plan.problem.targets.data)
  );
}

/** The first value outside [0, 1], as it was given, and how many there are. */
function outside(
  code: 'input-out-of-range' | 'target-out-of-range',
  values: Float64Array,
  given: Float64Array,
): Refusal | undefined {
  let count = 0;
  let first = -1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value >= 0 && value <= 1) continue;
    if (count++ === 0) first = index;
  }
  return count === 0 ? undefined : { code, value: given[first], index: first, count };
}
