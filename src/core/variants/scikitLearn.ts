import { exactSum } from '../exactSum';
import { roundingOf } from '../primitives';
import { scalar } from '../tensor';
import { accepted, lastExtent, refused, shapeMismatch, type Variant, type VariantArguments } from './variant';

/** Before 1.3 probabilities were not checked, and rows were divided by their sum. */
export type Release = '1.2' | '1.9';

/**
 * sklearn.metrics.log_loss on class indices in the order of the columns: probabilities clipped to
 * [eps, 1 - eps] of their own precision, weighted mean by sample_weight. A single column is that of the
 * larger label. It knows sampleWeight, precision and reduction (sum is normalize=False).
 */
export function scikitLearnLogLoss(release: Release): Variant {
  return {
    name: `sklearn.metrics.log_loss ${release}`,
    takes: ['sampleWeight', 'precision', 'reduction'],
    evaluate: (given) => logLoss(given, release),
  };
}

function logLoss(given: VariantArguments, release: Release): ReturnType<Variant['evaluate']> {
  const { predictions, targets, sampleWeight, precision = 'float64' } = given;
  const columns = predictions.shape.length < 2 ? 1 : lastExtent(predictions);
  if (targets.data.length * columns !== predictions.data.length) return shapeMismatch(given, '(N)');
  const round = roundingOf(release === '1.9' ? precision : 'float64');
  const outside = predictions.data.findIndex((p) => !(p >= 0 && p <= 1));
  const value = predictions.data[outside];
  if (value !== undefined && (release === '1.9' || Number.isNaN(value))) {
    return refused({ code: 'input-out-of-range', value, index: outside, count: 1 });
  }
  const classes = Math.max(2, columns);
  const row = targets.data.findIndex((target) => !(target >= 0 && target < classes));
  if (row >= 0) return refused({ code: 'target-out-of-bounds', target: targets.data[row], row, classes });
  const eps = precision === 'float32' ? 2 ** -23 : 2 ** -52;
  const losses = targets.data.map((target, index) => {
    const p = clip(probabilitiesOf(predictions.data, index, columns, round), round(eps), round(1 - eps));
    const sum = release === '1.2' ? exactSum(p) : 1;
    return -round(Math.log(round(p[target] / sum))) * (sampleWeight?.data[index] ?? 1);
  });
  const total = exactSum(losses);
  return accepted(scalar(given.reduction === 'sum' ? total : total / weightOf(given)));
}

/** One column p stands for the columns 1 - p and p. */
function probabilitiesOf(
  values: Float64Array,
  row: number,
  columns: number,
  round: (x: number) => number,
): Float64Array {
  if (columns > 1) return values.slice(row * columns, (row + 1) * columns).map(round);
  const p = round(values[row]);
  return Float64Array.of(round(1 - p), p);
}

function clip(values: Float64Array, low: number, high: number): Float64Array {
  return values.map((value) => Math.min(Math.max(value, low), high));
}

function weightOf({ sampleWeight, targets }: VariantArguments): number {
  return sampleWeight ? exactSum(sampleWeight.data) : targets.data.length;
}
