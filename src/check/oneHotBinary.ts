import { factsOf } from '../pair/facts';
import type { Check } from './finding';
import { asLoss, fromOf, isBinary, mended } from './subject';

/** D25. One class a row, taken as so many yes/no questions: categorical data, most often. */
export const oneHotBinary: Check = ({ problem, targets, evaluation }) => {
  const { shape } = problem.predictions;
  if (!isBinary(problem.loss) || shape.length !== 2 || evaluation === undefined) return undefined;
  const { oneHot, rows, columns } = factsOf({ ...targets, tensor: problem.targets });
  if (!oneHot || columns < 3 || rows < 3) return undefined;
  const from = fromOf(problem);
  const categorical = asLoss(problem, 'cross_entropy', from);
  return {
    id: 'one-hot-binary',
    severity: 'info',
    evidence: { rows, columns },
    alternatives: mended(
      'categorical',
      from === 'logits' ? 'F.cross_entropy(x, y)' : 'F.nll_loss(torch.log(p), y.argmax(1))',
      categorical,
    ),
  };
};
