import type { Problem } from '../core/problem';
import type { Check } from './finding';
import { asLoss, fromOf, mended, valueOf } from './subject';

/** Small logits that happen to be positive lie closer together than sigmoid output does. */
const NARROWEST = 0.15;

/** Fewer values than these lie in [0, 1] by chance often enough to ask for a second sign. */
const MANY = 16;
/** A model is rarely this much worse than a coin (ln 2), unless its values are as sure as those that span this. */
const UNLIKELY_LOSS = 1.1;
const SURE_SPAN = 0.95;

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
  if (data.length < MANY && max - min < SURE_SPAN && lossAsProbabilities(problem) > UNLIKELY_LOSS) return undefined;
  return {
    id: 'double-sigmoid',
    severity: data.length >= 8 && max - min > 0.5 ? 'warning' : 'info',
    evidence: { count: data.length, min, max },
    alternatives: mended('as-probabilities', 'F.binary_cross_entropy(p, y)', asLoss(problem, 'binary_cross_entropy')),
  };
};

/** Unweighted, since weights say nothing of what the values are; 0 where PyTorch refuses the targets. */
function lossAsProbabilities({ predictions, targets }: Problem): number {
  return valueOf({ loss: 'binary_cross_entropy', predictions, targets, options: {} }) ?? 0;
}
