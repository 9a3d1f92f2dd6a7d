import { exactSum } from '../exactSum';
import type { Outcome } from '../problem';
import { sameShape, scalar, type Tensor } from '../tensor';
import {
  accepted,
  lastExtent,
  logSigmoid,
  logSoftmaxRow,
  shapeMismatch,
  type Variant,
  type VariantArguments,
} from './variant';

const round = Math.fround;
const EPSILON = round(1e-7);

/**
 * tf.losses of TensorFlow.js 4.22 on its cpu backend, in float32. The default reduction, SUM_BY_NONZERO_WEIGHTS,
 * divides the weighted sum by how many weights are not 0; MEAN ('weighted-mean' here) divides by their sum.
 */
export const TFJS_LOSSES: Readonly<Record<string, Variant>> = {
  logLoss: named('logLoss', [], (given) => cellwise(given, logLossCell)),
  sigmoidCrossEntropy: named('sigmoidCrossEntropy', ['labelSmoothing'], (given) => cellwise(given, sigmoidCell)),
  softmaxCrossEntropy: named('softmaxCrossEntropy', ['labelSmoothing'], softmax),
};

function named(name: string, takes: Variant['takes'], evaluate: Variant['evaluate']): Variant {
  return { name: `tf.losses.${name} (TensorFlow.js)`, takes: ['sampleWeight', 'reduction', ...takes], evaluate };
}

/** eps is added to p, so that a perfect prediction loses less than nothing; beyond 1 there is no logarithm. */
function logLossCell(p: number, y: number): number {
  const positive = round(y * round(Math.log(round(p + EPSILON))));
  const negative = round(round(1 - y) * round(Math.log(round(round(1 - p) + EPSILON))));
  return round(-positive - negative);
}

/** max(x, 0) - x y + log1p(e^-|x|): infinite logits are NaN. */
function sigmoidCell(x: number, y: number): number {
  return round(round(Math.max(x, 0) - round(x * y)) + round(-logSigmoid(Math.abs(x))));
}

function cellwise(given: VariantArguments, cell: (x: number, y: number) => number): Outcome<Tensor> {
  const { predictions, targets, labelSmoothing = 0 } = given;
  if (!sameShape(predictions.shape, targets.shape)) return shapeMismatch(given, `(${predictions.shape.join(', ')})`);
  const losses = predictions.data.map((x, index) => {
    const y = round(targets.data[index]);
    return cell(round(x), labelSmoothing > 0 ? round(round(y * round(1 - labelSmoothing)) + 0.5 * labelSmoothing) : y);
  });
  return reduced(given, { shape: predictions.shape, data: losses });
}

/** Smoothing takes the second axis for the classes, which beyond two axes it is not. */
function softmax(given: VariantArguments): Outcome<Tensor> {
  const { predictions, targets, labelSmoothing = 0 } = given;
  if (!sameShape(predictions.shape, targets.shape)) return shapeMismatch(given, `(${predictions.shape.join(', ')})`);
  const classes = lastExtent(predictions);
  const said = targets.shape[1] ?? classes;
  const shape = predictions.shape.slice(0, -1);
  const losses = new Float64Array(classes === 0 ? 0 : predictions.data.length / classes);
  losses.forEach((_, row) => {
    const logP = predictions.data.slice(row * classes, (row + 1) * classes).map(round);
    logSoftmaxRow(logP, round);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const y = round(targets.data[row * classes + c]);
      const mass = labelSmoothing > 0 ? round(round(y * round(1 - labelSmoothing)) + labelSmoothing / said) : y;
      sum += round(logP[c] * mass);
    }
    losses[row] = round(-sum);
  });
  return reduced(given, { shape, data: losses });
}

function reduced({ reduction = 'mean', sampleWeight }: VariantArguments, losses: Tensor): Outcome<Tensor> {
  const weights = sampleWeight?.data;
  const weighted = weights
    ? losses.data.map((loss, index) => round(loss * weights[index % weights.length]))
    : losses.data;
  if (reduction === 'none') return accepted({ shape: losses.shape, data: weighted });
  const sum = exactSum(weighted);
  if (reduction === 'sum') return accepted(scalar(round(sum)));
  if (reduction === 'weighted-mean')
    return accepted(scalar(round(sum / (weights ? exactSum(weights) : weighted.length))));
  const counted = weights ? weights.filter((weight) => weight !== 0).length : weighted.length;
  return accepted(scalar(round(sum / counted)));
}
