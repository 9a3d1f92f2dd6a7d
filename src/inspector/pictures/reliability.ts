import { errorOfBins, fillBins, type CalibrationBins } from '../../core/metrics/calibration';
import type { Facts } from '../problem/facts';

/** How often what was predicted with some confidence was right. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  readonly expected: number;
  readonly maximum: number;
  /** Between which the expected error lies in nineteen of twenty samples drawn anew. */
  readonly expectedInterval: Interval;
  readonly brier: number;
  readonly accuracy: number;
  readonly confidence: number;
  readonly decisions: number;
}

export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** NaN of an empty bin, as is the interval. */
  readonly accuracy: number;
  readonly confidence: number;
  readonly interval: Interval;
}

export type Interval = readonly [low: number, high: number];

const DRAWS = 400;
/** The same numbers give the same intervals every time. */
const SEED = 20260;

export function reliabilityOf(facts: Facts, size = 10): Reliability {
  const { targets, predicted } = facts;
  const kept: number[] = [];
  for (let at = 0; at < targets.length; at++) {
    if ((targets[at] ?? -1) >= 0 && (predicted[at] ?? -1) >= 0) kept.push(at);
  }
  const confidences = Float64Array.from(kept, (at) => Math.min(1, facts.confidence[at] ?? NaN));
  const correct = Float64Array.from(kept, (at) => (targets[at] === predicted[at] ? 1 : 0));
  const filled = fillBins(confidences, correct, size, 'guo');
  const { expected, maximum } = errorOfBins(filled);
  const { intervals, expectedInterval } = bootstrap(filled);
  const bins = Array.from({ length: size }, (_, bin): ReliabilityBin => {
    const count = filled.counts[bin] ?? 0;
    return {
      low: bin / size,
      high: (bin + 1) / size,
      count,
      accuracy: (filled.corrects[bin] ?? 0) / count,
      confidence: (filled.confidences[bin] ?? 0) / count,
      interval: intervals[bin] ?? [NaN, NaN],
    };
  });
  const squares = facts.squares();
  let squared = 0;
  for (const at of kept) squared += squares[at] ?? NaN;
  return {
    bins,
    expected,
    maximum,
    expectedInterval,
    brier: squared / kept.length,
    accuracy: mean(correct),
    confidence: mean(confidences),
    decisions: kept.length,
  };
}

/** Each bin's hits drawn again from what they were: the percentile bootstrap of its accuracy and of the whole error. */
function bootstrap({ counts, confidences, corrects, samples }: CalibrationBins): {
  readonly intervals: readonly Interval[];
  readonly expectedInterval: Interval;
} {
  const random = seeded(SEED);
  const errors = new Float64Array(DRAWS);
  const intervals = Array.from(counts, (count, bin): Interval => {
    if (count === 0) return [NaN, NaN];
    const share = (corrects[bin] ?? 0) / count;
    const confidence = (confidences[bin] ?? 0) / count;
    const drawn = Float64Array.from({ length: DRAWS }, () => hits(count, share, random) / count);
    drawn.forEach((accuracy, draw) => {
      errors[draw] = (errors[draw] ?? 0) + (Math.abs(accuracy - confidence) * count) / samples;
    });
    return middle(drawn);
  });
  return { intervals, expectedInterval: samples === 0 ? [NaN, NaN] : middle(errors) };
}

/** How many of `count` tries succeed: tried one by one, or by the normal law where they are many. */
function hits(count: number, share: number, random: () => number): number {
  if (count > 200) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.min(count, Math.max(0, count * share + normal * Math.sqrt(count * share * (1 - share))));
  }
  let found = 0;
  for (let attempt = 0; attempt < count; attempt++) if (random() < share) found++;
  return found;
}

function middle(drawn: Float64Array): Interval {
  const sorted = drawn.slice().sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return [at(0.025), at(0.975)];
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** mulberry32: a few lines, and enough for drawing. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
