import { DEFAULT_IGNORE_INDEX } from '../../core/categorical';
import { sigmoid, softplus } from '../../core/primitives';
import type { Problem } from '../../core/problem';
import { powerOfE } from '../../kernel/plainKernel';
import { asKept } from './divided';
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
  /** The squared distance between the probabilities and the one-hot target. */
  readonly squares: Float64Array;
  /** One loss a row; NaN throughout where {@link quick} is false. */
  readonly losses: Float64Array;
  /** Whether the loss is one whose formula is here; others are for core alone. */
  readonly quick: boolean;
  /** Fills the rows of a span. */
  fill(first: number, end: number): void;
  /** What the sum of the losses is divided by for the mean. */
  denominator(): number;
}

/** All facts at once. */
export function factsOf(problem: Problem, threshold = 0.5): Facts {
  const facts = factsToFill(problem, threshold);
  facts.fill(0, facts.rows);
  return facts;
}

/** The same, empty: to be filled by the caller in spans. */
export function factsToFill(problem: Problem, threshold = 0.5): Facts {
  return familyOf(problem.loss) === 'binary' ? binaryFacts(problem, threshold) : categoricalFacts(problem);
}

function categoricalFacts(problem: Problem): Facts {
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
  const out = columnsOf(rows);
  const x = new Float64Array(columns);

  const fill = (first: number, end: number): void => {
    for (let row = first; row < end; row++) {
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
      let squares = 0;
      for (let c = 0; c < columns; c++) {
        const power = powerOfE((x[c] ?? NaN) - most);
        sum += power;
        squares += power * power;
      }
      // A row that is not put through a softmax stands for itself.
      const scale = softmax ? most + Math.log(sum) : 0;
      const unit = softmax ? sum : Math.exp(-most);
      const target = dense ? oneHot(targets.data, at, stride, columns) : (targets.data[row] ?? NaN);
      const counted = target >= 0 && target < columns && (dense || target !== ignoreIndex);
      const own = counted ? (x[target] ?? NaN) : NaN;
      const p = Math.exp(own - scale);
      out.targets[row] = counted ? target : -1;
      out.predicted[row] = known ? top : -1;
      out.confidence[row] = known ? Math.exp(most - scale) : NaN;
      out.probability[row] = columns === 2 ? Math.exp((x[1] ?? NaN) - scale) : p;
      out.squares[row] = counted ? squares / (unit * unit) - 2 * p + 1 : NaN;
      if (!quick) continue;
      if (dense) out.losses[row] = mixedLoss(x, targets.data, at, stride, scale, weights, smoothing);
      else if (target === ignoreIndex) out.losses[row] = 0;
      else {
        const weight = weights?.[target] ?? 1;
        const plain = weight * (eps === undefined ? scale - own : -Math.log(p + eps));
        out.losses[row] =
          smoothing === 0 ? plain : (1 - smoothing) * plain + (smoothing / columns) * evenLoss(x, scale, weights);
      }
    }
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
  return { rows, columns, each: 1, classes: columns, ...out, quick, fill, denominator };
}

/** The loss of the even distribution, times its classes: what label smoothing mixes in. */
function evenLoss(x: Float64Array, scale: number, weights: Float64Array | undefined): number {
  let sum = 0;
  for (let c = 0; c < x.length; c++) sum += (weights?.[c] ?? 1) * (scale - (x[c] ?? NaN));
  return sum;
}

function mixedLoss(
  x: Float64Array,
  targets: Float64Array,
  at: number,
  stride: number,
  scale: number,
  weights: Float64Array | undefined,
  smoothing: number,
): number {
  let sum = 0;
  for (let c = 0; c < x.length; c++) {
    const mass = (targets[at + c * stride] ?? NaN) * (1 - smoothing) + smoothing / x.length;
    if (mass !== 0) sum += (weights?.[c] ?? 1) * mass * (scale - (x[c] ?? NaN));
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
  const out = { ...columnsOf(rows * columns), losses: new Float64Array(rows).fill(NaN) };

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
        out.squares[cell] = target === -1 ? NaN : 2 * (p - y) * (p - y);
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
  // Each row is the mean of its columns already, so the mean of the rows is that of the cells.
  return { rows, columns, each: columns, classes: 2, ...out, quick, fill, denominator: () => rows };
}

/** Weights that repeat over the cells: one for all, one a column, or one a cell. */
function spans(weights: Float64Array | undefined, columns: number, cells: number): boolean {
  return weights === undefined || [1, columns, cells].includes(weights.length);
}

function isDense({ predictions, targets }: Problem): boolean {
  const { shape } = predictions;
  return shape.length === targets.shape.length && shape.every((extent, axis) => extent === targets.shape[axis]);
}

function columnsOf(
  size: number,
): Pick<Facts, 'targets' | 'predicted' | 'confidence' | 'probability' | 'squares' | 'losses'> {
  return {
    targets: new Int32Array(size).fill(-1),
    predicted: new Int32Array(size).fill(-1),
    confidence: new Float64Array(size),
    probability: new Float64Array(size),
    squares: new Float64Array(size).fill(NaN),
    losses: new Float64Array(size).fill(NaN),
  };
}
