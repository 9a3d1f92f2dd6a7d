import { sameShape } from '../core/tensor';
import type { Check } from './finding';
import { asLoss, classRows, fromOf, isCategorical, mended } from './subject';

/** D27. A softmax over one class is 1 whatever the logit, and the loss 0. */
export const singleClass: Check = ({ problem }) => {
  const { predictions, targets } = problem;
  if (!isCategorical(problem.loss) || predictions.shape.length < 2) return undefined;
  if (classRows(predictions.shape).classes !== 1 || fromOf(problem) !== 'logits') return undefined;
  const flat = { shape: [predictions.data.length], data: predictions.data };
  const labels = { shape: [targets.data.length], data: targets.data };
  const binary = { ...asLoss(problem, 'binary_cross_entropy_with_logits'), predictions: flat, targets: labels };
  const fits = sameShape(flat.shape, labels.shape) && targets.data.every((y) => y >= 0 && y <= 1);
  return {
    id: 'single-class',
    severity: 'error',
    evidence: { rows: predictions.data.length },
    alternatives: fits ? mended('binary', 'F.binary_cross_entropy_with_logits(x.squeeze(1), y.float())', binary) : [],
  };
};
