import type { Summary } from '../core/summary';

/** What a summary comes to. NaN stands for what cannot be said. */
export interface Figures {
  readonly loss: number;
  readonly perplexity: number;
  readonly accuracy: number;
  /** The expected calibration error of the top class, over bins (low, high]. */
  readonly ece: number;
  /** One a class where there is a confusion matrix. */
  readonly classes: readonly ClassFigures[];
}

export interface ClassFigures {
  readonly support: number;
  readonly predicted: number;
  readonly recall: number;
  readonly precision: number;
}

export function figuresOf(summary: Summary): Figures {
  const loss = summary.mean();
  const counted = total(summary.binCounts);
  const confidences = summary.confidenceSums();
  const gaps = summary.binCorrects.map((correct, bin) => Math.abs(correct - confidences[bin]));
  return {
    loss,
    perplexity: Math.exp(loss),
    accuracy: total(summary.binCorrects) / counted,
    ece: total(gaps) / counted,
    classes: classFigures(summary),
  };
}

function classFigures({ confusion, options }: Summary): readonly ClassFigures[] {
  const { classes } = options;
  return Array.from({ length: classes }, (_, c) => {
    const right = confusion[c * classes + c];
    const support = total(confusion.subarray(c * classes, (c + 1) * classes));
    let predicted = 0;
    for (let row = 0; row < classes; row++) predicted += confusion[row * classes + c];
    return { support, predicted, recall: right / support, precision: right / predicted };
  });
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
