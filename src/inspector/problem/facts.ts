import { DEFAULT_IGNORE_INDEX } from '../../core/categorical';
import { sigmoid, softplus } from '../../core/primitives';
import type { Problem } from '../../core/problem';
import { powerOfE } from '../../kernel/plainKernel';
import { asKept } from './divided';
import type { KernelRows } from './kernelRows';
import { familyOf, layoutOf, normalises } from './rowMatrix';

/**
 * What the pictures are drawn from: flat columns of numbers, one a decision. A categorical problem decides once a row
 * among its columns; a binary one once a cell between no (0) and yes (1). Filled a span of rows at a time, so that a
 * large problem can be worked through between two frames.
 */
export interface Facts {
  readonly rows: number;
  readonly columns: number;
  /** Decisions a row: 1, or the number of columns for the binary losses. */
  readonly each: number;
  /** What a decision chooses among: the columns, or 2. */
  readonly classes: number;
  /** The right class; -1 where the target is ignored, or leaves open which class is right. */
  readonly targets: Int32Array;
  /** The class with the largest probability; -1 where one is not a number. */
  readonly predicted: Int32Array;
  /** The probability of the predicted class. */
  readonly confidence: Float64Array;
  /** The probability of yes, for the binary losses and for two classes; of the target for more. */
  readonly probability: Float64Array;
  /** The squared distance between the probabilities and the one-hot target, of what is filled: worked out when asked. */
  readonly squares: () => Float64Array;
  /** One loss a row; NaN throughout where {@link quick} is false. */
  readonly losses: Float64Array;
  /** Whether the loss is one whose formula is here; others are for core alone. */
  readonly quick: boolean;
  /** Fills the rows of a span. */
  fill(first: number, end: number): void;
  /** What the sum of the losses is divided by for the mean. */
  denominator(): number;
}

/** The columns that are filled row by row. */
type Columns = Pick<Facts, 'targets' | 'predicted' | 'confidence' | 'probability' | 'losses'>;

/** All facts at once. */
export function factsOf(problem: Problem, threshold = 0.5, kernel?: KernelRows): Facts {
  const facts = factsToFill(problem, threshold, kernel);
  facts.fill(0, facts.rows);
  return facts;
}

/** The same, empty: to be filled by the caller in spans. A kernel works out rows of logits many times as fast. */
export function factsToFill(problem: Problem, threshold = 0.5, kernel?: KernelRows): Facts {
  return familyOf(problem.loss) === 'binary' ? binaryFacts(problem, threshold) : categoricalFacts(problem, kernel);
}

/** Only the first rows of what may be filled: those that are. */
export function filledFacts(facts: Facts, rows: number): Facts {
  const end = rows * facts.each;
  return {
    ...facts,
    targets: facts.targets.subarray(0, end),
    predicted: facts.predicted.subarray(0, end),
    confidence: facts.confidence.subarray(0, end),
    probability: facts.probability.subarray(0, end),
    losses: facts.losses.subarray(0, rows),
  };
}

/** A loss below it is so near to 0 that PyTorch, which adds 1 to the other terms, loses digits of it that are shown. */
const NEAR_ZERO = 1e-8;

function categoricalFacts(problem: Problem, kernel: KernelRows | undefined): Facts {
  const { predictions, targets, options, loss, from } = problem;
  const layout = layoutOf(problem);
  const { rows, columns, start, stride } = layout;
  const { data, by } = asKept(predictions);
  const softmax = normalises(problem);
  const probabilities = from === 'probabilities';
  const dense = isDense(problem);
  const ignoreIndex = options.ignoreIndex ?? DEFAULT_IGNORE_INDEX;
  const weights = options.weight?.data;
  const smoothing = Math.max(0, options.labelSmoothing ?? 0);
  const { eps } = options;
  const quick =
    (loss === 'cross_entropy' || loss === 'nll_loss') &&
    (eps === undefined || (smoothing === 0 && !dense)) &&
    options.dtype !== 'float32';
  const out = columnsOf(rows, rows, quick);
  const x = new Float64Array(columns);

  const targetOf = (row: number): number =>
    dense ? oneHot(targets.data, start(row), stride, columns) : (targets.data[row] ?? NaN);
  const counts = (target: number): boolean => target >= 0 && target < columns && (dense || target !== ignoreIndex);

  /** A row from what its softmax comes to; its logits stand in `z` from `at` on. `plain` is its loss without options. */
  const settle = (
    row: number,
    target: number,
    z: Float64Array,
    at: number,
    scale: number,
    plain: number,
    p: number,
  ): void => {
    out.targets[row] = counts(target) ? target : -1;
    out.probability[row] = columns === 2 ? Math.exp((z[at + 1] ?? NaN) - scale) : p;
    if (!quick) return;
    if (dense) {
      out.losses[row] = mixedLoss(z, at, columns, targets.data, start(row), stride, scale, weights, smoothing);
    } else if (target === ignoreIndex) out.losses[row] = 0;
    else {
      const own = (weights?.[target] ?? 1) * (eps === undefined ? plain : -Math.log(p + eps));
      out.losses[row] =
        smoothing === 0
          ? own
          : (1 - smoothing) * own + (smoothing / columns) * evenLoss(z, at, columns, scale, weights);
    }
  };

  const fillRow = (row: number): void => {
    const at = start(row);
    let top = 0;
    let most = -Infinity;
    let known = true;
    for (let c = 0; c < columns; c++) {
      const given = (data[at + c * stride] ?? NaN) / by;
      const value = probabilities ? Math.log(given) : given;
      x[c] = value;
      if (value !== value) known = false;
      if (value > most) {
        most = value;
        top = c;
      }
    }
    let sum = 0;
    if (softmax) for (let c = 0; c < columns; c++) sum += powerOfE((x[c] ?? NaN) - most);
    // A row that is not put through a softmax stands for itself.
    const scale = softmax ? most + Math.log(sum) : 0;
    const target = targetOf(row);
    const own = counts(target) ? (x[target] ?? NaN) : NaN;
    out.predicted[row] = known ? top : -1;
    out.confidence[row] = known ? Math.exp(most - scale) : NaN;
    settle(row, target, x, 0, scale, scale - own, Math.exp(own - scale));
  };

  /** By the kernel. What is not finite has ways of its own, which are those of {@link fillRow}. */
  const fillByKernel = (kernel: KernelRows, first: number, end: number): void => {
    const atOnce = kernel.atOnce(columns);
    const classOf = (row: number): number => {
      const target = targetOf(row);
      return counts(target) ? target : 0;
    };
    const scaled = columns === 2 || smoothing > 0 || dense;
    for (let from = first; from < end; from += atOnce) {
      const count = Math.min(atOnce, end - from);
      kernel.work(data, by, columns, from, count, classOf);
      const { logits, losses, argmax, confidence } = kernel;
      for (let index = 0; index < count; index++) {
        const row = from + index;
        const at = index * columns;
        const top = argmax[index] ?? -1;
        const most = logits[at + top] ?? NaN;
        if (top < 0 || most - most !== 0) {
          fillRow(row);
          continue;
        }
        const sure = confidence[index] ?? NaN;
        const exact = losses[index] ?? NaN;
        const target = targetOf(row);
        const counted = counts(target);
        out.predicted[row] = top;
        out.confidence[row] = sure;
        settle(
          row,
          target,
          logits,
          at,
          scaled ? most - Math.log(sure) : NaN,
          exact < NEAR_ZERO ? Math.log(1 + Math.expm1(exact)) : exact,
          counted ? powerOfE(-exact) : NaN,
        );
      }
    }
  };

  const byKernel = softmax && !probabilities && stride === 1 && columns > 1 ? kernel : undefined;
  let filled = 0;
  const fill = (first: number, end: number): void => {
    if (byKernel !== undefined) fillByKernel(byKernel, first, end);
    else for (let row = first; row < end; row++) fillRow(row);
    filled = end;
  };

  const squares = new Float64Array(rows);
  let squared = 0;
  /** The sum of the squares of all probabilities of a row, less twice the target's, plus 1. */
  const squareRow = (row: number): void => {
    const target = out.targets[row] ?? -1;
    const at = start(row);
    let most = -Infinity;
    for (let c = 0; c < columns; c++) most = Math.max(most, (data[at + c * stride] ?? NaN) / by);
    let sum = 0;
    let squared = 0;
    for (let c = 0; c < columns; c++) {
      const given = (data[at + c * stride] ?? NaN) / by;
      const power = probabilities ? given : powerOfE(softmax ? given - most : given);
      sum += power;
      squared += power * power;
    }
    const whole = softmax ? sum : 1;
    const own = (data[at + target * stride] ?? NaN) / by;
    const p = (probabilities ? own : powerOfE(softmax ? own - most : own)) / whole;
    squares[row] = target === -1 ? NaN : squared / (whole * whole) - 2 * p + 1;
  };

  const denominator = (): number => {
    if (dense) return rows;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const target = targets.data[row] ?? NaN;
      if (target !== ignoreIndex) sum += weights?.[target] ?? 1;
    }
    return sum;
  };
  return {
    ...{ rows, columns, each: 1, classes: columns, ...out, quick, fill, denominator },
    squares() {
      for (; squared < filled; squared++) squareRow(squared);
      return squares;
    },
  };
}

/** The loss of the even distribution, times its classes: what label smoothing mixes in. */
function evenLoss(
  x: Float64Array,
  first: number,
  columns: number,
  scale: number,
  weights: Float64Array | undefined,
): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += (weights?.[c] ?? 1) * (scale - (x[first + c] ?? NaN));
  return sum;
}

function mixedLoss(
  x: Float64Array,
  first: number,
  columns: number,
  targets: Float64Array,
  at: number,
  stride: number,
  scale: number,
  weights: Float64Array | undefined,
  smoothing: number,
): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const mass = (targets[at + c * stride] ?? NaN) * (1 - smoothing) + smoothing / columns;
    if (mass !== 0) sum += (weights?.[c] ?? 1) * mass * (scale - (x[first + c] ?? NaN));
  }
  return sum;
}

/** The one class that a row of a distribution asks for; -1 where it asks for several. */
function oneHot(targets: Float64Array, at: number, stride: number, columns: number): number {
  let found = -1;
  for (let c = 0; c < columns; c++) {
    const mass = targets[at + c * stride] ?? NaN;
    if (mass === 1 && found === -1) found = c;
    else if (mass !== 0) return -1;
  }
  return found;
}

function binaryFacts(problem: Problem, threshold: number): Facts {
  const { predictions, targets, options, loss, from } = problem;
  const { rows, columns } = layoutOf(problem);
  const { data, by } = asKept(predictions);
  const logits = from === 'logits' || (from === undefined && loss !== 'binary_cross_entropy');
  const dense = isDense(problem);
  const weights = options.weight?.data;
  const posWeights = options.posWeight?.data;
  const quick =
    dense &&
    options.eps === undefined &&
    options.dtype !== 'float32' &&
    from !== 'log_probabilities' &&
    spans(weights, columns, data.length) &&
    spans(posWeights, columns, data.length) &&
    ((loss === 'binary_cross_entropy_with_logits' && logits) || (loss === 'binary_cross_entropy' && !logits));
  const out = columnsOf(rows, rows * columns, quick);

  const fill = (first: number, end: number): void => {
    for (let row = first; row < end; row++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        const given = (data[cell] ?? NaN) / by;
        const p = logits ? sigmoid(given) : from === 'log_probabilities' ? Math.exp(given) : given;
        const y = dense ? (targets.data[cell] ?? NaN) : NaN;
        const target = y === 1 ? 1 : y === 0 ? 0 : -1;
        const yes = p >= threshold;
        out.targets[cell] = target;
        out.predicted[cell] = p !== p ? -1 : yes ? 1 : 0;
        out.confidence[cell] = yes ? p : 1 - p;
        out.probability[cell] = p;
        if (!quick) continue;
        const weight = weights === undefined ? 1 : (weights[cell % weights.length] ?? NaN);
        const positive = posWeights === undefined ? 1 : (posWeights[cell % posWeights.length] ?? NaN);
        sum +=
          weight *
          (logits
            ? (1 - y) * given + (1 + (positive - 1) * y) * softplus(-given)
            : -(y * Math.max(Math.log(p), -100) + (1 - y) * Math.max(Math.log1p(-p), -100)));
      }
      if (quick) out.losses[row] = sum / columns;
    }
  };
  const squares = (): Float64Array =>
    out.probability.map((p, cell) => {
      const y = out.targets[cell] ?? -1;
      return y === -1 ? NaN : 2 * (p - y) * (p - y);
    });
  // Each row is the mean of its columns already, so the mean of the rows is that of the cells.
  return { rows, columns, each: columns, classes: 2, ...out, quick, fill, squares, denominator: () => rows };
}

/** Weights that repeat over the cells: one for all, one a column, or one a cell. */
function spans(weights: Float64Array | undefined, columns: number, cells: number): boolean {
  return weights === undefined || [1, columns, cells].includes(weights.length);
}

function isDense({ predictions, targets }: Problem): boolean {
  const { shape } = predictions;
  return shape.length === targets.shape.length && shape.every((extent, axis) => extent === targets.shape[axis]);
}

/** Empty: nobody looks at a row before it is filled, and untouched memory costs nothing. */
function columnsOf(rows: number, decisions: number, quick: boolean): Columns {
  return {
    targets: new Int32Array(decisions),
    predicted: new Int32Array(decisions),
    confidence: new Float64Array(decisions),
    probability: new Float64Array(decisions),
    losses: quick ? new Float64Array(rows) : new Float64Array(rows).fill(NaN),
  };
}
