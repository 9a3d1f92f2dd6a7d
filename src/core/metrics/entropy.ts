import { exactSum } from '../exactSum';
import { isCounted, type Scores } from './scores';

/** What a loss is to be compared with: guessing evenly, and guessing by how often each class occurs. */
export interface EntropyBaselines {
  /** log C. */
  readonly uniform: number;
  /** The entropy of the frequencies of the targets: the least loss without looking at the samples. */
  readonly frequencies: number;
}

/** In nats; the entropy of no targets is 0. */
export function entropyBaselines(scores: Scores): EntropyBaselines {
  const { classes, targets } = scores;
  const counts = new Float64Array(classes);
  for (let row = 0; row < targets.length; row++) {
    if (isCounted(scores, row)) counts[targets[row]] = counts[targets[row]] + 1;
  }
  return { uniform: Math.log(classes), frequencies: entropy(counts) };
}

/** The entropy in nats of masses that need not sum to 1; nothing counts for nothing. */
export function entropy(masses: Float64Array): number {
  const total = exactSum(masses);
  return exactSum(Array.from(masses, (mass) => (mass === 0 ? 0 : -(mass / total) * Math.log(mass / total))));
}
