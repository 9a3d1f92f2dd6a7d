import type { Notation } from '../read/reading';
import type { Check } from './finding';

/** More than this share of the loss left open by rounding is worth saying. */
const LARGEST_SHARE = 0.01;

/** What people write by hand is exact where it looks coarse: `[2.0, 1.0, 0.1]` in source code is no print. */
const WRITTEN: readonly Notation[] = ['json', 'python', 'rows'];

/** D20. The printed digits leave the loss open: a 0.0000 decides it, or it may lie a hundredth to either side. */
export const printedDigits: Check = ({ uncertainty, evaluation, predictions, problem }) => {
  if (uncertainty === undefined || evaluation === undefined || problem.options.reduction === 'none') return undefined;
  const { low, high } = uncertainty.loss;
  const value = evaluation.value.data[0];
  const unbounded = uncertainty.unbounded !== undefined && high === Infinity && predictions.decimals > 0;
  const open = (high - low) / Math.abs(value) > LARGEST_SHARE && !WRITTEN.includes(predictions.notation);
  if (!unbounded && !(Number.isFinite(high) && open)) return undefined;
  const { cells } = uncertainty;
  return {
    id: 'printed-digits',
    severity: 'warning',
    evidence: {
      low,
      high,
      decimals: predictions.decimals,
      count: cells.high.filter((end) => end === Infinity).length,
      ...(uncertainty.unbounded !== undefined && { least: cells.low[uncertainty.unbounded] }),
    },
    alternatives: [],
  };
};
