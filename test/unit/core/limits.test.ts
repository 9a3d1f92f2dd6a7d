import { strict as assert } from 'node:assert';
import { cellsOf } from '../../../src/core/cells';
import { evaluate, gradient } from '../../../src/core/evaluate';
import { exactSum, ExactSum } from '../../../src/core/exactSum';
import { binOf, calibrationError } from '../../../src/core/metrics/calibration';
import { metricsOf } from '../../../src/core/metrics/metrics';
import { auroc } from '../../../src/core/metrics/auroc';
import { accuracy } from '../../../src/core/metrics/accuracy';
import { argmax } from '../../../src/core/metrics/scores';
import { preciseLoss } from '../../../src/core/precise/preciseLoss';
import type { LossName, LossOptions, Problem, Reduction } from '../../../src/core/problem';
import { summarise } from '../../../src/core/summarise';
import { Summary } from '../../../src/core/summary';
import { Superaccumulator } from '../../../src/core/superaccumulator';
import { uncertainty } from '../../../src/core/uncertainty/uncertainty';
import { mathjsBigMath } from '../../../src/exact/mathjs';
import { tensorFrom, tensorOf, uniform } from './samples';

const MATH = mathjsBigMath(64);
const { LN2 } = Math;

/** What PyTorch takes where nothing is said, by its documentation (Optax for poly_loss, torchvision for the focal). */
const DEFAULTS: Readonly<Record<LossName, Reduction>> = {
  cross_entropy: 'mean',
  nll_loss: 'mean',
  binary_cross_entropy: 'mean',
  binary_cross_entropy_with_logits: 'mean',
  kl_div: 'mean',
  multilabel_soft_margin_loss: 'mean',
  sigmoid_focal_loss: 'none',
  poly_loss: 'none',
};

/** Losses whose value is known in closed form, as PyTorch returns it and as it is without its clamps. */
const CLOSED: readonly (readonly [string, Problem, number, number])[] = [
  ['a row of equal logits is the logarithm of their number', classes([[0, 0]], [1]), LN2, LN2],
  ['a row with a NaN is NaN', classes([[NaN, 0]], [1]), NaN, NaN],
  ['a row with two infinities shares between them', classes([[Infinity, Infinity]], [0]), NaN, LN2],
  ['an infinity takes all from the rest', classes([[Infinity, 0]], [1]), NaN, Infinity],
  ['the mean over nothing but what is ignored is NaN', classes([[0, 0]], [-100]), NaN, NaN],
  [
    'a clamped logarithm is -100 where the true one is infinite',
    { loss: 'binary_cross_entropy', predictions: tensorOf([0]), targets: tensorOf([1]), options: {} },
    100,
    Infinity,
  ],
  [
    'a divergence from the same distribution is nothing',
    { loss: 'kl_div', predictions: tensorOf([-LN2, -LN2]), targets: tensorOf([0.5, 0.5]), options: {} },
    0,
    0,
  ],
  [
    'a divergence of no mass is nothing whatever the input',
    { loss: 'kl_div', predictions: tensorOf([-1, 0]), targets: tensorOf([0, 0]), options: { reduction: 'sum' } },
    0,
    0,
  ],
  [
    'a divergence of no mass from NaN is NaN',
    { loss: 'kl_div', predictions: tensorOf([NaN]), targets: tensorOf([0]), options: {} },
    NaN,
    NaN,
  ],
  [
    'a divergence of log targets is that of their exponentials',
    {
      loss: 'kl_div',
      predictions: tensorOf([-1, -1]),
      targets: tensorOf([0, 0]),
      options: { logTarget: true, reduction: 'batchmean' },
    },
    1,
    1,
  ],
  [
    'the batch of a scalar is one',
    { loss: 'kl_div', predictions: tensorOf(-1), targets: tensorOf(1), options: { reduction: 'batchmean' } },
    1,
    1,
  ],
  [
    'a divergence of probabilities takes their logarithm',
    { loss: 'kl_div', from: 'probabilities', predictions: tensorOf([1]), targets: tensorOf([1]), options: {} },
    0,
    0,
  ],
  [
    'half of all is a logarithm of 2 in every column of a multilabel row',
    { loss: 'multilabel_soft_margin_loss', predictions: tensorOf([[0, 0]]), targets: tensorOf([[0, 1]]), options: {} },
    LN2,
    LN2,
  ],
  [
    'a focal loss of an even chance is a quarter of alpha times ln 2',
    { loss: 'sigmoid_focal_loss', predictions: tensorOf([0]), targets: tensorOf([1]), options: { reduction: 'sum' } },
    0.25 * 0.25 * LN2,
    0.25 * 0.25 * LN2,
  ],
  [
    'the same of log-probabilities',
    {
      loss: 'sigmoid_focal_loss',
      from: 'log_probabilities',
      predictions: tensorOf([-LN2]),
      targets: tensorOf([1]),
      options: { reduction: 'sum' },
    },
    0.25 * 0.25 * LN2,
    0.25 * 0.25 * LN2,
  ],
  [
    'a focal loss without alpha leaves it out',
    {
      loss: 'sigmoid_focal_loss',
      predictions: tensorOf([0]),
      targets: tensorOf([0]),
      options: { reduction: 'sum', alpha: -1, gamma: 1 },
    },
    0.5 * LN2,
    0.5 * LN2,
  ],
  [
    'predictions repeat over targets of more axes',
    {
      loss: 'kl_div',
      predictions: tensorOf([-1, -2]),
      targets: tensorOf([
        [1, 0],
        [0, 1],
      ]),
      options: { reduction: 'sum' },
    },
    3,
    3,
  ],
  [
    'nothing of NaN is lost in a sum that is certain',
    {
      loss: 'binary_cross_entropy',
      predictions: tensorOf([1]),
      targets: tensorOf([1]),
      options: { weight: tensorOf([NaN]) },
    },
    NaN,
    NaN,
  ],
  [
    'a poly loss of certainty is nothing',
    {
      loss: 'poly_loss',
      from: 'probabilities',
      predictions: tensorOf([[1, 0]]),
      targets: tensorOf([0]),
      options: { reduction: 'mean' },
    },
    0,
    0,
  ],
  [
    'eps is added to probabilities before their logarithm',
    {
      loss: 'nll_loss',
      from: 'probabilities',
      predictions: tensorOf([[0.25, 0.75]]),
      targets: tensorOf([0]),
      options: { eps: 0.25 },
    },
    LN2,
    LN2,
  ],
  [
    'a poly loss of probabilities adds epsilon times what is missing',
    {
      loss: 'poly_loss',
      from: 'probabilities',
      predictions: tensorOf([[0.5, 0.5]]),
      targets: tensorOf([0]),
      options: { reduction: 'sum', epsilon: 3 },
    },
    LN2 + 1.5,
    LN2 + 1.5,
  ],
];

describe('losses with a closed form', () => {
  for (const [name, problem, torch, exact] of CLOSED) {
    it(`say that ${name}`, () => {
      const outcome = evaluate(problem);
      assert.ok(outcome.ok);
      close(outcome.value.value.data[0], torch);
      close(outcome.value.exact.data[0], exact);
      const precise = preciseLoss(problem, MATH, 30);
      assert.ok(precise.ok);
      close(Number(precise.value[0].replace('inf', 'Infinity')), exact);
    });
  }

  for (const [loss, reduction] of Object.entries(DEFAULTS) as [LossName, Reduction][]) {
    it(`reduce ${loss} by ${reduction} where nothing is said`, () => {
      const problem = problemOf(loss, {});
      const said = { ...problem, options: { reduction } };
      assert.deepEqual(evaluate(problem), evaluate(said));
      for (const form of ['torch', 'exact'] as const) {
        assert.deepEqual(gradient(problem, form), gradient(said, form));
      }
    });
  }

  it('take the slope of a focal loss of log-probabilities by the chain rule', () => {
    // By x = -ln 2: p = 1/2, and of (1 - p)^g times -x the slope is -(1 - p)^g - g p (1 - p)^(g - 1) times -x.
    for (const gamma of [0, 2]) {
      const outcome = gradient(
        {
          loss: 'sigmoid_focal_loss',
          from: 'log_probabilities',
          predictions: tensorOf([-LN2]),
          targets: tensorOf([1]),
          options: { alpha: -1, gamma, reduction: 'sum' },
        },
        'exact',
      );
      assert.ok(outcome.ok);
      close(outcome.value.data[0], -(0.5 ** gamma) - gamma * 0.5 * 0.5 ** (gamma - 1) * LN2);
    }
  });

  it('take the slope of a poly loss of probabilities by the chain rule', () => {
    // The shares are the probabilities over their sum: at an even chance -ln p has the slope -1/p (1 - p) = -1, and
    // epsilon (1 - p) that of -epsilon p (1 - p) / p = -epsilon / 2.
    const outcome = gradient(
      {
        loss: 'poly_loss',
        from: 'probabilities',
        predictions: tensorOf([[0.5, 0.5]]),
        targets: tensorOf([0]),
        options: { reduction: 'sum', epsilon: 3 },
      },
      'exact',
    );
    assert.ok(outcome.ok);
    close(outcome.value.data[0], -2.5);
    close(outcome.value.data[1], 2.5);
  });

  it('take the slope of a divergence by each input', () => {
    for (const [reduction, scale] of [
      ['sum', 1],
      ['none', 1],
      ['mean', 2],
      ['batchmean', 1],
    ] as const) {
      const outcome = gradient({
        loss: 'kl_div',
        predictions: tensorOf([[-1, -2]]),
        targets: tensorOf([[0.25, 0.75]]),
        options: { reduction },
      });
      assert.ok(outcome.ok);
      assert.deepEqual(Array.from(outcome.value.data), [-0.25 / scale, -0.75 / scale]);
    }
  });

  it('are of no rows where the last axis holds nothing', () => {
    const outcome = evaluate({
      loss: 'binary_cross_entropy',
      predictions: tensorFrom([2, 0], () => 0),
      targets: tensorFrom([2, 0], () => 0),
      options: {},
    });
    assert.ok(outcome.ok);
    assert.equal(outcome.value.rows.length, 0);
  });
});

describe('sums', () => {
  it('beyond the largest double are infinite', () => {
    assert.equal(exactSum([Number.MAX_VALUE, Number.MAX_VALUE]), Infinity);
    assert.equal(exactSum([-Number.MAX_VALUE, -Number.MAX_VALUE]), -Infinity);
  });

  it('of a cleared sum begin anew', () => {
    const sum = new ExactSum();
    for (const value of [1, 1e-20, Infinity]) sum.add(value);
    sum.clear();
    assert.equal(sum.value(), 0);
    sum.add(0.5);
    assert.equal(sum.value(), 0.5);
  });

  it('go to the side that lies below a tie, either way', () => {
    // By Python's math.fsum: half a unit of 1 is 2^-53.
    assert.equal(exactSum([1, 2 ** -53, 2 ** -107]), 1 + 2 ** -52);
    assert.equal(exactSum([-1, -(2 ** -53), -(2 ** -107)]), -1 - 2 ** -52);
    assert.equal(exactSum([1, 2 ** -53, -(2 ** -107)]), 1);
    assert.equal(exactSum([-1, -(2 ** -53), 2 ** -107]), -1);
  });

  it('of many numbers are carried in time', () => {
    // 2^21 times the largest 53 bits of one place.
    const values = new Float64Array(2 ** 21).fill(2 ** 53 - 1);
    const sum = new Superaccumulator();
    sum.addAll(values);
    assert.equal(sum.value(), 2 ** 21 * (2 ** 53 - 1));
  });

  it('know what is not finite', () => {
    const sumOf = (...values: number[]): Superaccumulator => {
      const sum = new Superaccumulator();
      sum.addAll(Float64Array.from(values));
      return sum;
    };
    assert.equal(sumOf(1, -Infinity).value(), -Infinity);
    assert.equal(sumOf(1, NaN).value(), NaN);
    assert.equal(sumOf(Infinity, -Infinity).value(), NaN);
    for (const value of [NaN, Infinity, -Infinity]) {
      const restored = Superaccumulator.restore(sumOf(value).state());
      assert.equal(restored.value(), value);
      const merged = sumOf(1);
      merged.merge(sumOf(value));
      assert.equal(merged.value(), value);
    }
    assert.equal(sumOf(-3).over(sumOf(-2)), 1.5);
    assert.equal(sumOf(3).over(sumOf(-2)), -1.5);
    assert.equal(sumOf(1).over(sumOf(Infinity)), 0);
  });
});

describe('cells', () => {
  it('of a multilabel row add up to its loss', () => {
    const problem = problemOf('multilabel_soft_margin_loss', {});
    const [outcome, cells] = [evaluate(problem), cellsOf(problem)];
    assert.ok(outcome.ok && cells.ok);
    const { data } = cells.value.losses;
    close(exactSum(data) / outcome.value.rows.length, outcome.value.exact.data[0]);
  });

  it('of probabilities of 1 know no margin where the target is soft', () => {
    const cells = cellsOf({
      loss: 'binary_cross_entropy',
      predictions: tensorOf([0.75, 0.75, 0.75]),
      targets: tensorOf([0, 1, 0.5]),
      options: {},
    });
    assert.ok(cells.ok);
    const [no, yes, soft] = cells.value.margin;
    close(no, -Math.log(3));
    close(yes, Math.log(3));
    assert.ok(Number.isNaN(soft));
    assert.deepEqual(Array.from(cells.value.confidence), [0.75, 0.75, 0.75]);
    assert.deepEqual(Array.from(cells.value.argmax), [1, 1, 1]);
  });
});

describe('a summary of a problem', () => {
  it('counts what is decided right, wrong and not at all', () => {
    const outcome = summarise(
      {
        ...classes(
          [
            [2, 0],
            [0, 2],
            [2, 0],
            [0, 0],
          ],
          [0, 0, 1, -100],
        ),
        options: { weight: tensorOf([2, 3]) },
      },
      { worst: 2, bins: 2 },
    );
    assert.ok(outcome.ok);
    const { rows, ignored, confusion, binCounts, binCorrects } = outcome.value;
    assert.deepEqual({ rows, ignored }, { rows: 3, ignored: 1 });
    assert.deepEqual(Array.from(confusion), [1, 1, 1, 0]);
    assert.deepEqual(Array.from(binCounts), [0, 3]);
    assert.deepEqual(Array.from(binCorrects), [0, 1]);
    // 2 ln(1 + e^-2) + (2 + 3) ln(1 + e^2), over 2 + 2 + 3.
    close(outcome.value.mean(), (2 * Math.log1p(Math.exp(-2)) + 5 * Math.log1p(Math.exp(2))) / 7);
  });

  it('has no classes of a binary loss or of soft targets', () => {
    for (const problem of [problemOf('binary_cross_entropy', {}), soft()]) {
      const outcome = summarise(problem, { worst: 1, bins: 2 });
      assert.ok(outcome.ok);
      assert.equal(outcome.value.confusion.length, 0);
    }
  });

  it('takes a lone row of logits with its class', () => {
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorOf([1, 0, 0]),
      targets: tensorOf(0),
      options: {},
    };
    const outcome = summarise(problem, { worst: 1, bins: 1 });
    assert.ok(outcome.ok);
    assert.deepEqual(Array.from(outcome.value.confusion), [1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps no confusion of more classes than it tells', () => {
    const outcome = summarise(
      { loss: 'cross_entropy', predictions: tensorFrom([1, 1001], () => 0), targets: tensorOf([1000]), options: {} },
      { worst: 1, bins: 1 },
    );
    assert.ok(outcome.ok);
    assert.equal(outcome.value.confusion.length, 0);
    assert.deepEqual(Array.from(outcome.value.binCounts), [1]);
  });

  it('is NaN or infinite where a loss is', () => {
    const of = (...losses: number[]): Summary => {
      const summary = new Summary({ worst: 2, bins: 1, classes: 2 });
      losses.forEach((loss, row) => summary.add({ row, loss, weight: 1 }));
      return summary;
    };
    assert.equal(of(1, Infinity).sum(), Infinity);
    assert.equal(of(1, Infinity).mean(), Infinity);
    assert.equal(of(1, NaN, Infinity).sum(), NaN);
    assert.equal(of(1, NaN).mean(), NaN);
    assert.equal(of(1, 2, Infinity).finiteSum(), 3);
    assert.equal(of(1, 2).sum(), 3);
    assert.equal(of(1, 2).mean(), 1.5);
    assert.equal(of().mean(), NaN);
    assert.deepEqual(of(1, NaN, Infinity, 2).worst(), [
      { row: 1, loss: NaN },
      { row: 2, loss: Infinity },
    ]);
  });

  it('takes a confidence of 0 in its first bin, and none that is no share', () => {
    const summary = new Summary({ worst: 0, bins: 2, classes: 2 });
    for (const confidence of [0, 0.5, 1, NaN, 1.5]) {
      summary.add({ row: 0, loss: 0, weight: 1, target: 1, argmax: 1, confidence });
    }
    summary.add({ row: 0, loss: 0, weight: 1, target: 1, argmax: 0 });
    summary.add({ row: 0, loss: 0, weight: 1, target: 5, argmax: 0 });
    assert.deepEqual(Array.from(summary.binCounts), [2, 1]);
    assert.deepEqual(Array.from(summary.binCorrects), [2, 1]);
    assert.deepEqual(Array.from(summary.confidenceSums()), [0.5, 1]);
    assert.deepEqual(Array.from(summary.confusion), [0, 0, 1, 5]);
  });
});

describe('metrics at their ends', () => {
  it('are NaN of a score that is', () => {
    assert.ok(Number.isNaN(auroc(Float64Array.of(NaN, 1), Float64Array.of(0, 1))));
    const scores = { classes: 2, values: Float64Array.of(0, NaN, 1, 0), targets: Float64Array.of(1, 0) };
    assert.equal(argmax(scores, 0), 1);
    assert.equal(accuracy(scores), 0.5);
  });

  it('have no bin for what is no confidence', () => {
    for (const confidence of [-0.1, 1.1, NaN]) assert.equal(binOf(confidence, 10, 'histogram'), undefined);
    const { expected } = calibrationError(Float64Array.of(NaN, 0.5), Float64Array.of(1, 1), 2, 'guo');
    // Half of the two is in a bin, and its gap is a half.
    assert.equal(expected, 0.25);
  });

  it('of probabilities rank as their logarithms', () => {
    const probabilities: Problem = {
      loss: 'cross_entropy',
      from: 'probabilities',
      predictions: tensorOf([
        [0.25, 0.75],
        [0.5, 0.5],
      ]),
      targets: tensorOf([1, 1]),
      options: { ignoreIndex: 0, dtype: 'float64' },
    };
    const logits: Problem = {
      ...probabilities,
      from: 'logits',
      predictions: tensorOf([
        [0, Math.log(3)],
        [0, 0],
      ]),
    };
    const [a, b] = [probabilities, logits].map((problem) => metricsOf(problem, { bins: 4, topK: [1], units: 2 }));
    assert.ok(a.ok && b.ok);
    close(a.value.loss, b.value.loss);
    close(a.value.loss, (-Math.log(0.75) + LN2) / 2);
    assert.equal(a.value.accuracy, 0.5);
    close(a.value.bitsPerUnit ?? NaN, (-Math.log2(0.75) + 1) / 2);
  });

  it('of answers as probabilities are those of their logits', () => {
    const answers: Problem = {
      loss: 'binary_cross_entropy',
      predictions: tensorOf([0.75, 0.25]),
      targets: tensorOf([1, 0]),
      options: { dtype: 'float32' },
    };
    const metrics = metricsOf(answers, { bins: 4, topK: [] });
    assert.ok(metrics.ok);
    close(metrics.value.loss, -Math.log(0.75));
    assert.equal(metrics.value.auroc, 1);
  });

  it('say that any sharpening helps where the right logit leads by next to nothing', () => {
    const metrics = metricsOf(classes([[1e-10, 0]], [0]), { bins: 4, topK: [] });
    assert.ok(metrics.ok);
    assert.equal(metrics.value.temperature.temperature, 0);
  });

  it('have no confusion of more classes than it tells', () => {
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorFrom([1, 1001], uniform(1)),
      targets: tensorOf([0]),
      options: {},
    };
    const metrics = metricsOf(problem, { bins: 4, topK: [] });
    assert.ok(metrics.ok);
    assert.equal(metrics.value.confusion, undefined);
    assert.equal(metrics.value.bitsPerUnit, undefined);
  });
});

describe('bounds at their ends', () => {
  it('are NaN where a prediction is', () => {
    const bounds = uncertainty(
      { loss: 'binary_cross_entropy', predictions: tensorOf([NaN]), targets: tensorOf([1]), options: {} },
      { predictions: 0.5, targets: 0 },
    );
    assert.ok(bounds !== undefined && Number.isNaN(bounds.loss.low) && Number.isNaN(bounds.loss.high));
  });

  it('of a log-probability printed as 0 begin at no loss', () => {
    for (const loss of ['binary_cross_entropy', 'nll_loss'] as const) {
      const row = loss === 'nll_loss';
      const bounds = uncertainty(
        {
          loss,
          from: 'log_probabilities',
          predictions: row ? tensorOf([[0, -1]]) : tensorOf([0]),
          targets: row ? tensorOf([0]) : tensorOf([1]),
          options: {},
        },
        { predictions: 0.25, targets: 0 },
      );
      assert.ok(bounds !== undefined);
      assert.ok(bounds.loss.low <= 0 && bounds.loss.high >= 0.25 && bounds.loss.high < 0.26);
    }
  });

  it('are infinite where a weighted prediction may be 0', () => {
    const bounds = uncertainty(
      {
        loss: 'binary_cross_entropy',
        predictions: tensorOf([0.125]),
        targets: tensorOf([1]),
        options: { weight: tensorOf([2]) },
      },
      { predictions: 0.25, targets: 0 },
    );
    assert.ok(bounds !== undefined);
    assert.equal(bounds.loss.high, Infinity);
    assert.ok(Math.abs(bounds.loss.low + 2 * Math.log(0.375)) < 1e-14);
  });

  it('hold every corner of more classes than are gone through one by one', () => {
    const next = uniform(2);
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorFrom([1, 24], () => 0),
      targets: tensorFrom([1, 24], () => 1 / 24),
      options: {},
    };
    const bounds = uncertainty(problem, { predictions: 0.125, targets: 0 });
    assert.ok(bounds !== undefined);
    for (let corner = 0; corner < 100; corner++) {
      const moved = { ...problem, predictions: tensorFrom([1, 24], () => (next() < 0.5 ? -0.125 : 0.125)) };
      const outcome = evaluate(moved);
      assert.ok(outcome.ok);
      const [loss] = outcome.value.exact.data;
      assert.ok(bounds.loss.low <= loss && loss <= bounds.loss.high);
    }
    // Every log-probability moves by no more than the widths of two numbers.
    assert.ok(bounds.loss.high <= Math.log(24) + 0.25);
  });

  it('hold what a soft target makes of every prediction inside', () => {
    for (const [from, at] of [
      ['logits', 0],
      ['log_probabilities', -LN2],
      ['probabilities', 0.5],
    ] as const) {
      const bounds = uncertainty(
        { loss: 'binary_cross_entropy', from, predictions: tensorOf([at]), targets: tensorOf([0.5]), options: {} },
        { predictions: 0.125, targets: 0 },
      );
      // An even chance is the best that an even answer can have.
      assert.ok(bounds !== undefined);
      assert.ok(bounds.loss.low <= LN2 && LN2 - bounds.loss.low < 1e-14, from);
      assert.ok(bounds.loss.high > LN2);
    }
  });
});

function classes(logits: readonly (readonly number[])[], targets: readonly number[]): Problem {
  return { loss: 'cross_entropy', predictions: tensorOf(logits), targets: tensorOf(targets), options: {} };
}

function soft(): Problem {
  return { loss: 'cross_entropy', predictions: tensorOf([[1, 0]]), targets: tensorOf([[0.5, 0.5]]), options: {} };
}

/** A problem of any loss, of small random numbers. */
function problemOf(loss: LossName, options: LossOptions): Problem {
  const next = uniform(9);
  const categorical = loss === 'cross_entropy' || loss === 'nll_loss' || loss === 'poly_loss';
  const share = (): number => 0.1 + 0.8 * next();
  return {
    loss,
    predictions: tensorFrom([3, 2], loss === 'kl_div' || loss === 'nll_loss' ? () => -next() : share),
    targets: categorical ? tensorOf([0, 1, 1]) : tensorFrom([3, 2], share),
    options,
  };
}

function close(found: number, expected: number): void {
  const near = Math.abs(found - expected) <= 1e-14 * Math.max(1, Math.abs(expected));
  assert.ok(near || Object.is(found, expected), `${found}, not ${expected}`);
}
