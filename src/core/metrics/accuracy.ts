import { countedRows, isCounted, type Scores } from './scores';

/** How often the target is among the k largest scores; equal scores stand in the order of their classes. NaN of nothing. */
export function topKAccuracy(scores: Scores, k: number): number {
  let right = 0;
  for (let row = 0; row < scores.targets.length; row++) {
    if (isCounted(scores, row) && rankOfTarget(scores, row) < k) right++;
  }
  return right / countedRows(scores);
}

export function accuracy(scores: Scores): number {
  return topKAccuracy(scores, 1);
}

/** How many classes stand before the target: 0 where it is the largest. A NaN stands before everything. */
export function rankOfTarget({ classes, values, targets }: Scores, row: number): number {
  const start = row * classes;
  const target = targets[row];
  const own = values[start + target];
  let rank = 0;
  for (let c = 0; c < classes; c++) {
    const value = values[start + c];
    if (!(value < own) && (value !== own || c < target) && c !== target) rank++;
  }
  return Number.isNaN(own) ? classes : rank;
}
