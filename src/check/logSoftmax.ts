import type { Check } from './finding';
import { asLoss, classRows, fromOf, halfUnit, hasIndices, mended } from './subject';

/** D02. cross_entropy of log-probabilities: softmax changes nothing there, and nll_loss says what is meant. */
export const logSoftmax: Check = ({ problem, predictions, evaluation }) => {
  if (problem.loss !== 'cross_entropy' || fromOf(problem) !== 'logits' || evaluation === undefined) return undefined;
  const { shape, data } = problem.predictions;
  const { rows, classes, stride, start } = classRows(shape);
  if (classes < 2 || !data.every((value) => value <= 0)) return undefined;
  const tolerance = Math.max(1e-6, 2 * halfUnit(predictions));
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(data[start(row) + c * stride]);
    if (!(Math.abs(Math.log(sum)) <= tolerance)) return undefined;
  }
  const plain = hasIndices(problem) && problem.options.labelSmoothing === undefined;
  return {
    id: 'log-softmax',
    severity: 'info',
    evidence: { rows },
    alternatives: plain ? mended('as-log-probabilities', 'F.nll_loss(x, y)', asLoss(problem, 'nll_loss')) : [],
  };
};
