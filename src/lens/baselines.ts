import { accuracy, topKAccuracy } from '../core/metrics/accuracy';
import { entropy } from '../core/metrics/entropy';
import { bits, perplexity } from '../core/metrics/perplexity';
import type { Scores } from '../core/metrics/scores';
import type { Problem } from '../core/problem';
import { sameShape } from '../core/tensor';
import { classRows, fromOf, isBinary, isCategorical, valueOf, withoutOptions, withOptions } from '../check/subject';

/** What a loss is to be compared with, in nats, and what it says in other units. */
export interface Baselines {
  /** The plain mean loss of the rows: without weights, smoothing or eps, which the others do not know. */
  readonly loss: number;
  /** Classes to choose from: 2 for yes/no questions. */
  readonly classes: number;
  /** ln C: guessing evenly. */
  readonly chance: number;
  /** The entropy of how often each label occurs: guessing by frequency. */
  readonly entropy: number;
  /** The least loss without looking at a sample; of binary matrices, column by column. */
  readonly constant: number;
  readonly perplexity: number;
  readonly bits: number;
  /** NaN where the targets name no class. */
  readonly accuracy: number;
  /** How often the target is among the k largest; k is 0 where there are too few classes for it to say anything. */
  readonly topK: { readonly k: number; readonly value: number };
  /** The mean of the target's score less the best other's, in the predictions' own unit. */
  readonly margin: number;
}

/** @returns undefined for losses without classes or yes/no questions, and of nothing. */
export function baselinesOf(problem: Problem): Baselines | undefined {
  if (!isBinary(problem.loss) && !isCategorical(problem.loss)) return undefined;
  const plain = withOptions(withoutOptions(problem, 'weight', 'posWeight', 'labelSmoothing', 'eps'), {
    reduction: 'mean',
    dtype: 'float64',
  });
  // Where there is one class only, there is nothing to guess.
  if (isCategorical(problem.loss) && classRows(problem.predictions.shape).classes === 1) return undefined;
  const loss = valueOf(plain);
  if (loss === undefined || problem.predictions.data.length === 0) return undefined;
  return isBinary(problem.loss) ? binaryBaselines(problem, loss) : categoricalBaselines(problem, loss);
}

function binaryBaselines(problem: Problem, loss: number): Baselines {
  const { predictions, targets } = problem;
  const width = predictions.shape.length < 2 ? 1 : predictions.shape[predictions.shape.length - 1];
  const rows = targets.data.length / width;
  const columns = new Float64Array(width);
  targets.data.forEach((y, index) => (columns[index % width] += y / rows));
  const overall = columns.reduce((sum, share) => sum + share / width, 0);
  const asks = (share: number): number => entropy(Float64Array.of(share, 1 - share));
  const threshold = { logits: 0, probabilities: 0.5, log_probabilities: -Math.LN2 }[fromOf(problem)];
  let right = 0;
  let decided = 0;
  let margin = 0;
  targets.data.forEach((y, index) => {
    if (y === 0.5) return;
    const score = predictions.data[index] - threshold;
    decided++;
    if (score > 0 === y > 0.5) right++;
    margin += y > 0.5 ? score : -score;
  });
  return {
    loss,
    classes: 2,
    chance: Math.LN2,
    entropy: asks(overall),
    constant: columns.reduce((sum, share) => sum + asks(share) / width, 0),
    perplexity: perplexity(loss),
    bits: bits(loss),
    accuracy: right / decided,
    topK: { k: 0, value: NaN },
    margin: margin / decided,
  };
}

function categoricalBaselines(problem: Problem, loss: number): Baselines {
  const { predictions, targets } = problem;
  const { rows, classes, stride, start } = classRows(predictions.shape);
  const values = new Float64Array(rows * classes);
  const soft = sameShape(predictions.shape, targets.shape);
  const labels = new Float64Array(rows);
  const frequencies = new Float64Array(classes);
  const ignoreIndex = problem.options.ignoreIndex ?? -100;
  for (let row = 0; row < rows; row++) {
    let most = 0;
    for (let c = 0; c < classes; c++) {
      const cell = start(row) + c * stride;
      values[row * classes + c] = predictions.data[cell];
      if (!soft) continue;
      frequencies[c] += targets.data[cell];
      if (targets.data[cell] > targets.data[start(row) + most * stride]) most = c;
    }
    const label = soft ? most : targets.data[row];
    labels[row] = label === ignoreIndex ? -1 : label;
    if (!soft && labels[row] >= 0) frequencies[label]++;
  }
  const scores: Scores = { classes, values, targets: labels };
  const k = classes > 5 ? 5 : classes > 2 ? 2 : 0;
  return {
    loss,
    classes,
    chance: Math.log(classes),
    entropy: entropy(frequencies),
    constant: entropy(frequencies),
    perplexity: perplexity(loss),
    bits: bits(loss),
    accuracy: accuracy(scores),
    topK: { k, value: k === 0 ? NaN : topKAccuracy(scores, k) },
    margin: meanMargin(scores),
  };
}

function meanMargin({ classes, values, targets }: Scores): number {
  let sum = 0;
  let counted = 0;
  targets.forEach((target, row) => {
    if (target < 0 || classes < 2) return;
    let other = -Infinity;
    for (let c = 0; c < classes; c++) if (c !== target) other = Math.max(other, values[row * classes + c]);
    sum += values[row * classes + target] - other;
    counted++;
  });
  return sum / counted;
}
