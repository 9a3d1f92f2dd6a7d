import type { Check } from './finding';
import { labelsOf } from './labels';
import { hasIndices, mended, withOptions } from './subject';

/** Labels that data sets put where there is nothing to learn. */
const MARKERS: readonly number[] = [-1, 255, -100];

/** D09. A marker for 'ignore' that PyTorch was not told about. */
export const ignoredLabel: Check = ({ problem, evaluation }) => {
  if (!hasIndices(problem)) return undefined;
  const { classes, counted } = labelsOf(problem);
  const marker = MARKERS.find((label) => counted.includes(label) && !(label >= 0 && label < classes));
  if (marker === undefined) return undefined;
  return {
    id: 'ignored-label',
    severity: evaluation === undefined ? 'error' : 'warning',
    evidence: { label: marker, count: counted.filter((label) => label === marker).length },
    alternatives: mended('ignored', `ignore_index=${marker}`, withOptions(problem, { ignoreIndex: marker })),
  };
};
