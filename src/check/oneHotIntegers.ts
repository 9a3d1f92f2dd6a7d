import type { Check } from './finding';
import { fromOf, hasIndices, isTorchPrint, mended } from './subject';

/** D28. One-hot integers in the shape of the logits: PyTorch wants them as floats, or as class indices. */
export const oneHotIntegers: Check = ({ problem, targets, evaluation }) => {
  if (evaluation === undefined || problem.loss !== 'cross_entropy' || hasIndices(problem)) return undefined;
  if (!targets.integers || fromOf(problem) !== 'logits') return undefined;
  return {
    id: 'one-hot-integers',
    severity: isTorchPrint(targets) ? 'error' : 'info',
    evidence: {},
    alternatives: mended('cast', 'y.float()', problem),
  };
};
