import type { Check } from './finding';
import { labelsOf } from './labels';
import { hasIndices } from './subject';

/** D11. An ignored class stays in every softmax denominator. */
export const ignoredClass: Check = ({ problem, evaluation }) => {
  if (!hasIndices(problem) || evaluation === undefined || problem.options.ignoreIndex === undefined) return undefined;
  const { classes, ignoreIndex } = labelsOf(problem);
  if (!(ignoreIndex >= 0 && ignoreIndex < classes)) return undefined;
  return {
    id: 'ignored-class',
    severity: 'info',
    evidence: { label: ignoreIndex, ignored: evaluation.ignored },
    alternatives: [],
  };
};
