import { sameShape } from '../core/tensor';
import type { Alternative, Check } from './finding';
import { classRows, isBinary, mapped, mended } from './subject';

/** D24. Binary targets outside [0, 1]: each of the usual codes has its own conversion. */
export const binaryTargets: Check = ({ problem }) => {
  const { targets, predictions } = problem;
  if (!isBinary(problem.loss) || !sameShape(targets.shape, predictions.shape)) return undefined;
  const outside = targets.data.filter((y) => !(y >= 0 && y <= 1));
  if (outside.length === 0) return undefined;
  const values = [...new Set(targets.data)].sort((a, b) => a - b);
  const coded = (...codes: readonly number[]): boolean => values.every((value) => codes.includes(value));
  const converted = (label: string, change: string, convert: (y: number) => number): readonly Alternative[] =>
    mended(label, change, { ...problem, targets: mapped(targets, convert) });
  let alternatives: readonly Alternative[] = [];
  if (coded(-1, 1)) alternatives = converted('from-signs', '(y + 1) / 2', (y) => (y + 1) / 2);
  else if (coded(0, 255)) alternatives = converted('from-bytes', 'y / 255', (y) => y / 255);
  else if (coded(1, 2)) alternatives = converted('from-ones-and-twos', 'y - 1', (y) => y - 1);
  const rows = classRows(predictions.shape);
  const classes = predictions.shape.length === 2 && targets.data.every(Number.isInteger) ? rows.classes : 0;
  return {
    id: 'binary-targets',
    severity: 'error',
    evidence: { count: outside.length, min: values[0], max: values[values.length - 1], classes },
    alternatives,
  };
};
