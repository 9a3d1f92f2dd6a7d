import { cellsOf, normalizationOf } from './cells';
import { DEFAULT_IGNORE_INDEX } from './categorical';
import { evaluate } from './evaluate';
import { MOST_CONFUSED } from './metrics/metrics';
import { roundingOf } from './primitives';
import type { Outcome, Problem } from './problem';
import { Summary } from './summary';
import { sameShape } from './tensor';

/**
 * The exact losses of a problem's rows (of the cells of the binary losses) as a summary, by which it can be merged
 * with others: weights are in the losses and in what the mean divides by, as PyTorch's mean has them. A confusion
 * matrix and calibration bins where the targets are class indices.
 * @param firstRow what the first row is called among the worst ones.
 */
export function summarise(
  problem: Problem,
  options: { readonly worst: number; readonly bins: number },
  firstRow = 0,
): Outcome<Summary> {
  const unreduced = evaluate({ ...problem, options: { ...problem.options, reduction: 'none' } });
  if (!unreduced.ok) return unreduced;
  const losses = unreduced.value.exact.data;
  const indices = indicesOf(problem);
  const cells = indices && cellsOf(problem);
  if (cells && !cells.ok) return cells;
  const classes = indices ? problem.predictions.shape[problem.predictions.shape.length === 1 ? 0 : 1] : 0;
  const summary = new Summary({ ...options, classes: classes > MOST_CONFUSED ? 0 : classes });
  const { weight, ignoreIndex = DEFAULT_IGNORE_INDEX, dtype = 'float64' } = problem.options;
  const round = roundingOf(dtype);
  losses.forEach((loss, index) => {
    const target = indices?.[index];
    const row = firstRow + index;
    if (target === undefined || !cells) return summary.add({ row, loss, weight: 1 });
    if (target === ignoreIndex && problem.loss !== 'poly_loss') return summary.addIgnored();
    const { argmax, confidence } = cells.value;
    const own = weight ? round(weight.data[target]) : 1;
    summary.add({ row, loss, weight: own, target, argmax: argmax[index], confidence: confidence[index] });
  });
  return { ok: true, value: summary };
}

/** Class indices, where the targets are such. */
function indicesOf(problem: Problem): Float64Array | undefined {
  if (normalizationOf(problem) === undefined) return undefined;
  const { predictions, targets, loss } = problem;
  const soft = loss !== 'nll_loss' && sameShape(predictions.shape, targets.shape);
  return soft ? undefined : targets.data;
}
