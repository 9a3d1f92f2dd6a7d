import type { Rounding } from '../primitives';
import type { Outcome, Refusal } from '../problem';
import type { Tensor } from '../tensor';

/** Arguments of other frameworks' losses, in camel case; each variant says which of them it knows. */
export interface VariantArguments {
  readonly predictions: Tensor;
  readonly targets: Tensor;
  readonly fromLogits?: boolean;
  readonly labelSmoothing?: number;
  /** One weight a sample. */
  readonly sampleWeight?: Tensor;
  readonly classWeight?: Tensor;
  readonly ignoreIndex?: number;
  readonly alpha?: number;
  readonly gamma?: number;
  readonly reduction?: 'mean' | 'sum' | 'none' | 'weighted-mean';
  /** Which machine precision sets scikit-learn's clip; the arithmetic stays float64. */
  readonly precision?: 'float64' | 'float32';
}

export type VariantOption = Exclude<keyof VariantArguments, 'predictions' | 'targets'>;

/** What a framework other than PyTorch makes of the same numbers. */
export interface Variant {
  /** As a user would write it: keras.losses.BinaryCrossentropy, with the backend where that matters. */
  readonly name: string;
  /** The arguments it knows, beside predictions and targets; a caller must not give it others. */
  readonly takes: readonly VariantOption[];
  evaluate(given: VariantArguments): Outcome<Tensor>;
}

export function accepted(value: Tensor): Outcome<Tensor> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): Outcome<Tensor> {
  return { ok: false, refusal };
}

export function shapeMismatch({ predictions, targets }: VariantArguments, expected: string): Outcome<Tensor> {
  return refused({ code: 'shape-mismatch', predictions: predictions.shape, targets: targets.shape, expected });
}

/** The extent of the last axis, over which every other framework normalises. */
export function lastExtent({ shape }: Tensor): number {
  return shape[shape.length - 1] ?? 1;
}

/** log-softmax of one row in place, max subtracted first, every step rounded. */
export function logSoftmaxRow(row: Float64Array, round: Rounding): void {
  let max = -Infinity;
  for (const value of row) max = Math.max(max, value);
  let sum = 0;
  for (const value of row) sum += round(Math.exp(round(value - max)));
  const logSum = round(Math.log(round(sum)));
  for (let c = 0; c < row.length; c++) row[c] = round(round(row[c] - max) - logSum);
}

export function logSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}
