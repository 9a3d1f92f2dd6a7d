import type { Tensor } from '../tensor';
import { argmax, isCounted, type Scores } from './scores';

/** How often each true class (row) is taken for each class (column). Shape (C, C). */
export function confusionMatrix(scores: Scores): Tensor {
  const { classes, targets } = scores;
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < targets.length; row++) {
    if (!isCounted(scores, row)) continue;
    const cell = targets[row] * classes + argmax(scores, row);
    counts[cell] = counts[cell] + 1;
  }
  return { shape: [classes, classes], data: counts };
}
