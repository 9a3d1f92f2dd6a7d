import type { Check, Alternative } from './finding';
import { fromOf, mended, rowSums, withOptions } from './subject';

/** D36. kl_div of probabilities instead of their logarithms, of logarithms on both sides, or averaged over elements. */
export const klDivergence: Check = ({ problem, evaluation }) => {
  if (problem.loss !== 'kl_div' || evaluation === undefined || fromOf(problem) !== 'log_probabilities')
    return undefined;
  const { predictions, targets, options } = problem;
  const alternatives: Alternative[] = [];
  let cause = '';
  const sums = rowSums(predictions);
  if (predictions.data.every((p) => p >= 0 && p <= 1) && sums.every((sum) => Math.abs(sum - 1) <= 1e-2)) {
    cause = 'probabilities';
    alternatives.push(...mended('log-first', 'F.kl_div(torch.log(p), y)', { ...problem, from: 'probabilities' }));
  } else if (options.logTarget !== true && targets.data.some((q) => q < 0) && targets.data.every((q) => q <= 0)) {
    cause = 'both-logs';
    alternatives.push(...mended('log-target', 'log_target=True', withOptions(problem, { logTarget: true })));
  } else if ((options.reduction ?? 'mean') === 'mean' && predictions.shape.length > 1) {
    cause = 'mean';
    alternatives.push(
      ...mended('batchmean', "reduction='batchmean'", withOptions(problem, { reduction: 'batchmean' })),
    );
  }
  if (cause === '') return undefined;
  return { id: 'kl-divergence', severity: 'warning', evidence: { cause }, alternatives };
};
