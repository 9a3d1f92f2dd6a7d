import { DEFAULT_IGNORE_INDEX } from '../core/categorical';
import { MOST_CONFUSED } from '../core/metrics/metrics';
import { multiplyLimit } from '../core/primitives';
import type { From, LossName, LossOptions, Outcome } from '../core/problem';
import { summarise } from '../core/summarise';
import { Summary } from '../core/summary';
import { type Kernel, type RowKernel, rowsPerChunk } from '../kernel/kernel';
import { portableKernel } from '../kernel/portableKernel';
import { problemOf } from '../pair/problem';
import type { Layout } from '../pair/pairing';
import type { ShardArray } from './shardArray';

/** The same question about every shard. */
export interface DatasetQuestion {
  readonly loss: LossName;
  readonly from: From;
  readonly layout?: Layout;
  readonly options: LossOptions;
  /** The same bits on every machine and in NumPy, where {@link isForKernels}. */
  readonly portable?: boolean;
  readonly worst: number;
  readonly bins: number;
}

/** Rows from one to before another, and what the first of them is called. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly name: number;
}

/** To a kernel no class. */
const IGNORED = -1;

/** Kernel calls at a time. */
const CHUNKS = 4;

/** The summary of a stretch of rows: the same bits however a shard is cut into stretches, and whoever works on them. */
export function summariseStretch(
  predictions: ShardArray,
  targets: ShardArray,
  stretch: Stretch,
  question: DatasetQuestion,
  kernel: Kernel,
): Outcome<Summary> {
  if (!isForKernels(question, predictions, targets)) return inPieces(predictions, targets, stretch, question);
  if (question.portable) return byKernel(predictions, targets, stretch, question, portableKernel);
  return question.options.weight
    ? inPieces(predictions, targets, stretch, question)
    : byKernel(predictions, targets, stretch, question, kernel);
}

/** What is known of an array before any of its numbers is read. */
export type ArrayHead = Pick<ShardArray, 'shape' | 'integers'>;

/** Is it what the kernels take: cross entropy of rows of logits with class indices? */
export function isForKernels(question: DatasetQuestion, predictions: ArrayHead, targets: ArrayHead): boolean {
  const { loss, from, layout, options } = question;
  const { labelSmoothing = 0, eps, dtype = 'float64' } = options;
  const plain = loss === 'cross_entropy' && from === 'logits' && layout === undefined && dtype === 'float64';
  const indices = predictions.shape.length === 2 && targets.shape.length === 1 && targets.integers;
  return plain && labelSmoothing <= 0 && eps === undefined && indices && predictions.shape[1] > 0;
}

function byKernel(
  predictions: ShardArray,
  targets: ShardArray,
  { from: first, to: last, name }: Stretch,
  { options, worst, bins }: DatasetQuestion,
  kernel: RowKernel,
): Outcome<Summary> {
  const classes = predictions.width;
  const { ignoreIndex = DEFAULT_IGNORE_INDEX, weight } = options;
  const step = CHUNKS * rowsPerChunk(classes);
  const summary = emptySummary(classes, { worst, bins });
  const indices = new Int32Array(step);
  const losses = new Float64Array(step);
  const argmax = new Int32Array(step);
  const confidence = new Float64Array(step);
  for (let from = first; from < last; from += step) {
    const to = Math.min(last, from + step);
    const count = to - from;
    const given = targets.block(from, to).tensor.data;
    for (let row = 0; row < count; row++) {
      const target = given[row];
      if (target !== ignoreIndex && !(target >= 0 && target < classes))
        return { ok: false, refusal: { code: 'target-out-of-bounds', target, row: from + row, classes } };
      indices[row] = target === ignoreIndex ? IGNORED : target;
    }
    kernel.crossEntropy({
      logits: predictions.floats(from, to),
      targets: indices.subarray(0, count),
      classes,
      ignoreIndex: IGNORED,
      losses: losses.subarray(0, count),
      argmax: argmax.subarray(0, count),
      confidence: confidence.subarray(0, count),
    });
    for (let row = 0; row < count; row++) {
      const target = indices[row];
      if (target === IGNORED) summary.addIgnored();
      else {
        const own = weight === undefined ? 1 : weight.data[target];
        const loss = weight === undefined ? losses[row] : multiplyLimit(own, losses[row]);
        // Among NaN no class is the largest; the first then stands for it, as in the plain form.
        const top = Math.max(0, argmax[row]);
        summary.add({
          row: name + from - first + row,
          loss,
          weight: own,
          target,
          argmax: top,
          confidence: confidence[row],
        });
      }
    }
  }
  return { ok: true, value: summary };
}

const NUMBERS_AT_ONCE = 2 ** 17;

function inPieces(
  predictions: ShardArray,
  targets: ShardArray,
  { from: first, to: last, name }: Stretch,
  question: DatasetQuestion,
): Outcome<Summary> {
  const step = Math.max(1, Math.floor(NUMBERS_AT_ONCE / Math.max(1, predictions.width)));
  let whole: Summary | undefined;
  for (let from = first; from < last; from += step) {
    const to = Math.min(last, from + step);
    const problem = problemOf(question, predictions.block(from, to), targets.block(from, to), question.options);
    const part = summarise(problem, question, name + from - first);
    if (!part.ok) return part;
    if (whole === undefined) whole = part.value;
    else whole.merge(part.value);
  }
  return { ok: true, value: whole ?? new Summary({ worst: question.worst, bins: question.bins, classes: 0 }) };
}

function emptySummary(classes: number, options: { readonly worst: number; readonly bins: number }): Summary {
  return new Summary({ ...options, classes: classes > MOST_CONFUSED ? 0 : classes });
}
