import type { Check } from './finding';
import { classRows, isBinary, isCategorical } from './subject';

/** Beyond this share of ln C, guessing would do far better: logits that start out too large, where this is the start. */
const OVER_CONFIDENT = 1.5;
const FEWEST_ROWS = 8;

/**
 * D34. A loss of ln C, or ln 2 of yes/no questions: what guessing gives; or one far above it. A single row may be far
 * off in the best of models, so several are asked for.
 */
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
  if (classes < 2) return undefined;
  const near = Math.abs(value - chance) < 0.02 * chance;
  const beyond = value > OVER_CONFIDENT * chance && value < Infinity && evaluation.rows.length >= FEWEST_ROWS;
  if (!near && !beyond) return undefined;
  return {
    id: 'at-chance',
    severity: 'info',
    evidence: { classes, chance, beyond: near ? 0 : 1, value },
    alternatives: [],
  };
};
