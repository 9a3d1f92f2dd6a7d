import { factsOf } from '../pair/facts';
import type { Check } from './finding';
import { isCategorical, mapped, mended, rowSums, sumTolerance } from './subject';

/** D15. Probabilities that were normalised over the samples, or over everything, and not over the classes. */
export const wrongSoftmaxAxis: Check = ({ problem, predictions }) => {
  const { shape, data } = problem.predictions;
  if (!isCategorical(problem.loss) || shape.length !== 2 || predictions.integers) return undefined;
  const [rows, columns] = shape;
  const facts = factsOf({ ...predictions, tensor: problem.predictions });
  if (rows < 2 || columns < 2 || !(facts.min >= 0 && facts.max <= 1)) return undefined;
  const sums = rowSums(problem.predictions);
  if (sums.every((sum) => Math.abs(sum - 1) <= sumTolerance(predictions, columns))) return undefined;
  const byColumn = new Float64Array(columns);
  data.forEach((value, index) => (byColumn[index % columns] += value));
  if (byColumn.every((sum) => Math.abs(sum - 1) <= sumTolerance(predictions, rows))) {
    return { id: 'wrong-softmax-axis', severity: 'warning', evidence: { over: 'samples' }, alternatives: [] };
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  if (Math.abs(total - 1) > sumTolerance(predictions, data.length)) return undefined;
  // Every row was divided by the same number, so dividing it by its own sum gives the softmax that was meant.
  const normalised = mapped(problem.predictions, (value, index) => value / sums[Math.floor(index / columns)]);
  return {
    id: 'wrong-softmax-axis',
    severity: 'warning',
    evidence: { over: 'everything' },
    alternatives: mended('rows-normalised', 'softmax(x, axis=-1)', {
      ...problem,
      from: 'probabilities',
      predictions: normalised,
    }),
  };
};
