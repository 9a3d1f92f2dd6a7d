import type { Check } from './finding';
import { classRows, hasIndices, isCategorical } from './subject';

/** D18. Where the first NaN or infinity stands. An infinite logit of a masked class is no mistake while the loss is one. */
export const notFinite: Check = ({ problem, evaluation }) => {
  const { data } = problem.predictions;
  const nan = data.findIndex(Number.isNaN);
  const result = evaluation?.value.data.some((value) => !Number.isFinite(value)) ?? true;
  const infinite = result ? data.findIndex((value) => Math.abs(value) === Infinity) : -1;
  const at = nan >= 0 ? nan : infinite;
  if (at < 0) return undefined;
  const { rows, classes, stride, start } = classRows(problem.predictions.shape);
  const width = problem.predictions.shape.length < 2 ? data.length : classes * stride;
  let empty = 0;
  let ignored = 0;
  for (let row = 0; isCategorical(problem.loss) && row < rows; row++) {
    let masked = 0;
    let bad = false;
    for (let c = 0; c < classes; c++) {
      const value = data[start(row) + c * stride];
      if (value === -Infinity) masked++;
      if (Number.isNaN(value)) bad = true;
    }
    if (masked === classes) empty++;
    if (bad && hasIndices(problem) && problem.targets.data[row] === (problem.options.ignoreIndex ?? -100)) ignored++;
  }
  return {
    id: 'not-finite',
    severity: 'error',
    evidence: {
      value: nan >= 0 ? 'nan' : data[at] > 0 ? 'inf' : '-inf',
      row: Math.floor(at / width),
      column: at % width,
      count: data.filter((value) => !Number.isFinite(value)).length,
      maskedRows: empty,
      ignoredRows: ignored,
    },
    alternatives: [],
  };
};
