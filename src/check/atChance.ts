import type { Check } from './finding';
import { classRows, isBinary, isCategorical } from './subject';

/** D34. A loss of ln C, or ln 2 of yes/no questions: what guessing gives. */
export const atChance: Check = ({ problem, evaluation }) => {
  const { reduction = 'mean', weight, eps } = problem.options;
  if (evaluation === undefined || reduction !== 'mean' || weight !== undefined || eps !== undefined) return undefined;
  const value = evaluation.value.data[0];
  const classes = isBinary(problem.loss)
    ? 2
    : isCategorical(problem.loss)
      ? classRows(problem.predictions.shape).classes
      : 1;
  const chance = Math.log(classes);
  if (classes < 2 || !(Math.abs(value - chance) < 0.02 * chance)) return undefined;
  return { id: 'at-chance', severity: 'info', evidence: { classes, chance }, alternatives: [] };
};
