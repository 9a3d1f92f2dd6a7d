import type { Check } from './finding';
import { mended, withOptions } from './subject';

/** D38. pos_weight repeats along the last axis; weights by class of (N, C, H, W) must be (C, 1, 1). */
export const posWeightShape: Check = ({ problem, evaluation }) => {
  const { posWeight } = problem.options;
  const { shape } = problem.predictions;
  if (posWeight === undefined || posWeight.shape.length !== 1 || posWeight.data.length === 1) return undefined;
  const [length] = posWeight.shape;
  const last = shape[shape.length - 1];
  const classes = shape[1];
  // As long as the last axis and more than two axes: it fits, but not the classes.
  const misplaced = shape.length > 2 && length === classes;
  if (length === last && !misplaced) return undefined;
  const moved = { shape: [length, ...shape.slice(2).map(() => 1)], data: posWeight.data };
  return {
    id: 'pos-weight-shape',
    severity: 'warning',
    evidence: { length, last: last ?? 1, refused: evaluation === undefined ? 1 : 0 },
    alternatives: misplaced
      ? mended(
          'by-class',
          `pos_weight.view(-1${', 1'.repeat(shape.length - 2)})`,
          withOptions(problem, { posWeight: moved }),
        )
      : [],
  };
};
