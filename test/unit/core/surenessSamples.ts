import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import { preciseLoss } from '../../../src/core/precise/preciseLoss';
import type { Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { type Uncertainty, uncertainty } from '../../../src/core/uncertainty/uncertainty';
import { mathjsBigMath } from '../../../src/exact/mathjs';
import { halfUnits } from '../../../src/pair/resolution';
import { read } from '../../../src/read/read';
import type { KnownBlock } from '../../../src/read/reading';

/** A problem before its numbers were printed, and how. */
export interface Sample {
  readonly name: string;
  readonly truth: Problem;
  readonly digits: number;
  readonly scientific: boolean;
}

/** What one sample showed. */
export interface Verdict {
  readonly inside: boolean;
  /** Our width over that of the tightest bounds, where one corner of the box holds each end. */
  readonly ratio?: number;
  readonly bounded: boolean;
  readonly printed: Problem;
  readonly found: Uncertainty;
  readonly true: string;
}

const MATH = mathjsBigMath(64);

type Make = (rows: number, columns: number, next: () => number) => Problem;

const KINDS: Readonly<Record<string, Make>> = {
  'cross_entropy of logits': (n, c, next) => ({
    loss: 'cross_entropy',
    predictions: logits([n, c], next),
    targets: indices(n, c, next),
    options: {},
  }),
  'cross_entropy of logits with weights and a sum': (n, c, next) => ({
    loss: 'cross_entropy',
    predictions: logits([n, c], next),
    targets: indices(n, c, next),
    options: { weight: filled([c], () => 0.1 + 2 * next()), reduction: 'sum' },
  }),
  'cross_entropy of logits with smoothing': (n, c, next) => ({
    loss: 'cross_entropy',
    predictions: logits([n, c], next),
    targets: indices(n, c, next),
    options: { labelSmoothing: 0.3 * next() },
  }),
  'cross_entropy of logits with printed soft targets': (n, c, next) => ({
    loss: 'cross_entropy',
    predictions: logits([n, c], next),
    targets: rowsOfOne([n, c], next),
    options: {},
  }),
  'cross_entropy of probabilities': (n, c, next) => ({
    loss: 'cross_entropy',
    from: 'probabilities',
    predictions: rowsOfOne([n, c], next),
    targets: indices(n, c, next),
    options: {},
  }),
  'cross_entropy of probabilities with printed soft targets': (n, c, next) => ({
    loss: 'cross_entropy',
    from: 'probabilities',
    predictions: rowsOfOne([n, c], next),
    targets: rowsOfOne([n, c], next),
    options: {},
  }),
  'cross_entropy with eps': (n, c, next) => ({
    loss: 'cross_entropy',
    predictions: logits([n, c], next),
    targets: indices(n, c, next),
    options: { eps: 1e-10 },
  }),
  'nll_loss of probabilities': (n, c, next) => ({
    loss: 'nll_loss',
    from: 'probabilities',
    predictions: rowsOfOne([n, c], next),
    targets: indices(n, c, next),
    options: {},
  }),
  'nll_loss of log-probabilities': (n, c, next) => ({
    loss: 'nll_loss',
    predictions: filled([n, c], () => Math.log(next() + 1e-9)),
    targets: indices(n, c, next),
    options: {},
  }),
  binary_cross_entropy: (n, c, next) => ({
    loss: 'binary_cross_entropy',
    predictions: filled([n, c], next),
    targets: filled([n, c], () => Math.round(next())),
    options: {},
  }),
  'binary_cross_entropy of certain probabilities': (n, c, next) => ({
    loss: 'binary_cross_entropy',
    predictions: filled([n, c], () => 1 / (1 + Math.exp(16 * next() - 8))),
    targets: filled([n, c], () => Math.round(next())),
    options: {},
  }),
  'binary_cross_entropy with eps and soft targets': (n, c, next) => ({
    loss: 'binary_cross_entropy',
    predictions: filled([n, c], next),
    targets: filled([n, c], next),
    options: { eps: 1e-10 },
  }),
  binary_cross_entropy_with_logits: (n, c, next) => ({
    loss: 'binary_cross_entropy_with_logits',
    predictions: logits([n, c], next),
    targets: filled([n, c], () => Math.round(next())),
    options: {},
  }),
  'binary_cross_entropy_with_logits with posWeight and soft targets': (n, c, next) => ({
    loss: 'binary_cross_entropy_with_logits',
    predictions: logits([n, c], next),
    targets: filled([n, c], next),
    options: { posWeight: filled([c], () => 3 * next()) },
  }),
};

const NAMES = Object.keys(KINDS);

export function sampleOf(next: () => number): Sample {
  const name = NAMES[Math.floor(next() * NAMES.length)];
  const make = KINDS[name];
  // Mostly one row: big numbers are slow, and rows do not meet before the sum.
  const rows = next() < 0.8 ? 1 : 2 + Math.floor(next() * 3);
  const truth = make(rows, 2 + Math.floor(next() * 3), next);
  return { name, truth, digits: 1 + Math.floor(next() * 8), scientific: next() < 0.15 };
}

/** Prints a sample as PyTorch would, reads it, and holds the bounds of what was read against the truth. */
export function judge({ truth, digits, scientific }: Sample): Verdict | undefined {
  const p = printed(truth.predictions, digits, scientific);
  const y = printed(truth.targets, digits, scientific);
  const whole = p.text.concat(y.text);
  const printedProblem: Problem = { ...truth, predictions: p.block.tensor, targets: y.block.tensor };
  const resolution = {
    predictions: halfUnits(p.block, 'predictions', p.text),
    targets: halfUnits(y.block, 'targets', y.text),
  };
  const found = uncertainty(printedProblem, resolution);
  // The rounded numbers may be no problem any more: a probability of 1.1 from one digit.
  if (found === undefined) return undefined;
  const precise = preciseLoss(truth, MATH, 16);
  assert.ok(precise.ok, whole);
  const value = precise.value[0];
  const real = Number(value.replace('inf', 'Infinity'));
  const inside = real >= found.loss.low && real <= found.loss.high;
  const tight = tightest(printedProblem, resolution);
  const width = found.loss.high - found.loss.low;
  return {
    inside,
    bounded: Number.isFinite(found.loss.high),
    ...(tight !== undefined && Number.isFinite(tight) && tight > 1e-12 && { ratio: width / tight }),
    printed: printedProblem,
    found,
    true: value,
  };
}

function printed(tensor: Tensor, digits: number, scientific: boolean): { text: string; block: KnownBlock } {
  const whole = tensor.data.every(Number.isInteger);
  const one = (value: number): string =>
    whole ? String(value) : scientific ? value.toExponential(digits) : value.toFixed(digits);
  const values = Array.from(tensor.data, one);
  const width = tensor.shape[1] ?? 1;
  const rows = Array.from(
    { length: tensor.shape[0] },
    (_, row) => `[${values.slice(row * width, (row + 1) * width).join(', ')}]`,
  );
  const text = `tensor([${tensor.shape.length === 2 ? rows.join(',\n        ') : values.join(', ')}])`;
  const [block] = read({ text }).blocks;
  assert.ok(block !== undefined && !block.elided, text);
  return { text, block };
}

/** The width between the two corners that hold the extremes, where each number alone decides its direction. */
function tightest(
  problem: Problem,
  units: { predictions: number | Float64Array; targets: number | Float64Array },
): number | undefined {
  const { predictions, targets, options, loss, from } = problem;
  const binary = loss.startsWith('binary');
  if (units.targets !== 0 || options.eps !== undefined || options.labelSmoothing !== undefined) return undefined;
  const isProbability = from === 'probabilities' || loss === 'binary_cross_entropy';
  const classes = predictions.shape[1];
  const corner = (sign: 1 | -1): Tensor => ({
    shape: predictions.shape,
    data: predictions.data.map((value, index) => {
      const positive = binary
        ? targets.data[index] === 1
        : targets.data[Math.floor(index / classes)] === index % classes;
      const half = typeof units.predictions === 'number' ? units.predictions : units.predictions[index];
      const end = value + (positive ? sign : -sign) * half;
      return isProbability ? Math.min(1, Math.max(0, end)) : end;
    }),
  });
  const [low, high] = ([1, -1] as const).map((sign) => {
    const outcome = evaluate({ ...problem, predictions: corner(sign) });
    assert.ok(outcome.ok);
    return outcome.value.exact.data[0];
  }) as [number, number];
  return high - low;
}

function filled(shape: readonly number[], next: () => number): Tensor {
  return { shape, data: Float64Array.from({ length: shape.reduce((size, extent) => size * extent, 1) }, next) };
}

function logits(shape: readonly number[], next: () => number): Tensor {
  const spread = 10 ** (2 * next() - 0.7);
  return filled(shape, () => spread * (2 * next() - 1));
}

function indices(rows: number, classes: number, next: () => number): Tensor {
  return filled([rows], () => Math.floor(next() * classes));
}

function rowsOfOne([rows, classes]: readonly [number, number], next: () => number): Tensor {
  const spread = 6 * next();
  const tensor = filled([rows, classes], () => Math.exp(spread * next()));
  for (let row = 0; row < rows; row++) {
    const own = tensor.data.subarray(row * classes, (row + 1) * classes);
    const sum = own.reduce((total, value) => total + value, 0);
    own.forEach((value, index) => (own[index] = value / sum));
  }
  return tensor;
}
