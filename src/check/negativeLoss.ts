import { exactSum } from '../core/exactSum';
import type { Alternative, Check, Subject } from './finding';
import {
  asLoss,
  fromOf,
  hasIndices,
  isBinary,
  isCategorical,
  mapped,
  mended,
  rowSums,
  withoutOptions,
} from './subject';

/** D23. A loss below 0: it cannot be one, and the likeliest cause is named. */
export const negativeLoss: Check = (subject) => {
  const { evaluation, problem } = subject;
  if (evaluation === undefined || problem.options.reduction === 'none') return undefined;
  const value = evaluation.value.data[0];
  if (!(value < -1e-9)) return undefined;
  const { cause, alternatives } = causeOf(subject);
  return { id: 'negative-loss', severity: 'error', evidence: { value, cause }, alternatives };
};

function causeOf({ problem }: Subject): { readonly cause: string; readonly alternatives: readonly Alternative[] } {
  const { loss, targets, predictions, options } = problem;
  if (isBinary(loss) && targets.data.some((y) => y < 0 || y > 1)) return { cause: 'targets', alternatives: [] };
  if (isCategorical(loss) && !hasIndices(problem)) {
    const sums = rowSums(targets);
    if (targets.data.some((q) => q < 0) || sums.some((sum) => Math.abs(sum - 1) > 1e-2)) {
      return { cause: 'soft-targets', alternatives: [] };
    }
  }
  if (loss === 'nll_loss' && fromOf(problem) === 'log_probabilities' && predictions.data.some((x) => x > 0)) {
    const probabilities = predictions.data.every((x) => x >= 0 && x <= 1);
    return probabilities
      ? {
          cause: 'probabilities',
          alternatives: mended('log-first', 'F.nll_loss(torch.log(p), y)', { ...problem, from: 'probabilities' }),
        }
      : {
          cause: 'logits',
          alternatives: mended('with-logits', 'F.cross_entropy(x, y)', asLoss(problem, 'cross_entropy')),
        };
  }
  if (options.eps !== undefined) {
    return { cause: 'eps', alternatives: mended('without-eps', 'eps=0', withoutOptions(problem, 'eps')) };
  }
  if (loss === 'kl_div') {
    const total = exactSum(targets.data);
    const normalised = mapped(targets, (q) => q / total);
    return {
      cause: 'kl',
      alternatives:
        total > 0 && predictions.shape.length < 2
          ? mended('normalised', 'y / y.sum()', { ...problem, targets: normalised })
          : [],
    };
  }
  return { cause: 'weights', alternatives: [] };
}
