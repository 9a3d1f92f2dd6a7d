import { sameShape } from '../core/tensor';
import type { Check } from './finding';
import { hasIndices, isBinary, isTorchPrint, mended } from './subject';

/** D12. Class indices as floats, or 0 and 1 as integers where PyTorch wants floats. The value is that after the cast. */
export const targetDtype: Check = ({ problem, targets, evaluation }) => {
  if (evaluation === undefined) return undefined;
  const indices = hasIndices(problem);
  if (indices && sameShape(targets.tensor.shape, problem.targets.shape)) {
    if (targets.integers) return undefined;
    return {
      id: 'target-dtype',
      severity: isTorchPrint(targets) ? 'error' : 'info',
      evidence: { wanted: 'long' },
      alternatives: mended('cast', 'y.long()', problem),
    };
  }
  if (!isBinary(problem.loss) || !targets.integers || !isTorchPrint(targets)) return undefined;
  return {
    id: 'target-dtype',
    severity: 'error',
    evidence: { wanted: 'float' },
    alternatives: mended('cast', 'y.float()', problem),
  };
};
