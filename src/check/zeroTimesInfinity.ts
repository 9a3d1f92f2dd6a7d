import type { Check } from './finding';

/** D17. 0 x inf: PyTorch returns NaN where the limit, with 0 x log 0 = 0, is a number. */
export const zeroTimesInfinity: Check = ({ problem, evaluation }) => {
  if (evaluation === undefined || problem.predictions.data.some(Number.isNaN)) return undefined;
  const index = evaluation.value.data.findIndex(
    (value, at) => Number.isNaN(value) && !Number.isNaN(evaluation.exact.data[at]),
  );
  if (index < 0) return undefined;
  const infinite = problem.predictions.data.filter((value) => Math.abs(value) === Infinity).length;
  return {
    id: 'zero-times-infinity',
    severity: 'error',
    evidence: { infinite },
    alternatives: [{ label: 'limit', value: evaluation.exact.data[index], change: 'x.clamp(-1e9, 1e9)' }],
  };
};
