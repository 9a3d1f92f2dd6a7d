import { preciseLoss } from '../core/precise/preciseLoss';
import type { Outcome, Problem } from '../core/problem';
import { mathjsBigMath } from './mathjs';

/** The loss of the numbers as they stand, to as many digits as wanted: one decimal string for each value. */
export function exactLoss(problem: Problem, digits: number): Outcome<readonly string[]> {
  return preciseLoss(problem, mathjsBigMath(digits + 14), digits);
}
