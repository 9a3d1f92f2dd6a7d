import { multiplyLimit } from '../primitives';
import type { Outcome } from '../problem';
import type { Tensor } from '../tensor';
import { spread } from '../broadcast';
import {
  accepted,
  lastExtent,
  logSigmoid,
  logSoftmaxRow,
  shapeMismatch,
  type Variant,
  type VariantArguments,
  type VariantOption,
} from './variant';

const round = Math.fround;

/**
 * optax.losses of 0.2.8 in JAX's float32. None of them reduces, labels repeat over logits and the other way
 * round, and a class index outside the classes is no error: a negative one counts from the end, the rest are NaN.
 */
export const OPTAX_LOSSES: Readonly<Record<string, Variant>> = {
  sigmoid_binary_cross_entropy: named('sigmoid_binary_cross_entropy', (given) =>
    cellwise(given, (x, y) => round(-y * round(logSigmoid(x)) - (1 - y) * round(logSigmoid(-x)))),
  ),
  sigmoid_focal_loss: named('sigmoid_focal_loss', sigmoidFocal, ['alpha', 'gamma']),
  softmax_cross_entropy: named('softmax_cross_entropy', (given) => softmax(given, (a, b) => a * b)),
  safe_softmax_cross_entropy: named('safe_softmax_cross_entropy', (given) => softmax(given, multiplyLimit)),
  softmax_cross_entropy_with_integer_labels: named('softmax_cross_entropy_with_integer_labels', integerLabels),
  kl_divergence: named('kl_divergence', divergence),
};

/** optax.smooth_labels: (1 - alpha) y + alpha / C over the last axis. */
export function smoothLabels(labels: Tensor, alpha: number): Tensor {
  const classes = lastExtent(labels);
  return { shape: labels.shape, data: labels.data.map((label) => round((1 - alpha) * label + alpha / classes)) };
}

function named(name: string, evaluate: Variant['evaluate'], takes: readonly VariantOption[] = []): Variant {
  return { name: `optax.losses.${name}`, takes, evaluate };
}

function cellwise(given: VariantArguments, cell: (x: number, y: number) => number): Outcome<Tensor> {
  const repeated = spread({ loss: 'binary_cross_entropy_with_logits', ...given, options: {} });
  if (!repeated.ok) return repeated;
  const { predictions, targets } = repeated.value.problem;
  const data = predictions.data.map((x, index) => cell(round(x), round(targets.data[index])));
  return accepted({ shape: predictions.shape, data });
}

/** alpha is off unless given; (1 - p_t) ** gamma is taken through its logarithm. */
function sigmoidFocal(given: VariantArguments): Outcome<Tensor> {
  const { alpha, gamma = 2 } = given;
  return cellwise(given, (x, y) => {
    const loss = -y * logSigmoid(x) - (1 - y) * logSigmoid(-x);
    const p = 1 / (1 + Math.exp(-x));
    const focused = loss * Math.pow((1 - p) * y + p * (1 - y), gamma);
    return round(alpha === undefined ? focused : (alpha * y + (1 - alpha) * (1 - y)) * focused);
  });
}

function softmax(given: VariantArguments, times: (a: number, b: number) => number): Outcome<Tensor> {
  const { predictions, targets } = given;
  const classes = lastExtent(predictions);
  if (lastExtent(targets) !== classes) return shapeMismatch(given, `(..., ${classes})`);
  return perRow(predictions, (logP, row) => {
    const start = (row * classes) % targets.data.length;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += round(times(targets.data[start + c], logP[c]));
    return round(-sum);
  });
}

function integerLabels({ predictions, targets }: VariantArguments): Outcome<Tensor> {
  const classes = lastExtent(predictions);
  return perRow(predictions, (logP, row) => {
    const label = targets.data[row];
    return -(logP[label < 0 ? label + classes : label] ?? NaN);
  });
}

/** Log-probabilities given, targets as probabilities; a target of 0 adds nothing. */
function divergence({ predictions, targets }: VariantArguments): Outcome<Tensor> {
  const classes = lastExtent(predictions);
  const data = new Float64Array(predictions.data.length / classes).map((_, row) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const target = targets.data[row * classes + c];
      const logP = predictions.data[row * classes + c];
      if (target !== 0) sum += round(target * round(Math.log(target) - logP));
    }
    return round(sum);
  });
  return accepted({ shape: predictions.shape.slice(0, -1), data });
}

function perRow(predictions: Tensor, lossOf: (logP: Float64Array, row: number) => number): Outcome<Tensor> {
  const classes = lastExtent(predictions);
  const data = new Float64Array(predictions.data.length / classes).map((_, row) => {
    const logP = predictions.data.slice(row * classes, (row + 1) * classes).map(round);
    logSoftmaxRow(logP, round);
    return lossOf(logP, row);
  });
  return accepted({ shape: predictions.shape.slice(0, -1), data });
}
