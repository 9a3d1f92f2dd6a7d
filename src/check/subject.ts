import { evaluate } from '../core/evaluate';
import { LOSSES } from '../core/losses/registry';
import type { From, LossName, LossOptions, Problem } from '../core/problem';
import { sameShape, type Tensor } from '../core/tensor';
import type { KnownBlock } from '../read/reading';
import type { Alternative } from './finding';

export function fromOf(problem: Problem): From {
  return problem.from ?? LOSSES[problem.loss].natural;
}

export function isCategorical(loss: LossName): boolean {
  return loss === 'cross_entropy' || loss === 'nll_loss';
}

export function isBinary(loss: LossName): boolean {
  return loss === 'binary_cross_entropy' || loss === 'binary_cross_entropy_with_logits';
}

/** The targets are class indices, not one number for each prediction. */
export function hasIndices({ loss, predictions, targets }: Problem): boolean {
  return isCategorical(loss) && !sameShape(predictions.shape, targets.shape);
}

/** The runs along PyTorch's class axis: class c of a row stands at start(row) + c x stride. */
export interface ClassRows {
  readonly rows: number;
  readonly classes: number;
  readonly stride: number;
  readonly start: (row: number) => number;
}

export function classRows(shape: readonly number[]): ClassRows {
  const axis = shape.length < 2 ? 0 : 1;
  const classes = shape[axis] ?? 1;
  const stride = shape.slice(axis + 1).reduce((size, extent) => size * extent, 1);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return {
    rows: classes === 0 ? 0 : size / classes,
    classes,
    stride,
    start: (row) => Math.floor(row / stride) * classes * stride + (row % stride),
  };
}

/** The sum of each row along the class axis. */
export function rowSums({ shape, data }: Tensor): Float64Array {
  const view = classRows(shape);
  const sums = new Float64Array(view.rows);
  for (let row = 0; row < view.rows; row++) {
    for (let c = 0; c < view.classes; c++) sums[row] += data[view.start(row) + c * view.stride];
  }
  return sums;
}

/** Half a unit of the last printed place; 0 for whole numbers. */
export function halfUnit({ decimals }: KnownBlock): number {
  return decimals === 0 ? 0 : Number(`5e${-decimals - 1}`);
}

/** How far a row of probabilities may miss 1: its printed rounding, never more than a hundredth. */
export function sumTolerance(block: KnownBlock, classes: number): number {
  return Math.min(1e-2, Math.max(1e-6, classes * halfUnit(block))) + 1e-12;
}

/** The reduced value of a problem, its mean where it is not reduced; undefined where PyTorch refuses it. */
export function valueOf(problem: Problem): number | undefined {
  const { reduction } = problem.options;
  const outcome = evaluate(reduction === 'none' ? withOptions(problem, { reduction: 'mean' }) : problem);
  return outcome.ok ? outcome.value.value.data[0] : undefined;
}

export function withOptions(problem: Problem, options: LossOptions): Problem {
  return { ...problem, options: { ...problem.options, ...options } };
}

/** The problem without some of its options. */
export function withoutOptions(problem: Problem, ...names: readonly (keyof LossOptions)[]): Problem {
  const kept = Object.entries(problem.options).filter(([name]) => !names.includes(name as keyof LossOptions));
  return { ...problem, options: Object.fromEntries(kept) };
}

/** The problem read as another loss, with those of its options that the other takes. */
export function asLoss(problem: Problem, loss: LossName, from: From = LOSSES[loss].natural): Problem {
  const foreign = (['weight', 'posWeight', 'ignoreIndex', 'labelSmoothing'] as const).filter(
    (name) => !LOSSES[loss].options.includes(name),
  );
  return { ...withoutOptions(problem, ...foreign), loss, from };
}

/** What the mended problem comes to, as a list of one; empty where PyTorch refuses that as well. */
export function mended(label: string, change: string, problem: Problem): readonly Alternative[] {
  const value = valueOf(problem);
  return value === undefined ? [] : [{ label, value, problem, change }];
}

export function mapped(tensor: Tensor, change: (value: number, index: number) => number): Tensor {
  return { shape: tensor.shape, data: tensor.data.map(change) };
}

/** PyTorch's own print tells the dtype by how it writes numbers; any other text says less. */
export function isTorchPrint({ notation }: KnownBlock): boolean {
  return notation === 'torch';
}
