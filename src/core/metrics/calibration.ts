import { exactSum } from '../exactSum';

/**
 * Which bin a confidence on an edge belongs to, and what becomes of 0 and 1:
 * - guo: (low, high], so a confidence of 0 is in no bin (Guo et al. 2017 and their reference code);
 * - histogram: [low, high), the last one closed (numpy.histogram);
 * - torchmetrics: [low, high), and a confidence of 1 in a bin of its own (torchmetrics#3510).
 */
export type Binning = 'guo' | 'histogram' | 'torchmetrics';

/** Gaps between accuracy and confidence: weighted mean, largest, weighted root mean square. */
export interface CalibrationError {
  readonly expected: number;
  readonly maximum: number;
  readonly rootMeanSquare: number;
}

/** Samples by bins of confidence. Bins of fixed edges merge by adding. */
export interface CalibrationBins {
  /** One more than asked for with the torchmetrics binning. */
  readonly counts: Float64Array;
  readonly confidences: Float64Array;
  readonly corrects: Float64Array;
  /** All samples, those in no bin too. */
  readonly samples: number;
}

/** Expected, maximum and root mean square calibration error of top-1 confidences in [0, 1]; `correct` is 0 or 1. */
export function calibrationError(
  confidences: Float64Array,
  correct: Float64Array,
  bins: number,
  binning: Binning,
): CalibrationError {
  return errorOfBins(fillBins(confidences, correct, bins, binning));
}

export function fillBins(
  confidences: Float64Array,
  correct: Float64Array,
  bins: number,
  binning: Binning,
): CalibrationBins {
  const size = binning === 'torchmetrics' ? bins + 1 : bins;
  const filled = {
    counts: new Float64Array(size),
    confidences: new Float64Array(size),
    corrects: new Float64Array(size),
    samples: confidences.length,
  };
  for (let index = 0; index < confidences.length; index++) {
    const confidence = confidences[index];
    const bin = binOf(confidence, bins, binning);
    if (bin === undefined) continue;
    filled.counts[bin] = filled.counts[bin] + 1;
    filled.confidences[bin] = filled.confidences[bin] + confidence;
    filled.corrects[bin] = filled.corrects[bin] + correct[index];
  }
  return filled;
}

export function errorOfBins({ counts, confidences, corrects, samples }: CalibrationBins): CalibrationError {
  const weighted: number[] = [];
  const squared: number[] = [];
  let maximum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin];
    if (count === 0) continue;
    const gap = Math.abs(corrects[bin] - confidences[bin]) / count;
    weighted.push((gap * count) / samples);
    squared.push((gap * gap * count) / samples);
    maximum = Math.max(maximum, gap);
  }
  return { expected: exactSum(weighted), maximum, rootMeanSquare: Math.sqrt(exactSum(squared)) };
}

/** The bin of a confidence between edges i / bins; undefined where the convention has none for it. */
export function binOf(confidence: number, bins: number, binning: Binning): number | undefined {
  if (!(confidence >= 0 && confidence <= 1)) return undefined;
  let bin = Math.min(bins, Math.floor(confidence * bins));
  while (bin > 0 && confidence < bin / bins) bin--;
  while (bin < bins && confidence >= (bin + 1) / bins) bin++;
  if (binning === 'torchmetrics') return bin;
  if (binning === 'histogram') return Math.min(bin, bins - 1);
  const below = confidence === bin / bins ? bin - 1 : bin;
  return below < 0 ? undefined : below;
}
