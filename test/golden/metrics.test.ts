import { strict as assert } from 'node:assert';
import { evaluate } from '../../src/core/evaluate';
import { accuracy, topKAccuracy } from '../../src/core/metrics/accuracy';
import { auroc } from '../../src/core/metrics/auroc';
import { brierScore } from '../../src/core/metrics/brier';
import { type Binning, type CalibrationError, calibrationError } from '../../src/core/metrics/calibration';
import { confusionMatrix } from '../../src/core/metrics/confusion';
import { metricsOf } from '../../src/core/metrics/metrics';
import { bits, bitsPerUnit, perplexity } from '../../src/core/metrics/perplexity';
import { argmax, type Scores } from '../../src/core/metrics/scores';
import { bestTemperature } from '../../src/core/metrics/temperature';
import type { Problem } from '../../src/core/problem';
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

describe('the metrics of a problem', () => {
  const problem = (options: object = {}): Problem => ({
    loss: 'cross_entropy',
    predictions: { shape: [rows.length, 3], data: logits.values },
    targets: { shape: [rows.length], data: logits.targets },
    options,
  });
  const expectedOf = (id: string) => metrics.find((metric) => metric.id === id)?.expected ?? {};

  it('are what the peers compute', () => {
    const found = metricsOf(problem(), { bins: 5, topK: [2], units: 48 });
    assert.ok(found.ok);
    const { calibration, temperature, topK } = found.value;
    const ofLoss = expectedOf('m-perplexity');
    compare(found.value.loss, ofLoss['ce_nats'], 'loss');
    compare(found.value.perplexity, ofLoss['perplexity'], 'perplexity');
    compare(found.value.bits, ofLoss['ce_bits'], 'bits');
    compare(found.value.bitsPerUnit, ofLoss['bits_per_byte_if_48_bytes'], 'bits per byte');
    compare(found.value.brier, expectedOf('m-brier')['multiclass_sum'], 'brier');
    const ofAccuracy = expectedOf('m-acc');
    compare(found.value.accuracy, ofAccuracy['top1'], 'accuracy');
    compare(topK[0]?.accuracy, ofAccuracy['top2'], 'top 2');
    compare(found.value.confusion, ofAccuracy['confusion_rows_true'], 'confusion');
    compare(partsOf(calibration.guo), expectedOf('m-ece-5')['guo'], 'ece, guo');
    compare(partsOf(calibration.histogram), expectedOf('m-ece-5')['hist'], 'ece, histogram');
    compare(temperature.temperature, expectedOf('m-temperature')['T'], 'T');
    compare(temperature.loss, expectedOf('m-temperature')['nll_at_T'], 'loss at T');
  });

  it('do not know of weights, smoothing and eps, and leave ignored rows out', () => {
    const plain = metricsOf(problem(), { bins: 5, topK: [2] });
    const weight = { shape: [3], data: Float64Array.of(1, 2, 3) };
    assert.deepEqual(
      metricsOf(problem({ weight, labelSmoothing: 0.1, reduction: 'sum' }), { bins: 5, topK: [2] }),
      plain,
    );
    const spoilt = logits.targets.slice();
    spoilt[0] = -100;
    const found = metricsOf({ ...problem(), targets: { shape: [rows.length], data: spoilt } }, { bins: 5, topK: [2] });
    assert.equal(found.ok && found.value.rows, rows.length - 1);
  });

  it('are the same of images, of one-hot rows and of log-probabilities', () => {
    const options = { bins: 5, topK: [2] };
    const plain = metricsOf(problem(), options);
    assert.ok(plain.ok);
    const count = rows.length;
    const image = new Float64Array(count * 3);
    const oneHot = new Float64Array(count * 3);
    for (const row of rows) {
      for (let c = 0; c < 3; c++) image[c * count + row] = logits.values[row * 3 + c];
      oneHot[row * 3 + logits.targets[row]] = 1;
    }
    const images = { ...problem(), predictions: { shape: [1, 3, count], data: image } };
    const others: readonly Problem[] = [
      { ...images, targets: { shape: [1, count], data: logits.targets } },
      { ...problem(), targets: { shape: [count, 3], data: oneHot } },
    ];
    for (const other of others) assert.deepEqual(metricsOf(other, options), plain);
    const logP = { shape: [count, 3], data: probabilities.values.map(Math.log) };
    const found = metricsOf({ ...problem(), loss: 'nll_loss', predictions: logP }, options);
    assert.ok(found.ok);
    compare(found.value.loss, plain.value.loss, 'loss');
    compare(found.value.brier, plain.value.brier, 'brier');
    compare(found.value.temperature.temperature, plain.value.temperature.temperature, 'T');
  });

  it('of yes/no questions are what scikit-learn 1.2.1 and NumPy 1.24 compute', () => {
    // log_loss(y, p), roc_auc_score(y, x), brier_score_loss(y, p); the gaps of two bins of p.
    const found = metricsOf(
      {
        loss: 'binary_cross_entropy_with_logits',
        predictions: { shape: [4], data: Float64Array.of(2, -1, 0.5, -0.25) },
        targets: { shape: [4], data: Float64Array.of(1, 0, 0, 1) },
        options: {},
      },
      { bins: 2, topK: [] },
    );
    assert.ok(found.ok);
    compare(found.value.loss, 0.5600515256550364, 'loss');
    compare(found.value.auroc, 0.75, 'auroc');
    compare(found.value.brier, 0.19750921547389602, 'brier');
    compare(found.value.accuracy, 0.5, 'accuracy');
    const gaps = { l1: 0.19912287217388502, max: 0.25162820458986856, l2: 0.20592893957598646 };
    compare(partsOf(found.value.calibration.histogram), gaps, 'calibration');
  });

  it('have a temperature of finite losses only, whatever is impossible', () => {
    const scores = (values: readonly number[]): Scores => ({
      classes: 2,
      values: Float64Array.from(values),
      targets: Float64Array.of(0),
    });
    assert.deepEqual(bestTemperature(scores([1, -Infinity])), { temperature: Infinity, loss: 0 });
    assert.deepEqual(bestTemperature(scores([-Infinity, 1])), { temperature: NaN, loss: Infinity });
    assert.deepEqual(bestTemperature(scores([NaN, 1])), { temperature: NaN, loss: NaN });
  });

  it('are refused where targets name no class', () => {
    const soft = metricsOf(
      {
        loss: 'binary_cross_entropy',
        predictions: { shape: [2], data: Float64Array.of(0.5, 0.5) },
        targets: { shape: [2], data: Float64Array.of(1, 0.25) },
        options: {},
      },
      { bins: 2, topK: [] },
    );
    assert.deepEqual(!soft.ok && soft.refusal, { code: 'target-not-integer', target: 0.25, row: 1 });
    const divergence = metricsOf({ ...problem(), loss: 'kl_div' }, { bins: 2, topK: [] });
    assert.equal(!divergence.ok && divergence.refusal.code, 'option-not-supported');
  });
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
