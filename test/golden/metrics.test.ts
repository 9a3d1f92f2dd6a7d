import { strict as assert } from 'node:assert';
import { evaluate } from '../../src/core/evaluate';
import { accuracy, topKAccuracy } from '../../src/core/metrics/accuracy';
import { auroc } from '../../src/core/metrics/auroc';
import { brierScore } from '../../src/core/metrics/brier';
import { type Binning, type CalibrationError, calibrationError } from '../../src/core/metrics/calibration';
import { confusionMatrix } from '../../src/core/metrics/confusion';
import { bits, bitsPerUnit, perplexity } from '../../src/core/metrics/perplexity';
import { argmax, type Scores } from '../../src/core/metrics/scores';
import { bestTemperature } from '../../src/core/metrics/temperature';
import { exactLogSoftmax } from '../../src/core/categorical';
import { goldenTensor, type Nested, readGoldens } from './goldens';

interface Metric {
  readonly id: string;
  readonly logits?: Nested;
  readonly target?: readonly number[];
  readonly conf?: readonly number[];
  readonly correct?: readonly number[];
  readonly scores?: readonly number[];
  readonly n_bins?: number;
  readonly expected: Readonly<Record<string, unknown>>;
}

const metrics = readGoldens().metrics as unknown as readonly Metric[];
/** The logits stand with the first metric and serve those without numbers of their own. */
const [first] = metrics as readonly [Metric];
const logits: Scores = {
  classes: 3,
  values: goldenTensor(first.logits as Nested).data,
  targets: Float64Array.from(first.target as readonly number[]),
};
const probabilities: Scores = { ...logits, values: softmaxed(logits) };
const rows = Array.from(logits.targets.keys());
const confidences = Float64Array.from(rows, (row) => probabilities.values[row * 3 + argmax(logits, row)]);
const correct = Float64Array.from(rows, (row) => (argmax(logits, row) === logits.targets[row] ? 1 : 0));
const outcome = evaluate({
  loss: 'cross_entropy',
  predictions: { shape: [rows.length, 3], data: logits.values },
  targets: { shape: [rows.length], data: logits.targets },
  options: {},
});
assert.ok(outcome.ok);
const loss = outcome.value.value.data[0];

/** What each golden metric is compared with. torchmetrics computes in float32. */
const COMPUTED: Readonly<Record<string, (metric: Metric) => Readonly<Record<string, unknown>>>> = {
  'm-perplexity': () => ({
    ce_nats: loss,
    perplexity: perplexity(loss),
    ce_bits: bits(loss),
    torchmetrics: perplexity(loss),
    bits_per_byte_if_48_bytes: bitsPerUnit(loss * rows.length, 48),
    byte_perplexity_48: 2 ** bitsPerUnit(loss * rows.length, 48),
  }),
  'm-brier': () => ({ multiclass_sum: brierScore(probabilities), halved: brierScore(probabilities) / 2 }),
  'm-acc': () => ({
    top1: accuracy(logits),
    top2: topKAccuracy(logits, 2),
    confusion_rows_true: confusionMatrix(logits).data,
  }),
  'm-ece-5': (metric) => calibrations(metric, confidences, correct, 5),
  'm-ece-10': (metric) => calibrations(metric, confidences, correct, 10),
  'm-ece-15': (metric) => calibrations(metric, confidences, correct, 15),
  'm-ece-boundary-1': boundary,
  'm-ece-boundary-0': boundary,
  'm-auroc': ({ scores, target }) => ({
    auroc: auroc(Float64Array.from(scores as readonly number[]), Float64Array.from(target as readonly number[])),
  }),
  'm-temperature': () => {
    const best = bestTemperature(logits);
    return { T: best.temperature, nll_at_T: best.loss, nll_at_1: loss };
  },
};

describe('golden metrics', () => {
  for (const metric of metrics) {
    it(`${metric.id} is what the peers compute`, () => {
      const computed = COMPUTED[metric.id]?.(metric);
      assert.ok(computed, 'has a computation');
      for (const [name, value] of Object.entries(metric.expected)) compare(computed[name], value, name);
    });
  }
});

function compare(found: unknown, expected: unknown, name: string): void {
  if (typeof expected === 'number') {
    const tolerance = name.includes('torchmetrics') || name.startsWith('T') ? 1e-6 : 1e-13;
    assert.ok(Math.abs((found as number) - expected) <= tolerance * Math.abs(expected), `${name}: ${String(found)}`);
  } else if (Array.isArray(expected)) {
    assert.deepEqual(Array.from(found as Float64Array), expected.flat());
  } else {
    const parts = found as Readonly<Record<string, unknown>>;
    for (const [part, value] of Object.entries(expected as object)) compare(parts[part], value, `${name} ${part}`);
  }
}

function boundary(metric: Metric): Readonly<Record<string, unknown>> {
  const { conf = [], correct: right = [], n_bins = 1 } = metric;
  return calibrations(metric, Float64Array.from(conf), Float64Array.from(right), n_bins);
}

function calibrations(
  { expected }: Metric,
  confidence: Float64Array,
  right: Float64Array,
  bins: number,
): Readonly<Record<string, unknown>> {
  const names: Readonly<Record<string, Binning>> = { guo: 'guo', hist: 'histogram', torchmetrics: 'torchmetrics' };
  return Object.fromEntries(
    Object.keys(expected).map((key) => {
      const error = calibrationError(confidence, right, bins, names[key.replace('_l1', '')]);
      return [key, key.endsWith('_l1') ? error.expected : partsOf(error)];
    }),
  );
}

function partsOf({ expected, maximum, rootMeanSquare }: CalibrationError): Readonly<Record<string, number>> {
  return { l1: expected, max: maximum, l2: rootMeanSquare };
}

function softmaxed({ classes, values }: Scores): Float64Array {
  const copy = values.slice();
  for (let start = 0; start < copy.length; start += classes) exactLogSoftmax(copy.subarray(start, start + classes));
  return copy.map(Math.exp);
}
