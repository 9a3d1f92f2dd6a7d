import { evaluate } from '../core/evaluate';
import type { Problem } from '../core/problem';
import type { Check } from './finding';
import { meanGain } from './meanGain';
import { hasIndices, mended, withoutOptions, withOptions } from './subject';

/** Fewer tokens than this fit some shift by chance. */
const FEWEST_TOKENS = 16;
/** Standard errors: with 3, three rivals of 128 random tokens are told of twice as often as can be borne. */
const CERTAINTY = 3.3;
const SHIFTS = [-1, 0, 1, 2] as const;

/** D33. Token ids that fit the logits far better one or two places on: not shifted, or shifted twice. */
export const shiftedTargets: Check = ({ problem, evaluation }) => {
  const { predictions, targets } = problem;
  if (!hasIndices(problem) || predictions.shape.length !== 2 || evaluation === undefined) return undefined;
  const [tokens] = predictions.shape;
  if (tokens < FEWEST_TOKENS) return undefined;
  const losses = SHIFTS.map((shift) => commonRows(problem, shift));
  const used = losses[SHIFTS.indexOf(0)];
  if (used === undefined) return undefined;
  const mean = average(used);
  let best: { shift: number; gain: number } | undefined;
  losses.forEach((own, index) => {
    if (own === undefined || own === used) return;
    const { gain, error } = meanGain(own.map((loss, row) => used[row] - loss));
    if (gain > CERTAINTY * error && gain > 0.1 * mean && gain > (best?.gain ?? 0))
      best = { shift: SHIFTS[index], gain };
  });
  if (best === undefined) return undefined;
  const { shift } = best;
  return {
    id: 'shifted-targets',
    severity: 'warning',
    evidence: { shift, tokens },
    alternatives: mended('shifted', shift > 0 ? `x[:-${shift}], y[${shift}:]` : 'x[1:], y[:-1]', {
      ...problem,
      predictions: rowsOf(predictions, Math.max(0, -shift), tokens - Math.abs(shift)),
      targets: {
        shape: [tokens - Math.abs(shift)],
        data: targets.data.slice(Math.max(0, shift), tokens + Math.min(0, shift)),
      },
    }),
  };
};

/** The losses of the rows that every shift has, from 1 to T - 3, against the targets `shift` places on. */
function commonRows(problem: Problem, shift: number): Float64Array | undefined {
  const { predictions, targets } = problem;
  const count = predictions.shape[0] - 3;
  const outcome = evaluate({
    ...withOptions(withoutOptions(problem, 'weight'), { reduction: 'sum' }),
    predictions: rowsOf(predictions, 1, count),
    targets: { shape: [count], data: targets.data.slice(1 + shift, 1 + shift + count) },
  });
  return outcome.ok ? outcome.value.rows : undefined;
}

function rowsOf({ shape, data }: Problem['predictions'], first: number, count: number): Problem['predictions'] {
  const width = shape[1];
  return { shape: [count, width], data: data.slice(first * width, (first + count) * width) };
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
