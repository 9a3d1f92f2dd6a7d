import type { LossOptions } from '../core/problem';
import { jsonNumbers } from './numbers';

/** The options that are in force, by PyTorch's keywords. */
export function optionsJson(options: LossOptions): object {
  return {
    reduction: options.reduction ?? 'mean',
    dtype: options.dtype ?? 'float64',
    ...(options.weight && { weight: jsonNumbers(options.weight.data) }),
    ...(options.posWeight && { pos_weight: jsonNumbers(options.posWeight.data) }),
    ...(options.ignoreIndex !== undefined && { ignore_index: options.ignoreIndex }),
    ...(options.labelSmoothing !== undefined && { label_smoothing: options.labelSmoothing }),
    ...(options.eps !== undefined && { eps: options.eps }),
  };
}
