import type { Check } from './finding';
import { OVERSHOOT, outside, takesProbabilities } from './probabilityRange';
import { classRows, halfUnit, hasIndices, isBinary, mapped, mended, rowSums } from './subject';

/** D06. Probabilities in percent. */
export const percentages: Check = (subject) => {
  const { problem, predictions } = subject;
  if (!takesProbabilities(subject)) return undefined;
  const { min, max } = outside(problem.predictions);
  if (!(min >= 0 && max > 1 + OVERSHOOT && max <= 100)) return undefined;
  const { classes } = classRows(problem.predictions.shape);
  const tolerance = Math.max(0.5, classes * halfUnit(predictions));
  const sums = classes > 1 && rowSums(problem.predictions).every((sum) => Math.abs(sum - 100) <= tolerance);
  const binary = isBinary(problem.loss) && !hasIndices(problem);
  // Single percentages are told from logits by their size: a logit is hardly ever above 20.
  const many = binary && problem.predictions.data.length >= 4 && max > 20;
  if (!sums && !many) return undefined;
  return {
    id: 'percentages',
    severity: 'warning',
    evidence: { max },
    alternatives: mended('hundredths', 'p / 100', {
      ...problem,
      predictions: mapped(problem.predictions, (p) => p / 100),
    }),
  };
};
