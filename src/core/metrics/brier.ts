import { exactSum } from '../exactSum';
import { isCounted, type Scores } from './scores';

/**
 * The mean over samples of the squared distance between probabilities and the one-hot target. In [0, 2];
 * half of it is what scikit-learn gives for two classes by default. NaN of nothing.
 */
export function brierScore(probabilities: Scores): number {
  const { classes, values, targets } = probabilities;
  const distances: number[] = [];
  for (let row = 0; row < targets.length; row++) {
    if (!isCounted(probabilities, row)) continue;
    let distance = 0;
    for (let c = 0; c < classes; c++) {
      const apart = values[row * classes + c] - (targets[row] === c ? 1 : 0);
      distance += apart * apart;
    }
    distances.push(distance);
  }
  return exactSum(distances) / distances.length;
}
