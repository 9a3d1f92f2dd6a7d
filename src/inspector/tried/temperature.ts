import { bestTemperature } from '../../core/metrics/temperature';
import type { Problem } from '../../core/problem';
import type { Facts } from '../problem/facts';
import type { RowMatrix } from '../problem/rowMatrix';
import { hasTemperature } from './tried';

/** How much of the loss a better temperature would take away, and how much no temperature can. */
export interface Split {
  readonly temperature: number;
  /** The mean cross-entropy as it is, at the best temperature, and what lies between them. */
  readonly loss: number;
  readonly refinement: number;
  readonly calibration: number;
}

/** Undefined where the loss has no softmax over logits and class indices to fit one for. */
export function splitOf(problem: Problem, matrix: RowMatrix, facts: Facts): Split | undefined {
  if (!hasTemperature(problem) || !matrix.indexed || !matrix.normalised) return undefined;
  const { rows, columns } = matrix;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) values[row * columns + column] = matrix.at(row, column);
  }
  const targets = Float64Array.from(facts.targets);
  let sum = 0;
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    const target = targets[row] ?? -1;
    if (target < 0) continue;
    counted++;
    sum -= matrix.logProbability(row, target);
  }
  const loss = sum / counted;
  const { temperature, loss: refinement } = bestTemperature({ classes: columns, values, targets });
  return { temperature, loss, refinement, calibration: loss - refinement };
}
