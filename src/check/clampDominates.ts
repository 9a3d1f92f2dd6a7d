import { evaluate } from '../core/evaluate';
import { exactSum } from '../core/exactSum';
import type { Check } from './finding';
import { asLoss, fromOf, mended, withOptions, withoutOptions } from './subject';

/** From this share on, the cap and not the predictions decides the number. */
const LARGEST_SHARE = 0.2;

/** D19. Probabilities that are 0 or 1 and wrong: each costs the cap, and their true cost is without bound. */
export const clampDominates: Check = ({ problem, evaluation }) => {
  const { eps } = problem.options;
  if (problem.loss !== 'binary_cross_entropy' || evaluation === undefined) return undefined;
  const cap = eps === undefined ? 100 : -Math.log(eps);
  const outcome = evaluate(withOptions(problem, { reduction: 'none' }));
  if (!outcome.ok) return undefined;
  const { data } = outcome.value.value;
  const saturated: number[] = [];
  data.forEach((loss, index) => {
    const p = problem.predictions.data[index];
    const certain = fromOf(problem) === 'probabilities' ? p === 0 || p === 1 : Math.abs(p) > 36;
    if (certain && loss >= cap / 2) saturated.push(loss);
  });
  const share = exactSum(saturated) / exactSum(data);
  if (saturated.length === 0 || !(share > LARGEST_SHARE)) return undefined;
  return {
    id: 'clamp-dominates',
    severity: 'warning',
    evidence: { count: saturated.length, share, cap },
    alternatives:
      fromOf(problem) === 'logits'
        ? mended(
            'with-logits',
            'F.binary_cross_entropy_with_logits(x, y)',
            asLoss(withoutOptions(problem, 'eps'), 'binary_cross_entropy_with_logits'),
          )
        : [],
  };
};
