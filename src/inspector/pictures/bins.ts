import { roundStep } from './scale';

/** How many values lie in each of some equal stretches, edges at round numbers. The last stretch is closed. */
export interface Histogram {
  readonly low: number;
  readonly step: number;
  readonly counts: Float64Array;
  /** Values that stand on no axis: nan and the infinities. */
  readonly notFinite: number;
}

/** Of the rows given, or of all. */
export function histogram(values: Float64Array, wanted = 24, keep: (index: number) => boolean = () => true): Histogram {
  let low = Infinity;
  let high = -Infinity;
  let notFinite = 0;
  let kept = 0;
  for (let index = 0; index < values.length; index++) {
    if (!keep(index)) continue;
    kept++;
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) notFinite++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return { low: 0, step: 1, counts: new Float64Array(1), notFinite };
  // Few values in many bins say nothing; Rice's rule says how many bins they bear.
  const most = Math.min(wanted, Math.max(5, Math.ceil(2 * Math.cbrt(kept))));
  const start = low >= 0 && low < (high - low) / 2 ? 0 : low;
  const step = roundStep(Math.max(high - start, Number.EPSILON * Math.max(1, Math.abs(high))) / most);
  const first = Math.floor(start / step) * step;
  const counts = new Float64Array(Math.max(1, Math.ceil((high - first) / step - 1e-9)));
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value) || !keep(index)) continue;
    const bin = Math.min(counts.length - 1, Math.max(0, Math.floor((value - first) / step)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low: first, step, counts, notFinite };
}
