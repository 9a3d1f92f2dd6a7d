import type { Check } from './finding';
import { mended, withoutOptions } from './subject';

/** D22. An eps that moves the loss by more than a thousandth. */
export const epsTooLarge: Check = ({ problem, evaluation }) => {
  const { eps, reduction } = problem.options;
  if (eps === undefined || evaluation === undefined || reduction === 'none') return undefined;
  const [without] = mended('without-eps', 'eps=0', withoutOptions(problem, 'eps'));
  const value = evaluation.value.data[0];
  if (without === undefined || !(Math.abs(value - without.value) > 1e-3 * Math.abs(without.value))) return undefined;
  return {
    id: 'eps-too-large',
    severity: 'info',
    evidence: { eps, bias: value - without.value },
    alternatives: [without],
  };
};
