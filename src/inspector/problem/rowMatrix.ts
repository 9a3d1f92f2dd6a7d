import { LOSSES } from '../../core/losses/registry';
import { sigmoid } from '../../core/primitives';
import type { From, LossName, Problem } from '../../core/problem';
import { asKept } from './divided';
import { sameShape, sizeOf } from '../../core/tensor';

/** Categorical: one distribution over the columns a row. Binary: one probability a cell. */
export type Family = 'categorical' | 'binary';

/** What a loss makes of its predictions: the family, the axis of the classes, and whether a softmax comes first. */
interface Nature {
  readonly family: Family;
  readonly classAxis: 'first after the samples' | 'last';
  readonly softmax: boolean;
}

const CATEGORICAL: Nature = { family: 'categorical', classAxis: 'first after the samples', softmax: true };
const BINARY: Nature = { family: 'binary', classAxis: 'last', softmax: false };

const NATURES: Readonly<Record<LossName, Nature>> = {
  cross_entropy: CATEGORICAL,
  poly_loss: CATEGORICAL,
  nll_loss: { ...CATEGORICAL, softmax: false },
  kl_div: { family: 'categorical', classAxis: 'last', softmax: false },
  binary_cross_entropy: BINARY,
  binary_cross_entropy_with_logits: BINARY,
  multilabel_soft_margin_loss: BINARY,
  sigmoid_focal_loss: BINARY,
};

/**
 * A problem of any number of axes as the rows that have a loss each and the columns (classes) they consist of.
 * Nothing is copied: a row is a start and a stride in the tensor.
 */
export interface RowMatrix {
  readonly family: Family;
  readonly from: From;
  readonly rows: number;
  readonly columns: number;
  /** Whether a row's predictions pass through a softmax, so that they need not sum to 1 as they stand. */
  readonly normalised: boolean;
  /** Whether a target is a class index; otherwise it is one number for each cell. */
  readonly indexed: boolean;
  /** Where a cell stands in the predictions, and in everything laid out as they are. */
  readonly indexOf: (row: number, column: number) => number;
  /** The prediction as it stands. */
  readonly at: (row: number, column: number) => number;
  /** The prediction as a probability, whatever it was given as. */
  readonly probability: (row: number, column: number) => number;
  readonly logProbability: (row: number, column: number) => number;
  /**
   * What the target asks of this cell: 1 for the class an index names, else the target's own value as a probability;
   * NaN where the targets are repeated over the predictions, for then no one number stands for the cell.
   */
  readonly target: (row: number, column: number) => number;
  /** The class index of a row; undefined where targets are not indices. */
  readonly targetIndex: (row: number) => number | undefined;
  /** Whether the row's target is ignore_index. */
  readonly ignored: (row: number) => boolean;
  /** log Σ exp of a row's logits; of probabilities, the log of their sum. */
  readonly logSumExp: (row: number) => number;
}

export function rowMatrix(problem: Problem): RowMatrix {
  const { predictions, targets, options } = problem;
  const { family, classAxis } = NATURES[problem.loss];
  const from = problem.from ?? LOSSES[problem.loss].natural;
  const { rows, columns, start, stride } = layoutOf(problem);
  const normalised = normalises(problem);
  const dense = sameShape(predictions.shape, targets.shape);
  const indexed = family === 'categorical' && classAxis !== 'last' && !dense;
  const ignoreIndex = options.ignoreIndex ?? -100;

  const { data, by } = asKept(predictions);
  const at = (row: number, column: number): number => (data[start(row) + column * stride] ?? NaN) / by;
  const logit = (row: number, column: number): number =>
    from === 'probabilities' ? Math.log(at(row, column)) : at(row, column);
  // Kept apart, for their sum has lost the digits that tell large logits from each other.
  const most = cached(rows, (row) => maximum(columns, (column) => logit(row, column)));
  const logSum = cached(rows, (row) => Math.log(sumOfPowers(columns, (column) => logit(row, column) - most(row))));
  const logSoftmax = (row: number, column: number): number => logit(row, column) - most(row) - logSum(row);
  const probability = (row: number, column: number): number => {
    if (normalised) return Math.exp(logSoftmax(row, column));
    const value = at(row, column);
    switch (from) {
      case 'probabilities':
        return value;
      case 'log_probabilities':
        return Math.exp(value);
      case 'logits':
        return sigmoid(value);
    }
  };
  const targetIndex = (row: number): number | undefined => (indexed ? (targets.data[row] ?? NaN) : undefined);

  return {
    family,
    from,
    rows,
    columns,
    normalised,
    indexed,
    indexOf: (row, column) => start(row) + column * stride,
    at,
    probability,
    logProbability(row, column) {
      if (normalised) return logSoftmax(row, column);
      return from === 'log_probabilities' ? at(row, column) : Math.log(probability(row, column));
    },
    target(row, column) {
      const index = targetIndex(row);
      if (index !== undefined) return index === column ? 1 : 0;
      const value = dense ? (targets.data[start(row) + column * stride] ?? NaN) : NaN;
      return options.logTarget ? Math.exp(value) : value;
    },
    targetIndex,
    ignored: (row) => targetIndex(row) === ignoreIndex,
    logSumExp: (row) => most(row) + logSum(row),
  };
}

export function familyOf(loss: LossName): Family {
  return NATURES[loss].family;
}

/** Whether the rows of predictions pass through a softmax. */
export function normalises({ loss, from }: Problem): boolean {
  const { family, softmax } = NATURES[loss];
  return softmax || (family === 'categorical' && (from ?? LOSSES[loss].natural) === 'logits');
}

export interface RowLayout {
  readonly rows: number;
  readonly columns: number;
  readonly start: (row: number) => number;
  readonly stride: number;
}

/** Rows in the order of core's Evaluation. */
export function layoutOf({ loss, predictions: { shape } }: Problem): RowLayout {
  const { classAxis } = NATURES[loss];
  const size = sizeOf(shape);
  if (classAxis === 'last') {
    const columns = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
    return { rows: columns === 0 ? 0 : size / columns, columns, start: (row) => row * columns, stride: 1 };
  }
  if (shape.length < 2) return { rows: size === 0 ? 0 : 1, columns: size, start: () => 0, stride: 1 };
  const columns = shape[1] ?? 0;
  const inner = sizeOf(shape.slice(2));
  return {
    rows: columns === 0 ? 0 : size / columns,
    columns,
    start: (row) => Math.floor(row / inner) * columns * inner + (row % inner),
    stride: inner,
  };
}

/** NaN where any value is. */
function maximum(columns: number, at: (column: number) => number): number {
  let most = -Infinity;
  for (let column = 0; column < columns; column++) most = Math.max(most, at(column));
  return most;
}

function sumOfPowers(columns: number, at: (column: number) => number): number {
  let sum = 0;
  for (let column = 0; column < columns; column++) sum += Math.exp(at(column));
  return sum;
}

/** Rows are asked for one at a time as they come into sight; each is worked out once. */
function cached(rows: number, work: (row: number) => number): (row: number) => number {
  const known = new Uint8Array(rows);
  const values = new Float64Array(rows);
  return (row) => {
    if (known[row] !== 1) {
      values[row] = work(row);
      known[row] = 1;
    }
    return values[row] ?? NaN;
  };
}
