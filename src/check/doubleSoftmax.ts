import type { Problem } from '../core/problem';
import type { Check } from './finding';
import { asLoss, fromOf, hasIndices, isCategorical, mended, rowSums, sumTolerance } from './subject';
import { factsOf } from '../pair/facts';

/**
 * D01. cross_entropy of rows that are already softmax output: it applies softmax again, and the loss cannot fall below
 * ln(e + C - 1) - 1 however good the model is. Where the rows were read as probabilities, the number that the mistake
 * gives is told beside, for whoever sees it in a log.
 */
export const doubleSoftmax: Check = ({ problem, predictions, evaluation }) => {
  const { shape } = problem.predictions;
  if (!isCategorical(problem.loss) || evaluation === undefined || predictions.integers) return undefined;
  const from = fromOf(problem);
  const literal = problem.loss === 'cross_entropy' && from === 'logits';
  if (!literal && from !== 'probabilities') return undefined;
  const facts = factsOf({ ...predictions, tensor: problem.predictions });
  if (!(facts.min >= 0 && facts.max <= 1) || facts.columns < 2 || facts.oneHot) return undefined;
  const tolerance = sumTolerance(predictions, facts.columns);
  if (!rowSums(problem.predictions).every((sum) => Math.abs(sum - 1) <= tolerance)) return undefined;
  const evidence = { rows: facts.rows, floor: Math.log(Math.E + facts.columns - 1) - 1, literal: literal ? 1 : 0 };
  const name = hasIndices(problem) ? 'F.nll_loss(torch.log(p), y)' : '-(y * torch.log(p)).sum(1).mean()';
  return {
    id: 'double-softmax',
    severity: !literal || shape[0] === 1 || shape.length === 1 ? 'info' : 'warning',
    evidence,
    alternatives: literal
      ? mended('as-probabilities', name, asProbabilities(problem))
      : mended('softmax-twice', 'F.cross_entropy(p, y)', asLoss(problem, 'cross_entropy')),
  };
};

/** The negative logarithm of the probabilities as they stand; only soft and smoothed targets need another softmax. */
function asProbabilities(problem: Problem): Problem {
  const plain = hasIndices(problem) && problem.options.labelSmoothing === undefined;
  return plain ? asLoss(problem, 'nll_loss', 'probabilities') : { ...problem, from: 'probabilities' };
}
