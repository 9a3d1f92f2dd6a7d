import { ExactSum } from './exactSum';
import { logPlusEps, multiply, multiplyLimit, rounded, roundingOf, type Rounding } from './primitives';
import type { Outcome, Problem, Refusal } from './problem';
import { sameShape, sizeOf } from './tensor';

/**
 * Which value is meant: what PyTorch computes, with its cancellation and 0 x inf = NaN, or the
 * mathematically exact one with 0 x inf = 0 and the limits at infinities.
 */
export type Form = 'torch' | 'exact';

/**
 * How log-probabilities come from the predictions as given: a softmax over logits, a softmax over the
 * logarithms of probabilities, the predictions themselves, or their logarithm.
 */
export type Normalization = 'softmax' | 'softmax-of-log' | 'identity' | 'log';

/** A validated categorical problem, flat. Rows are target positions in the order of the targets. */
export interface CategoricalPlan<P extends Problem = Problem> {
  readonly problem: P;
  readonly normalization: Normalization;
  /** Predictions rounded to the dtype; class c of a row stands at start(row) + c x stride. */
  readonly predictions: Float64Array;
  readonly rowShape: readonly number[];
  readonly rows: number;
  readonly classes: number;
  readonly stride: number;
  readonly targets: Targets;
  /** One weight a class; undefined counts every class as 1. */
  readonly weight: Float64Array | undefined;
  /** 0 where there is none. */
  readonly smoothing: number;
  readonly eps: number | undefined;
  readonly round: Rounding;
}

/** Class indices, one a row; or probabilities, laid out as the predictions are. */
export type Targets =
  | { readonly kind: 'indices'; readonly values: Float64Array; readonly ignoreIndex: number }
  | { readonly kind: 'probabilities'; readonly values: Float64Array };

export const DEFAULT_IGNORE_INDEX = -100;

/** Checks shapes, options and class indices as torch.nn.functional does, and rounds every input to the dtype. */
export function planCategorical<P extends Problem>(
  problem: P,
  normalization: Normalization,
): Outcome<CategoricalPlan<P>> {
  const { predictions, targets, options } = problem;
  const soft = problem.loss !== 'nll_loss' && sameShape(predictions.shape, targets.shape);
  const refusal = shapeRefusal(problem, soft) ?? optionRefusal(problem, soft) ?? indexRefusal(problem, soft);
  if (refusal) return { ok: false, refusal };
  const { shape } = predictions;
  const round = roundingOf(options.dtype ?? 'float64');
  const plan: CategoricalPlan<P> = {
    problem,
    normalization,
    predictions: rounded(predictions.data, options.dtype),
    rowShape: shape.filter((_, axis) => axis !== classAxis(shape)),
    rows: shape.length === 1 ? 1 : shape[0] * sizeOf(shape.slice(2)),
    classes: shape[classAxis(shape)],
    stride: sizeOf(shape.slice(2)),
    targets: soft
      ? { kind: 'probabilities', values: rounded(targets.data, options.dtype) }
      : { kind: 'indices', values: targets.data, ignoreIndex: options.ignoreIndex ?? DEFAULT_IGNORE_INDEX },
    weight: options.weight?.data.map(round),
    smoothing: Math.max(0, options.labelSmoothing ?? 0) || 0,
    eps: options.eps,
    round,
  };
  return { ok: true, value: plan };
}

/** Where class 0 of a row stands in the predictions. */
export function rowStart(plan: CategoricalPlan, row: number): number {
  const inner = row % plan.stride;
  return (row - inner) * plan.classes + inner;
}

export function isIgnored(plan: CategoricalPlan, row: number): boolean {
  return plan.targets.kind === 'indices' && plan.targets.values[row] === plan.targets.ignoreIndex;
}

/** Fills `out` with the log-probabilities of one row, log(p + eps) where eps is given. */
export function fillLogProbabilities(plan: CategoricalPlan, row: number, form: Form, out: Float64Array): void {
  const { predictions, classes, stride, normalization, round } = plan;
  const start = rowStart(plan, row);
  for (let c = 0; c < classes; c++) out[c] = predictions[start + c * stride];
  if (form === 'exact') fillExact(plan, out);
  else if (normalization === 'identity' || normalization === 'log') fillDirect(plan, out);
  else {
    if (normalization === 'softmax-of-log') for (let c = 0; c < classes; c++) out[c] = round(Math.log(out[c]));
    fillSoftmax(plan, out);
  }
}

/** z - M - log(sum of e^(z - M)), in this order: PyTorch's log_softmax, which is 0 where the sum rounds to 1. */
function fillSoftmax({ eps, round }: CategoricalPlan, out: Float64Array): void {
  const max = maximum(out);
  let sum = 0;
  for (const z of out) sum += round(Math.exp(round(z - max)));
  sum = round(sum);
  const logSum = round(Math.log(sum));
  for (let c = 0; c < out.length; c++) {
    const shifted = round(out[c] - max);
    out[c] =
      eps === undefined
        ? round(shifted - logSum)
        : round(Math.log(round(round(round(Math.exp(shifted)) / sum) + round(eps))));
  }
}

/** Predictions that are (log-)probabilities already. */
function fillDirect({ normalization, eps, round }: CategoricalPlan, out: Float64Array): void {
  for (let c = 0; c < out.length; c++) {
    const value = out[c];
    if (eps === undefined) out[c] = normalization === 'log' ? round(Math.log(value)) : value;
    else out[c] = round(Math.log(round((normalization === 'log' ? value : round(Math.exp(value))) + round(eps))));
  }
}

function fillExact({ normalization, eps }: CategoricalPlan, out: Float64Array): void {
  if (normalization === 'log' && eps !== undefined) {
    for (let c = 0; c < out.length; c++) out[c] = logPlusEps(out[c], 1 - out[c], eps);
    return;
  }
  if (normalization === 'log' || normalization === 'softmax-of-log') {
    for (let c = 0; c < out.length; c++) out[c] = Math.log(out[c]);
  }
  if (normalization === 'softmax' || normalization === 'softmax-of-log') exactLogSoftmax(out);
  if (eps === undefined) return;
  for (let c = 0; c < out.length; c++) {
    const logP = out[c];
    out[c] = logPlusEps(Math.exp(logP), -Math.expm1(logP), eps);
  }
}

/**
 * Log-softmax in place, exact to a few units in the last place for every class: the largest term is left
 * out of the sum, so -log1p(s) keeps its digits where s is tiny, and what rounding took from z - M is
 * given back to e^(z - M) and to z - M itself. One infinite logit takes all the probability; several share it.
 */
export function exactLogSoftmax(z: Float64Array): void {
  const top = indexOfMaximum(z);
  const max = z[top];
  if (max === Infinity) return limitAtInfinity(z);
  let sum = 0;
  let lost = 0;
  for (let c = 0; c < z.length; c++) {
    if (c === top) continue;
    const term = exactShiftedExp(z[c], max);
    const next = sum + term;
    lost += Math.abs(sum) >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  const logSum = Math.log1p(sum + lost);
  for (let c = 0; c < z.length; c++) {
    const value = z[c];
    const shifted = value - max;
    z[c] = shifted === -Infinity ? shifted : shifted + (differenceError(value, max, shifted) - logSum);
  }
}

/** e^(a - b) with the rounding error of a - b put back. */
function exactShiftedExp(a: number, b: number): number {
  const shifted = a - b;
  const power = Math.exp(shifted);
  return power === 0 ? 0 : power + power * differenceError(a, b, shifted);
}

/** What a - b lost to rounding (Knuth's two-sum); NaN where either is not finite. */
function differenceError(a: number, b: number, difference: number): number {
  const back = difference - a;
  return a - (difference - back) + (-b - back);
}

/** Of values none of which is NaN: that would have been the largest. */
function limitAtInfinity(z: Float64Array): void {
  let shares = 0;
  for (const value of z) if (value === Infinity) shares++;
  for (let c = 0; c < z.length; c++) z[c] = z[c] === Infinity ? -Math.log(shares) : -Infinity;
}

/** NaN where any value is. */
function maximum(values: Float64Array): number {
  let max = -Infinity;
  for (const value of values) max = Math.max(max, value);
  return max;
}

/** The first of the largest; the first NaN where there is one. */
function indexOfMaximum(values: Float64Array): number {
  let top = 0;
  for (let c = 0; c < values.length; c++) {
    if (Number.isNaN(values[c])) return c;
    if (values[c] > values[top]) top = c;
  }
  return top;
}

/** The loss of one row from its log-probabilities; 0 where it is ignored. */
export function rowLoss(plan: CategoricalPlan, row: number, form: Form, logProbabilities: Float64Array): number {
  if (isIgnored(plan, row)) return 0;
  const times = form === 'exact' ? multiplyLimit : multiply;
  const round = form === 'exact' ? Number : plan.round;
  const { targets, smoothing, classes } = plan;
  if (targets.kind === 'probabilities') return softLoss(plan, row, logProbabilities, times, round);
  const target = targets.values[row];
  const own = round(times(-weightOf(plan, target), logProbabilities[target]));
  if (smoothing === 0) return own;
  const sum = new ExactSum();
  for (let c = 0; c < classes; c++) sum.add(round(times(-weightOf(plan, c), logProbabilities[c])));
  return round(round(times(1 - smoothing, own)) + round(times(smoothing / classes, round(sum.value()))));
}

function softLoss(
  plan: CategoricalPlan,
  row: number,
  logProbabilities: Float64Array,
  times: (a: number, b: number) => number,
  round: Rounding,
): number {
  const sum = new ExactSum();
  for (let c = 0; c < plan.classes; c++) {
    const mass = round(smoothedMass(plan, row, c));
    sum.add(round(-times(round(weightOf(plan, c) * mass), logProbabilities[c])));
  }
  return round(sum.value());
}

/** Fills `out` with how much of each class a row asks for: the loss is the sum of -out[c] x log p[c]. */
export function fillMasses(plan: CategoricalPlan, row: number, out: Float64Array): void {
  const { targets, smoothing, classes } = plan;
  if (isIgnored(plan, row)) return void out.fill(0);
  if (targets.kind === 'probabilities') {
    for (let c = 0; c < classes; c++) out[c] = weightOf(plan, c) * smoothedMass(plan, row, c);
    return;
  }
  const share = smoothing / classes;
  for (let c = 0; c < classes; c++) out[c] = weightOf(plan, c) * share;
  const target = targets.values[row];
  out[target] = weightOf(plan, target) * (1 - smoothing + share);
}

function smoothedMass({ targets, smoothing, classes, stride }: CategoricalPlan, row: number, c: number): number {
  const inner = row % stride;
  const mass = targets.values[(row - inner) * classes + inner + c * stride];
  return smoothing === 0 ? mass : mass * (1 - smoothing) + smoothing / classes;
}

export function weightOf({ weight }: CategoricalPlan, c: number): number {
  return weight === undefined ? 1 : weight[c];
}

/** What the mean divides by: the weight of the targets that count; the number of rows for probabilities. */
export function meanDenominator(plan: CategoricalPlan): number {
  if (plan.targets.kind === 'probabilities') return plan.rows;
  const sum = new ExactSum();
  for (let row = 0; row < plan.rows; row++) {
    if (!isIgnored(plan, row)) sum.add(weightOf(plan, plan.targets.values[row]));
  }
  return plan.round(sum.value());
}

function classAxis(shape: readonly number[]): number {
  return shape.length === 1 ? 0 : 1;
}

function shapeRefusal({ predictions, targets, loss }: Problem, soft: boolean): Refusal | undefined {
  const { shape } = predictions;
  const indices = shape.filter((_, axis) => axis !== classAxis(shape));
  const lone = shape.length === 1 && sameShape(targets.shape, [1]);
  if (shape.length > 0 && (soft || lone || sameShape(targets.shape, indices))) return undefined;
  const same = loss === 'nll_loss' ? '' : ` or (${shape.join(', ')})`;
  const expected = shape.length === 0 ? '(C), (N, C) or (N, C, d1, ...)' : `(${indices.join(', ')})${same}`;
  return { code: 'shape-mismatch', predictions: shape, targets: targets.shape, expected };
}

function optionRefusal({ predictions, options, loss }: Problem, soft: boolean): Refusal | undefined {
  const { weight, ignoreIndex, labelSmoothing } = options;
  const classes = predictions.shape[classAxis(predictions.shape)];
  if (weight && !sameShape(weight.shape, [classes])) {
    return { code: 'weight-shape', option: 'weight', found: weight.shape, expected: `(${classes})` };
  }
  if (soft && ignoreIndex !== undefined && ignoreIndex >= 0) {
    return { code: 'option-not-supported', option: 'ignore_index', loss, reason: 'probability-targets' };
  }
  if (labelSmoothing !== undefined && labelSmoothing > 1) {
    return { code: 'option-out-of-range', option: 'label_smoothing', value: labelSmoothing, expected: '[0, 1]' };
  }
  return undefined;
}

function indexRefusal({ predictions, targets, options }: Problem, soft: boolean): Refusal | undefined {
  if (soft) return undefined;
  const classes = predictions.shape[classAxis(predictions.shape)];
  const ignoreIndex = options.ignoreIndex ?? DEFAULT_IGNORE_INDEX;
  for (let row = 0; row < targets.data.length; row++) {
    const target = targets.data[row];
    if (!Number.isInteger(target)) return { code: 'target-not-integer', target, row };
    if (target !== ignoreIndex && (target < 0 || target >= classes)) {
      return { code: 'target-out-of-bounds', target, row, classes };
    }
  }
  return undefined;
}
