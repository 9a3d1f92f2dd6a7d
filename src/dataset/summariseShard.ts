import { DEFAULT_IGNORE_INDEX } from '../core/categorical';
import { MOST_CONFUSED } from '../core/metrics/metrics';
import type { From, LossName, LossOptions, Outcome } from '../core/problem';
import { summarise } from '../core/summarise';
import { Summary } from '../core/summary';
import { type Kernel, rowsPerChunk } from '../kernel/kernel';
import { problemOf } from '../pair/problem';
import type { Layout } from '../pair/pairing';
import type { ShardArray } from './shardArray';

/** The same question about every shard. */
export interface DatasetQuestion {
  readonly loss: LossName;
  readonly from: From;
  readonly layout?: Layout;
  readonly options: LossOptions;
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
  const { loss, from, layout, options } = question;
  const { labelSmoothing = 0, weight, eps, dtype = 'float64' } = options;
  const plain = loss === 'cross_entropy' && from === 'logits' && layout === undefined && dtype === 'float64';
  const simple = plain && labelSmoothing <= 0 && !weight && eps === undefined;
  const indices = predictions.shape.length === 2 && targets.shape.length === 1 && targets.integers;
  return simple && indices && predictions.width > 0
    ? byKernel(predictions, targets, stretch, question, kernel)
    : inPieces(predictions, targets, stretch, question);
}

function byKernel(
  predictions: ShardArray,
  targets: ShardArray,
  { from: first, to: last, name }: Stretch,
  { options, worst, bins }: DatasetQuestion,
  kernel: Kernel,
): Outcome<Summary> {
  const classes = predictions.width;
  const { ignoreIndex = DEFAULT_IGNORE_INDEX } = options;
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
        const loss = losses[row];
        // Among NaN no class is the largest; the first then stands for it, as in the plain form.
        const top = Math.max(0, argmax[row]);
        summary.add({
          row: name + from - first + row,
          loss,
          weight: 1,
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
