import { evaluate } from '../core/evaluate';
import type { Check } from './finding';
import { hasIndices, withOptions, withoutOptions } from './subject';

/**
 * D30. PyTorch smooths with each class's own weight, so the minimum moves away from the smoothed labels. Beside it:
 * the whole row weighted by its target.
 */
export const smoothingWithWeights: Check = ({ problem, evaluation }) => {
  const { weight, labelSmoothing = 0, reduction = 'mean' } = problem.options;
  if (weight === undefined || !(labelSmoothing > 0) || !hasIndices(problem) || evaluation === undefined)
    return undefined;
  const plain = evaluate(withOptions(withoutOptions(problem, 'weight'), { reduction: 'sum' }));
  if (!plain.ok) return undefined;
  let sum = 0;
  let divisor = 0;
  plain.value.rows.forEach((loss, row) => {
    const target = problem.targets.data[row];
    if (!(target >= 0 && target < weight.data.length) || target === problem.options.ignoreIndex) return;
    sum += weight.data[target] * loss;
    divisor += weight.data[target];
  });
  return {
    id: 'smoothing-with-weights',
    severity: 'info',
    evidence: { smoothing: labelSmoothing },
    alternatives: [
      {
        label: 'row-weighted',
        value: reduction === 'sum' ? sum : sum / divisor,
        change: "(w[y] * F.cross_entropy(x, y, label_smoothing=s, reduction='none')).sum() / w[y].sum()",
      },
    ],
  };
};
