import type { Tensor } from '../core/tensor';
import type { Subject } from './finding';
import { fromOf, isBinary, isCategorical } from './subject';

/** What PyTorch's rounding may push a probability beyond [0, 1] by. */
export const OVERSHOOT = 1e-5;

export interface Outside {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** How far the worst lies outside. */
  readonly reach: number;
}

/** How many values lie outside [0, 1], and how far. */
export function outside({ data }: Tensor): Outside {
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (value < 0 || value > 1) count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { count, min, max, reach: Math.max(max - 1, -min, 0) };
}

/** Does the loss take probabilities here, where only [0, 1] is one? */
export function takesProbabilities({ problem }: Subject): boolean {
  const wanted = isBinary(problem.loss) || isCategorical(problem.loss);
  return wanted && fromOf(problem) === 'probabilities' && problem.loss !== 'binary_cross_entropy_with_logits';
}
