import type { Check } from './finding';
import { withOptions, mended } from './subject';

/** The largest eps for which 1 - eps is 1, and below which eps itself is 0, by dtype. */
const THRESHOLDS: Readonly<Record<string, { readonly one: number; readonly zero: number; readonly enough: number }>> = {
  float64: { one: 2 ** -54, zero: 0, enough: 1e-15 },
  float32: { one: 2 ** -25, zero: 2 ** -150, enough: 1e-7 },
  float16: { one: 2 ** -12, zero: 2 ** -25, enough: 1e-3 },
  bfloat16: { one: 2 ** -9, zero: 2 ** -134, enough: 4e-3 },
};

/** D21. An eps that the declared dtype rounds away: it protects nothing. */
export const epsTooSmall: Check = ({ problem, predictions, evaluation }) => {
  const { eps, dtype } = problem.options;
  const declared = predictions.dtype ?? dtype ?? 'float64';
  const threshold = THRESHOLDS[declared];
  if (eps === undefined || !(eps > 0) || threshold === undefined || evaluation === undefined) return undefined;
  if (eps > threshold.one) return undefined;
  return {
    id: 'eps-too-small',
    severity: 'warning',
    evidence: { eps, dtype: declared, vanishes: eps <= threshold.zero ? 1 : 0, enough: threshold.enough },
    alternatives: mended('larger-eps', `eps=${threshold.enough}`, withOptions(problem, { eps: threshold.enough })),
  };
};
