import type { Tensor } from './tensor';

/** Losses by the names of torch.nn.functional (sigmoid_focal_loss: torchvision; poly_loss: Optax). */
export const LOSS_NAMES = [
  'cross_entropy',
  'nll_loss',
  'binary_cross_entropy',
  'binary_cross_entropy_with_logits',
  'kl_div',
  'multilabel_soft_margin_loss',
  'sigmoid_focal_loss',
  'poly_loss',
] as const;
export type LossName = (typeof LOSS_NAMES)[number];

/** What the predictions are. Each loss takes one kind by nature; any other is converted first, see {@link Problem.from}. */
export const FROM_KINDS = ['logits', 'probabilities', 'log_probabilities'] as const;
export type From = (typeof FROM_KINDS)[number];

export const REDUCTIONS = ['mean', 'sum', 'none'] as const;
/** batchmean is of kl_div only: the sum divided by the first axis. */
export type Reduction = (typeof REDUCTIONS)[number] | 'batchmean';

export const DTYPES = ['float64', 'float32'] as const;
export type DType = (typeof DTYPES)[number];

/** Keyword arguments, in PyTorch's names (camel case) and with its meaning and defaults. */
export interface LossOptions {
  /** Default: PyTorch's, which is mean except for sigmoid_focal_loss and poly_loss (none). */
  readonly reduction?: Reduction;
  /** float64 computes on the values as they are; float32 rounds every input to float32 first and the result after. */
  readonly dtype?: DType;
  /** Class weights, shape (C), for the categorical losses; any shape that broadcasts to the targets for the binary ones. */
  readonly weight?: Tensor;
  /** binary_cross_entropy_with_logits only: broadcasts to the targets by trailing axes. */
  readonly posWeight?: Tensor;
  /** Class index whose rows count for nothing; default -100. */
  readonly ignoreIndex?: number;
  /** In [0, 1]; a negative one is no smoothing, as in PyTorch. */
  readonly labelSmoothing?: number;
  /** When given, logarithms are log(p + eps) with no clamp: the form many notebooks write by hand. */
  readonly eps?: number;
  /** kl_div only: the targets are logarithms of probabilities. */
  readonly logTarget?: boolean;
  /** sigmoid_focal_loss only: the weight of the class 1, in [0, 1]; -1 for none. Default 0.25. */
  readonly alpha?: number;
  /** sigmoid_focal_loss only: the exponent of 1 - p of what is right. Default 2. */
  readonly gamma?: number;
  /** poly_loss only: the factor of 1 - p of what is right. Default 2. */
  readonly epsilon?: number;
}

/** One loss to be computed. Shapes are PyTorch's: the class axis is 1 (0 for a lone row of logits). */
export interface Problem {
  readonly loss: LossName;
  /**
   * What the predictions are; default: what the loss takes by nature (logits for cross_entropy and
   * binary_cross_entropy_with_logits, log-probabilities for nll_loss, probabilities for binary_cross_entropy).
   * Another kind is converted first: log, exp, sigmoid, logit or log-softmax.
   */
  readonly from?: From;
  readonly predictions: Tensor;
  /** Same shape as predictions: probabilities. Otherwise class indices. */
  readonly targets: Tensor;
  readonly options: LossOptions;
}

/** A problem that says how it is reduced, as every loss is given it. */
export type Whole = Problem & { readonly options: { readonly reduction: Reduction } };

/** Why a problem has no value, as data: `report/` makes the words. `code` is stable and part of the terminal's contract. */
export type Refusal =
  | {
      readonly code: 'shape-mismatch';
      readonly predictions: readonly number[];
      readonly targets: readonly number[];
      readonly expected: string;
    }
  | { readonly code: 'target-out-of-bounds'; readonly target: number; readonly row: number; readonly classes: number }
  | { readonly code: 'target-not-integer'; readonly target: number; readonly row: number }
  | { readonly code: 'input-out-of-range'; readonly value: number; readonly index: number; readonly count: number }
  | { readonly code: 'target-out-of-range'; readonly value: number; readonly index: number; readonly count: number }
  | {
      readonly code: 'weight-shape';
      readonly option: 'weight' | 'pos_weight';
      readonly found: readonly number[];
      readonly expected: string;
    }
  | { readonly code: 'option-out-of-range'; readonly option: string; readonly value: number; readonly expected: string }
  | { readonly code: 'option-not-supported'; readonly option: string; readonly loss: LossName; readonly reason: string }
  | { readonly code: 'dtype'; readonly found: string; readonly expected: string };

/** What one problem comes to. Everything is a plain value; nothing here refers back to the problem. */
export interface Evaluation {
  readonly loss: LossName;
  readonly reduction: Reduction;
  /** What PyTorch returns: shape [] for mean and sum; for none the shape PyTorch gives. NaN and the -100 clamp included. */
  readonly value: Tensor;
  /** The same loss without PyTorch's clamp, cancellation and 0 x inf = NaN; same shape as value. */
  readonly exact: Tensor;
  /**
   * One loss a row, weighted, before reduction: for the categorical losses one for each target position
   * (flat, in the order of the targets), for the binary ones the mean over the last axis (each value is
   * its own row where predictions are 1-D or a scalar).
   */
  readonly rows: Float64Array;
  /** What the sum is divided by for the mean: the weight of the targets, or the number of rows or elements. */
  readonly denominator: number;
  /** Rows left out by ignore_index. */
  readonly ignored: number;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** What becomes of it where there is one. */
export function mapped<A, B>(outcome: Outcome<A>, make: (value: A) => B): Outcome<B> {
  return outcome.ok ? { ok: true, value: make(outcome.value) } : outcome;
}

/** What is asked of it next, where there is one. */
export function chained<A, B>(outcome: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> {
  return outcome.ok ? next(outcome.value) : outcome;
}
