import { exactSum } from './exactSum';
import type { Rounding } from './primitives';
import type { Reduction } from './problem';
import { scalar, type Tensor } from './tensor';

/**
 * Losses of all cells to the reduced value: shape [] for mean and sum, the cells themselves for none.
 * Sums are correctly rounded before they are divided; the mean of nothing is NaN.
 */
export function reduceCells(cells: Tensor, reduction: Reduction, denominator: number, round: Rounding): Tensor {
  if (reduction === 'none') return cells;
  const sum = round(exactSum(cells.data));
  return scalar(reduction === 'sum' ? sum : round(sum / denominator));
}
