import { broadcast } from './broadcast';
import { log1mExp, logPlusEps, rounded, roundingOf, sigmoid, softplus, type Rounding } from './primitives';
import type { From, Outcome, Problem, Refusal } from './problem';
import { sameShape, type Tensor } from './tensor';

/** A validated binary problem: one cell a value, flat; weights are broadcast to the cells. */
export interface BinaryPlan<P extends Problem = Problem> {
  readonly problem: P;
  readonly from: From;
  /** Predictions and targets rounded to the dtype. */
  readonly predictions: Float64Array;
  readonly targets: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly posWeight: Float64Array | undefined;
  readonly eps: number | undefined;
  readonly round: Rounding;
}

/** Checks shapes and broadcasts weights by trailing axes, as torch.nn.functional does. */
export function planBinary<P extends Problem>(problem: P, natural: From): Outcome<BinaryPlan<P>> {
  const { predictions, targets, options } = problem;
  const { shape } = predictions;
  if (!sameShape(shape, targets.shape)) {
    const expected = `(${shape.join(', ')})`;
    return {
      ok: false,
      refusal: { code: 'shape-mismatch', predictions: shape, targets: targets.shape, expected },
    };
  }
  const refusal =
    broadcastRefusal('weight', options.weight, shape) ?? broadcastRefusal('pos_weight', options.posWeight, shape);
  if (refusal) return { ok: false, refusal };
  const round = roundingOf(options.dtype ?? 'float64');
  return {
    ok: true,
    value: {
      problem,
      from: problem.from ?? natural,
      predictions: rounded(predictions.data, options.dtype),
      targets: rounded(targets.data, options.dtype),
      weight: options.weight && broadcast(options.weight, shape).map(round),
      posWeight: options.posWeight && broadcast(options.posWeight, shape).map(round),
      eps: options.eps,
      round,
    },
  };
}

export function weightAt({ weight }: BinaryPlan, index: number): number {
  return weight === undefined ? 1 : weight[index];
}

export function posWeightAt({ posWeight }: BinaryPlan, index: number): number {
  return posWeight === undefined ? 1 : posWeight[index];
}

/** One prediction as the probability PyTorch would compute, rounded at each step. */
export function probabilityOf({ from, round }: BinaryPlan, prediction: number): number {
  switch (from) {
    case 'probabilities':
      return prediction;
    case 'log_probabilities':
      return round(Math.exp(prediction));
    case 'logits':
      return round(1 / round(1 + round(Math.exp(-prediction))));
  }
}

/** One prediction as a logit, rounded at each step. */
export function logitOf({ from, round }: BinaryPlan, prediction: number): number {
  switch (from) {
    case 'logits':
      return prediction;
    case 'probabilities':
      return round(Math.log(round(prediction / round(1 - prediction))));
    case 'log_probabilities':
      return round(prediction - round(log1mExp(prediction)));
  }
}

/** log p, exact; log(p + eps) where eps is given. */
export function exactLogP({ from, eps }: BinaryPlan, prediction: number): number {
  if (eps !== undefined) return logPlusEps(exactP(from, prediction), exactQ(from, prediction), eps);
  switch (from) {
    case 'probabilities':
      return Math.log(prediction);
    case 'log_probabilities':
      return prediction;
    case 'logits':
      return -softplus(-prediction);
  }
}

/** log(1 - p), exact; log(1 - p + eps) where eps is given. */
export function exactLogQ({ from, eps }: BinaryPlan, prediction: number): number {
  if (eps !== undefined) return logPlusEps(exactQ(from, prediction), exactP(from, prediction), eps);
  switch (from) {
    case 'probabilities':
      return Math.log1p(-prediction);
    case 'log_probabilities':
      return log1mExp(prediction);
    case 'logits':
      return -softplus(prediction);
  }
}

/** The probability of 1, accurate where it is small. */
export function exactP(from: From, prediction: number): number {
  if (from === 'logits') return sigmoid(prediction);
  return from === 'probabilities' ? prediction : Math.exp(prediction);
}

/** The probability of 0, accurate where it is small. */
export function exactQ(from: From, prediction: number): number {
  if (from === 'logits') return sigmoid(-prediction);
  return from === 'probabilities' ? 1 - prediction : -Math.expm1(prediction);
}

/** PyTorch multiplies in place, so a weight may not make the result larger than the targets. */
function broadcastRefusal(
  option: 'weight' | 'pos_weight',
  tensor: Tensor | undefined,
  shape: readonly number[],
): Refusal | undefined {
  if (!tensor) return undefined;
  const lead = shape.length - tensor.shape.length;
  const fits = lead >= 0 && tensor.shape.every((extent, axis) => extent === 1 || extent === shape[lead + axis]);
  return fits ? undefined : { code: 'weight-shape', option, found: tensor.shape, expected: `(${shape.join(', ')})` };
}
