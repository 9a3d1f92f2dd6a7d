import { evaluate } from '../core/evaluate';
import type { Problem } from '../core/problem';
import type { Check } from './finding';
import { labelsOf, lowered } from './labels';
import { meanGain } from './meanGain';
import { hasIndices, mended, withOptions } from './subject';

/** Fewer rows than this say nothing about how labels are counted. */
const FEWEST_ROWS = 8;

/**
 * D08. Labels counted from 1: certain where the largest is C and none is 0; likely where none is 0 and all rows
 * together fit far better one class lower (three standard errors of the rows' differences).
 */
export const labelsFromOne: Check = ({ problem }) => {
  if (!hasIndices(problem)) return undefined;
  const { classes, counted, min, max } = labelsOf(problem);
  if (counted.length === 0 || min < 1 || max > classes) return undefined;
  const certain = max === classes;
  if (!certain && !(counted.length >= FEWEST_ROWS && fitsBetter(problem, lowered(problem)))) return undefined;
  return {
    id: 'labels-from-one',
    severity: 'warning',
    evidence: { certain: certain ? 1 : 0, max, classes, rows: counted.length },
    alternatives: mended('labels-minus-one', 'y - 1', lowered(problem)),
  };
};

/** Is the mean over rows lower by more than three standard errors of the rows' differences? */
function fitsBetter(problem: Problem, other: Problem): boolean {
  const used = evaluate(withOptions(problem, { reduction: 'sum' }));
  const mended = evaluate(withOptions(other, { reduction: 'sum' }));
  if (!used.ok || !mended.ok) return false;
  const gains = used.value.rows.map((loss, row) => loss - mended.value.rows[row]);
  return meanGain(gains).gain > 3 * meanGain(gains).error;
}
