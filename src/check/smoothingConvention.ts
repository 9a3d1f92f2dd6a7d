import type { Check } from './finding';
import { classRows, mended, withOptions } from './subject';

/** D31. s/C on every class, as here, in Keras and in Optax; or s/(C - 1) on the others only, as older papers have it. */
export const smoothingConvention: Check = ({ problem, evaluation }) => {
  const { labelSmoothing = 0 } = problem.options;
  if (!(labelSmoothing > 0) || problem.loss !== 'cross_entropy' || evaluation === undefined) return undefined;
  const { classes } = classRows(problem.predictions.shape);
  // s/(C - 1) off the target is PyTorch's smoothing by s C/(C - 1).
  const other = (labelSmoothing * classes) / (classes - 1);
  if (classes < 2 || other > 1) return undefined;
  return {
    id: 'smoothing-convention',
    severity: 'info',
    evidence: { smoothing: labelSmoothing, classes },
    alternatives: mended(
      'off-target-only',
      `label_smoothing=${other}`,
      withOptions(problem, { labelSmoothing: other }),
    ),
  };
};
