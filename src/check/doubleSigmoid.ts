import type { Check } from './finding';
import { asLoss, fromOf, mended } from './subject';

/** Small logits that happen to be positive lie closer together than sigmoid output does. */
const NARROWEST = 0.15;

/**
 * D03. binary_cross_entropy_with_logits of sigmoid output. Logits behind a ReLU look the same, so the number stays and
 * both are shown.
 */
export const doubleSigmoid: Check = ({ problem, evaluation }) => {
  if (problem.loss !== 'binary_cross_entropy_with_logits' || fromOf(problem) !== 'logits') return undefined;
  const { data } = problem.predictions;
  if (evaluation === undefined || data.length < 4 || !data.every((value) => value >= 0 && value <= 1)) return undefined;
  const max = data.reduce((a, b) => Math.max(a, b));
  const min = data.reduce((a, b) => Math.min(a, b));
  if (max - min < NARROWEST) return undefined;
  return {
    id: 'double-sigmoid',
    severity: data.length >= 8 && max - min > 0.5 ? 'warning' : 'info',
    evidence: { count: data.length, min, max },
    alternatives: mended('as-probabilities', 'F.binary_cross_entropy(p, y)', asLoss(problem, 'binary_cross_entropy')),
  };
};
