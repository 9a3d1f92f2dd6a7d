import type { Check } from './finding';
import { labelsOf } from './labels';
import { hasIndices, mended, withOptions } from './subject';

/** D10. Nothing is left to average: PyTorch returns NaN, Keras 0. */
export const allIgnored: Check = ({ problem, evaluation }) => {
  if (!hasIndices(problem) || evaluation === undefined || problem.targets.data.length === 0) return undefined;
  if ((problem.options.reduction ?? 'mean') !== 'mean' || evaluation.denominator !== 0) return undefined;
  const { counted } = labelsOf(problem);
  return {
    id: 'all-ignored',
    severity: 'error',
    evidence: { rows: problem.targets.data.length, ignored: evaluation.ignored, counted: counted.length },
    alternatives: mended(
      'sum-over-count',
      "F.cross_entropy(x, y, reduction='sum') / max(count, 1)",
      withOptions(problem, { reduction: 'sum' }),
    ),
  };
};
