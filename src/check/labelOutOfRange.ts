import type { Check } from './finding';
import { labelsOf } from './labels';
import { hasIndices } from './subject';

/** D07. A label beyond the last class: an error on the CPU, an assert on CUDA, and nothing said elsewhere. */
export const labelOutOfRange: Check = ({ problem }) => {
  if (!hasIndices(problem)) return undefined;
  const { classes, max, ignoreIndex } = labelsOf(problem);
  if (!(max >= classes) || !Number.isFinite(max)) return undefined;
  const row = problem.targets.data.findIndex((label) => label >= classes && label !== ignoreIndex);
  return {
    id: 'label-out-of-range',
    severity: 'error',
    evidence: { label: problem.targets.data[row], row, classes },
    alternatives: [],
  };
};
