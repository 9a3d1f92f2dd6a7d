/** What a threshold comes to: everything scored at or above it is taken for yes. */
export interface CurvePoint {
  readonly threshold: number;
  /** Of the yes, the share found (recall); of the no, the share taken for yes. */
  readonly truePositive: number;
  readonly falsePositive: number;
  /** Of those taken for yes, the share that is. 1 where none is taken. */
  readonly precision: number;
}

/** From the strictest threshold to the laxest, one point a score; undefined where only one class occurs. */
export function curveOf(scores: Float64Array, targets: Int32Array): readonly CurvePoint[] | undefined {
  const order: number[] = [];
  let positives = 0;
  for (let at = 0; at < scores.length; at++) {
    if ((targets[at] ?? -1) < 0 || Number.isNaN(scores[at])) continue;
    order.push(at);
    if (targets[at] === 1) positives++;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const points: CurvePoint[] = [{ threshold: Infinity, truePositive: 0, falsePositive: 0, precision: 1 }];
  let found = 0;
  let mistaken = 0;
  order.forEach((at, index) => {
    if (targets[at] === 1) found++;
    else mistaken++;
    const next = order[index + 1];
    if (next !== undefined && scores[next] === scores[at]) return;
    points.push({
      threshold: scores[at] ?? NaN,
      truePositive: found / positives,
      falsePositive: mistaken / negatives,
      precision: found / (found + mistaken),
    });
  });
  return points;
}

/** The area under the curve of true by false positives. */
export function areaUnder(points: readonly CurvePoint[]): number {
  let area = 0;
  for (let index = 1; index < points.length; index++) {
    const [before, after] = [points[index - 1], points[index]];
    if (before && after) {
      area += ((after.falsePositive - before.falsePositive) * (after.truePositive + before.truePositive)) / 2;
    }
  }
  return area;
}

/** The mean precision over the yes in the order of their scores, as scikit-learn has it: no interpolation. */
export function averagePrecision(points: readonly CurvePoint[]): number {
  let sum = 0;
  for (let index = 1; index < points.length; index++) {
    const [before, after] = [points[index - 1], points[index]];
    if (before && after) sum += (after.truePositive - before.truePositive) * after.precision;
  }
  return sum;
}

/** At most so many points, the ends kept: more than there are pixels cannot be seen. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  return Array.from(
    { length: most },
    (_, index) => points[Math.round((index / (most - 1)) * (points.length - 1))],
  ).filter((point): point is T => point !== undefined);
}
