import type { Check } from './finding';

/** Bits of the significand that are stored. */
const STORED_BITS: Readonly<Record<string, number>> = {
  float16: 10,
  half: 10,
  bfloat16: 7,
  float8_e4m3fn: 3,
  float8_e5m2: 2,
};

/** D40. A declared half precision: the loss moves in steps. */
export const lowPrecision: Check = ({ predictions, evaluation, problem }) => {
  const bits = predictions.dtype === undefined ? undefined : STORED_BITS[predictions.dtype];
  if (bits === undefined || evaluation === undefined || problem.options.reduction === 'none') return undefined;
  const value = evaluation.value.data[0];
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  const step = 2 ** (Math.floor(Math.log2(value)) - bits);
  return {
    id: 'low-precision',
    severity: 'info',
    evidence: { dtype: predictions.dtype ?? '', value, step },
    alternatives: [],
  };
};
