/**
 * Scores of samples by classes, row-major: logits or probabilities, as each metric says. Rows whose target is
 * negative (ignore_index) are left out of every metric.
 */
export interface Scores {
  readonly classes: number;
  readonly values: Float64Array;
  /** One class index a row. */
  readonly targets: Float64Array;
}

export function isCounted({ targets }: Scores, row: number): boolean {
  return targets[row] >= 0;
}

export function countedRows(scores: Scores): number {
  let counted = 0;
  for (let row = 0; row < scores.targets.length; row++) if (isCounted(scores, row)) counted++;
  return counted;
}

/** The class of the largest score, the first of equals; NaN wins, as in torch.argmax. */
export function argmax({ classes, values }: Scores, row: number): number {
  const start = row * classes;
  let top = 0;
  for (let c = 0; c < classes; c++) {
    const value = values[start + c];
    if (Number.isNaN(value)) return c;
    if (value > values[start + top]) top = c;
  }
  return top;
}
