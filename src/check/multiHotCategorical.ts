import type { Check } from './finding';
import { asLoss, classRows, fromOf, hasIndices, mapped, mended, rowSums, sumTolerance } from './subject';

/** D26. cross_entropy of targets whose rows do not sum to 1: PyTorch says nothing. */
export const multiHotCategorical: Check = ({ problem, targets, evaluation }) => {
  if (problem.loss !== 'cross_entropy' || hasIndices(problem) || evaluation === undefined) return undefined;
  const { classes, rows, stride } = classRows(problem.targets.shape);
  const sums = rowSums(problem.targets);
  const tolerance = targets.decimals === 0 ? 1e-6 : sumTolerance(targets, classes);
  const row = sums.findIndex((sum) => Math.abs(sum - 1) > tolerance);
  if (row < 0) return undefined;
  const zeroOne = problem.targets.data.every((q) => q === 0 || q === 1);
  const normalised = mapped(problem.targets, (q, index) => {
    const inner = Math.floor(index / (classes * stride)) * stride + (index % stride);
    return q / sums[inner];
  });
  return {
    id: 'multi-hot-categorical',
    severity: 'warning',
    evidence: { row, sum: sums[row], rows },
    alternatives: [
      ...(fromOf(problem) === 'logits' && zeroOne
        ? mended(
            'binary',
            'F.binary_cross_entropy_with_logits(x, y)',
            asLoss(problem, 'binary_cross_entropy_with_logits'),
          )
        : []),
      ...(sums.every((sum) => sum > 0)
        ? mended('normalised', 'y / y.sum(1, keepdim=True)', { ...problem, targets: normalised })
        : []),
    ],
  };
};
