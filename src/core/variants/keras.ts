import { exactSum } from '../exactSum';
import { sigmoid } from '../primitives';
import type { Outcome, Refusal } from '../problem';
import { sameShape, scalar, type Tensor } from '../tensor';
import {
  accepted,
  lastExtent,
  logSigmoid,
  logSoftmaxRow,
  refused,
  shapeMismatch,
  type Variant,
  type VariantArguments,
  type VariantOption,
} from './variant';

/** Keras 3 hands each loss to its backend, and these differ on infinities, on clipping and on bad labels. */
export type Backend = 'torch' | 'jax' | 'numpy' | 'tensorflow';
export const BACKENDS: readonly Backend[] = ['torch', 'jax', 'numpy', 'tensorflow'];

/** The losses compute in floatx, float32, whatever they are given. */
const round = Math.fround;
const LOWEST = round(1e-7);
const HIGHEST = round(1 - 1e-7);

/** keras.losses of Keras 3.15 on one backend, by the names of the classes. */
export function kerasLosses(backend: Backend): Readonly<Record<string, Variant>> {
  const named = (name: string, takes: readonly VariantOption[], evaluate: Variant['evaluate']): Variant => ({
    name: `keras.losses.${name} (${backend})`,
    takes: ['reduction', 'sampleWeight', ...takes],
    evaluate,
  });
  return {
    BinaryCrossentropy: named('BinaryCrossentropy', ['fromLogits', 'labelSmoothing'], (given) =>
      binary(given, backend),
    ),
    CategoricalCrossentropy: named('CategoricalCrossentropy', ['fromLogits', 'labelSmoothing'], (given) =>
      categorical(given),
    ),
    SparseCategoricalCrossentropy: named('SparseCategoricalCrossentropy', ['fromLogits', 'ignoreIndex'], (given) =>
      sparse(given, backend),
    ),
    BinaryFocalCrossentropy: named('BinaryFocalCrossentropy', ['fromLogits', 'alpha', 'gamma'], (given) =>
      binaryFocal(given),
    ),
    CategoricalFocalCrossentropy: named('CategoricalFocalCrossentropy', ['fromLogits', 'alpha', 'gamma'], (given) =>
      categoricalFocal(given),
    ),
    KLDivergence: named('KLDivergence', [], (given) => divergence(given)),
  };
}

function binary(given: VariantArguments, backend: Backend): Outcome<Tensor> {
  const targets = squeezed(given);
  if (!targets) return shapeMismatch(given, `(${given.predictions.shape.join(', ')})`);
  const smoothing = given.labelSmoothing ?? 0;
  const smoothed = targets.map((y) => round(round(y * (1 - smoothing)) + 0.5 * smoothing));
  const outside = smoothed.findIndex((y) => !(y >= 0 && y <= 1));
  if (backend === 'torch' && !given.fromLogits && outside >= 0) {
    return refused({ code: 'target-out-of-range', value: smoothed[outside], index: outside, count: 1 });
  }
  const cells = given.predictions.data.map((prediction, index) => {
    const y = smoothed[index];
    const x = round(prediction);
    if (!given.fromLogits) return clippedCell(x, y);
    return round(logitCell(x, y, backend));
  });
  return reduced(given, rowMeans(cells, given.predictions));
}

/** Without a word, what lies outside [1e-7, 1 - 1e-7] is moved there; 1.5 and -2 pass for probabilities. */
function clippedCell(p: number, y: number): number {
  const clipped = Math.min(Math.max(p, LOWEST), HIGHEST);
  const positive = round(y * round(Math.log(clipped)));
  return round(-round(positive + round(round(1 - y) * round(Math.log(round(1 - clipped))))));
}

function logitCell(x: number, y: number, backend: Backend): number {
  switch (backend) {
    case 'torch':
      return (1 - y) * x - round(logSigmoid(x));
    case 'jax':
      return -(y * logSigmoid(x) + (1 - y) * logSigmoid(-x));
    case 'tensorflow':
      return Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));
    case 'numpy':
      return clippedCell(round(sigmoid(x)), y);
  }
}

function categorical(given: VariantArguments): Outcome<Tensor> {
  const { predictions, targets, labelSmoothing = 0 } = given;
  if (!sameShape(predictions.shape, targets.shape)) return shapeMismatch(given, `(${predictions.shape.join(', ')})`);
  const classes = lastExtent(predictions);
  return reduced(
    given,
    perRow(predictions, (logP, row) => {
      fillLogProbabilities(logP, given.fromLogits ?? false);
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        const mass = targets.data[row * classes + c] * (1 - labelSmoothing) + labelSmoothing / classes;
        sum += round(round(mass) * logP[c]);
      }
      return round(-sum);
    }),
  );
}

/** Labels outside the classes: torch and tensorflow refuse them, jax and numpy take a row of zeros (numpy only below 0). */
function sparse(given: VariantArguments, backend: Backend): Outcome<Tensor> {
  const { predictions, targets, ignoreIndex } = given;
  const classes = lastExtent(predictions);
  const rows = predictions.data.length / classes;
  if (targets.data.length !== rows) return shapeMismatch(given, `(${predictions.shape.slice(0, -1).join(', ')})`);
  const labels = targets.data.map((label) => (label === ignoreIndex ? label : Math.trunc(label)));
  const refusal = labelRefusal(labels, classes, backend, ignoreIndex);
  if (refusal) return refused(refusal);
  const losses = perRow(predictions, (logP, row) => {
    const label = labels[row];
    if (label === ignoreIndex || label < 0 || label >= classes) return 0;
    fillLogProbabilities(logP, given.fromLogits ?? false, backend === 'tensorflow');
    return round(-logP[label]);
  });
  const valid = ignoreIndex === undefined ? rows : labels.filter((label) => label !== ignoreIndex).length;
  return reduced(given, losses, valid);
}

function labelRefusal(labels: Float64Array, classes: number, backend: Backend, ignore?: number): Refusal | undefined {
  const row = labels.findIndex((label) => {
    if (label === ignore || (label >= 0 && label < classes)) return false;
    if (backend === 'torch') return label !== -100;
    return backend === 'tensorflow' || (backend === 'numpy' && label >= classes);
  });
  return row < 0 ? undefined : { code: 'target-out-of-bounds', target: labels[row], row, classes };
}

/** Probabilities are divided by their row's sum and clipped; on tensorflow sparse ones are clipped and then softmaxed. */
function fillLogProbabilities(row: Float64Array, fromLogits: boolean, clipFirst = false): void {
  if (fromLogits) return logSoftmaxRow(row, round);
  let sum = 0;
  for (const value of row) sum += value;
  for (let c = 0; c < row.length; c++) {
    const share = clipFirst ? row[c] : round(row[c] / round(sum));
    row[c] = round(Math.log(Math.min(Math.max(share, LOWEST), HIGHEST)));
  }
  if (clipFirst) logSoftmaxRow(row, round);
}

/** Takes the sigmoid first, so that the stability of logits is lost. */
function binaryFocal(given: VariantArguments): Outcome<Tensor> {
  const targets = squeezed(given);
  if (!targets) return shapeMismatch(given, `(${given.predictions.shape.join(', ')})`);
  const { alpha, gamma = 2 } = given;
  const cells = given.predictions.data.map((prediction, index) => {
    const y = targets[index];
    const p = given.fromLogits ? round(sigmoid(round(prediction))) : round(prediction);
    const rightness = round(y * p + (1 - y) * (1 - p));
    const focal = round(round(Math.pow(round(1 - rightness), gamma)) * clippedCell(p, y));
    return alpha === undefined ? focal : round((y * alpha + (1 - y) * (1 - alpha)) * focal);
  });
  return reduced(given, rowMeans(cells, given.predictions));
}

function categoricalFocal(given: VariantArguments): Outcome<Tensor> {
  const { predictions, targets, alpha = 0.25, gamma = 2 } = given;
  const classes = lastExtent(predictions);
  return reduced(
    given,
    perRow(predictions, (logP, row) => {
      if (given.fromLogits) {
        logSoftmaxRow(logP, round);
        logP.forEach((value, c) => (logP[c] = Math.exp(value)));
      }
      fillLogProbabilities(logP, false);
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        const loss = -logP[c] * targets.data[row * classes + c];
        sum += alpha * Math.pow(1 - Math.exp(logP[c]), gamma) * loss;
      }
      return round(sum);
    }),
  );
}

/** Both distributions are clipped to [1e-7, 1], so a target of 0 is not quite nothing. */
function divergence(given: VariantArguments): Outcome<Tensor> {
  const { predictions, targets } = given;
  const clip = (value: number) => Math.min(Math.max(round(value), LOWEST), 1);
  const classes = lastExtent(predictions);
  return reduced(
    given,
    perRow(predictions, (row, index) => {
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        const target = clip(targets.data[index * classes + c]);
        sum += round(target * round(Math.log(round(target / clip(row[c])))));
      }
      return round(sum);
    }),
  );
}

/** Targets of one axis less or more than the predictions, where that axis is one long. */
function squeezed({ predictions, targets }: VariantArguments): Float64Array | undefined {
  if (sameShape(predictions.shape, targets.shape)) return targets.data;
  const trimmed = (shape: readonly number[]) => (shape[shape.length - 1] === 1 ? shape.slice(0, -1) : shape);
  return sameShape(trimmed(predictions.shape), trimmed(targets.shape)) ? targets.data : undefined;
}

function perRow(predictions: Tensor, lossOf: (row: Float64Array, index: number) => number): Float64Array {
  const classes = lastExtent(predictions);
  const losses = new Float64Array(classes === 0 ? 0 : predictions.data.length / classes);
  const row = new Float64Array(classes);
  for (let index = 0; index < losses.length; index++) {
    for (let c = 0; c < classes; c++) row[c] = round(predictions.data[index * classes + c]);
    losses[index] = lossOf(row, index);
  }
  return losses;
}

function rowMeans(cells: Float64Array, predictions: Tensor): Float64Array {
  const width = predictions.shape.length === 0 ? 1 : lastExtent(predictions);
  const rows = new Float64Array(width === 0 ? 0 : cells.length / width);
  return rows.map((_, row) => round(exactSum(cells.subarray(row * width, (row + 1) * width)) / width));
}

/** sum_over_batch_size divides by the count of losses that count, mean_with_sample_weight by the weights; 0 / 0 is 0. */
function reduced(given: VariantArguments, losses: Float64Array, counted = losses.length): Outcome<Tensor> {
  const { reduction = 'mean', sampleWeight } = given;
  const weighted = losses.map((loss, row) => round(loss * (sampleWeight?.data[row] ?? 1)));
  if (reduction === 'none') return accepted({ shape: [losses.length], data: weighted });
  const sum = exactSum(weighted);
  if (reduction === 'sum') return accepted(scalar(round(sum)));
  const denominator = reduction === 'weighted-mean' && sampleWeight ? exactSum(sampleWeight.data) : counted;
  return accepted(scalar(denominator === 0 ? 0 : round(sum / denominator)));
}
