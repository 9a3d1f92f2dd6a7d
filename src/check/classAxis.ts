import type { Problem } from '../core/problem';
import { sameShape } from '../core/tensor';
import { classesElsewhere, movedToOne } from '../pair/layout';
import type { Check } from './finding';
import { isCategorical, mended } from './subject';

/** D14. Classes on the last axis, or samples in columns: PyTorch wants (N, C, ...). */
export const classAxis: Check = ({ problem, evaluation, predictions }) => {
  if (!isCategorical(problem.loss)) return undefined;
  // A reading that has moved the classes already is told of as well: PyTorch raises on the array as it was printed.
  const printed = { ...problem, predictions: predictions.tensor };
  const asRead = sameShape(problem.predictions.shape, printed.predictions.shape);
  const moved = classesMoved(printed);
  if (moved === undefined) return undefined;
  const ambiguous = asRead && evaluation !== undefined;
  const { shape } = printed.predictions;
  return {
    id: 'class-axis',
    severity: ambiguous ? 'warning' : 'error',
    evidence: { axes: shape.length, shape: `(${shape.join(', ')})`, targets: `(${problem.targets.shape.join(', ')})` },
    alternatives: mended('class-axis-moved', shape.length === 2 ? 'x.T' : 'x.movedim(-1, 1)', moved),
  };
};

function classesMoved(problem: Problem): Problem | undefined {
  const { predictions, targets } = problem;
  // Both axes may hold the classes: then PyTorch computes something, and only the author knows what was meant.
  if (!classesElsewhere(predictions.shape, targets.shape)) return undefined;
  return { ...problem, predictions: movedToOne(predictions) };
}
