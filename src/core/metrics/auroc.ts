/**
 * The chance that a random positive scores above a random negative, equal scores counting one half: the
 * Mann-Whitney statistic by mean ranks. NaN where there is one class only (scikit-learn says the same,
 * torchmetrics 0) or a score is NaN.
 */
export function auroc(scores: Float64Array, positive: Float64Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]];
    if (Number.isNaN(score)) return NaN;
    let end = start;
    let found = 0;
    while (end < order.length && scores[order[end]] === score) found += positive[order[end++]] > 0 ? 1 : 0;
    rankSum += found * ((start + 1 + end) / 2);
    positives += found;
    start = end;
  }
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
