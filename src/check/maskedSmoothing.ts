import type { Tensor } from '../core/tensor';
import type { Check } from './finding';
import { classRows, fromOf, hasIndices, mapped, mended, withoutOptions } from './subject';

/** Far enough below every logit that its softmax is 0, and finite, so that nothing becomes 0 x inf. */
const MASKED = -1e9;

/** D16. Masked classes (-inf) and label smoothing: the share of each masked class costs infinity. */
export const maskedSmoothing: Check = ({ problem, evaluation }) => {
  const { labelSmoothing = 0, weight } = problem.options;
  if (problem.loss !== 'cross_entropy' || fromOf(problem) !== 'logits' || evaluation === undefined) return undefined;
  const { predictions } = problem;
  const masked = predictions.data.filter((value) => value === -Infinity).length;
  if (!(labelSmoothing > 0) || masked === 0 || !hasIndices(problem)) return undefined;
  const { rows, classes, stride, start } = classRows(predictions.shape);
  const soft = new Float64Array(predictions.data.length);
  let fewest = classes;
  for (let row = 0; row < rows; row++) {
    const target = problem.targets.data[row];
    const open: number[] = [];
    for (let c = 0; c < classes; c++) if (predictions.data[start(row) + c * stride] !== -Infinity) open.push(c);
    fewest = Math.min(fewest, open.length);
    for (const c of open) soft[start(row) + c * stride] = labelSmoothing / open.length;
    if (target >= 0 && target < classes) soft[start(row) + target * stride] += 1 - labelSmoothing;
  }
  const targets: Tensor = { shape: predictions.shape, data: soft };
  const redistributed = {
    ...withoutOptions(problem, 'labelSmoothing', 'ignoreIndex'),
    predictions: mapped(predictions, (value) => (value === -Infinity ? MASKED : value)),
    targets,
  };
  return {
    id: 'masked-smoothing',
    severity: 'error',
    evidence: { masked, open: fewest },
    alternatives:
      weight === undefined && evaluation.ignored === 0
        ? mended('smoothed-over-open', 'F.cross_entropy(x.clamp(min=-1e9), q)', redistributed)
        : [],
  };
};
