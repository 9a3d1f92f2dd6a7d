import { evaluate } from '../core/evaluate';
import { exactSum } from '../core/exactSum';
import type { Check } from './finding';
import { hasIndices, withOptions } from './subject';

/** D29. With class weights the mean divides by the weights of the targets; with soft targets, and in Keras, by the rows. */
export const weightedMean: Check = ({ problem, evaluation }) => {
  const { weight, reduction = 'mean' } = problem.options;
  if (weight === undefined || reduction !== 'mean' || !hasIndices(problem) || evaluation === undefined)
    return undefined;
  const outcome = evaluate(withOptions(problem, { reduction: 'sum' }));
  if (!outcome.ok) return undefined;
  const counted = problem.targets.data.length - evaluation.ignored;
  const value = exactSum(outcome.value.rows) / counted;
  if (counted === 0) return undefined;
  return {
    id: 'weighted-mean',
    severity: 'info',
    evidence: { divisor: evaluation.denominator, value: evaluation.value.data[0], rows: counted },
    alternatives: [
      {
        label: 'divided-by-rows',
        value,
        change: "F.cross_entropy(x, y, weight=w, reduction='sum') / len(y)",
      },
    ],
  };
};
