import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import { preciseLoss } from '../../../src/core/precise/preciseLoss';
import type { Problem } from '../../../src/core/problem';
import { mathjsBigMath } from '../../../src/exact/mathjs';
import { tensorFrom, tensorOf, uniform, unitsApart } from './samples';

const MATH = mathjsBigMath(64);

/** By mpmath 1.3.0 at 9,000 digits: log1p(exp(-20)), log1p(2 exp(-50)), log1p(exp(-10000)), -0.1 as a double. */
const DECIMALS: readonly (readonly [string, Problem, string])[] = [
  ['a confident logit', logit(20, 1), '2.0611536203143807032389827988779152356026698753876e-9'],
  ['a confident row', classes([50, 0, 0], 0), '3.8574996959278355660339416178588209823130735546356e-22'],
  ['a loss below the smallest double', logit(1e4, 1), '1.1354838653147360985409388750662484019574316100903e-4343'],
  [
    'a double as it is and not as it prints',
    { ...classes([0.1], 0), loss: 'nll_loss' },
    '-0.1000000000000000055511151231257827021181583404541',
  ],
];

/** Losses of random numbers on wide scales; -inf and hard zeros among them. */
const SAMPLES: Readonly<Record<string, (next: () => number) => Problem>> = {
  'rows of logits': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3], () => Math.floor(next() * 4)),
    options: { reduction: 'none' },
  }),
  'weights and smoothing': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3], () => Math.floor(next() * 4)),
    options: { reduction: 'none', weight: tensorFrom([4], next), labelSmoothing: next() },
  }),
  'soft targets': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3, 4], next),
    options: { reduction: 'none' },
  }),
  'masked classes': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], () => (next() < 0.3 ? -Infinity : wide(next))),
    targets: tensorFrom([3, 4], () => (next() < 0.5 ? 0 : 1)),
    options: { reduction: 'none' },
  }),
  'single logits': (next) => ({
    loss: 'binary_cross_entropy_with_logits',
    predictions: tensorFrom([12], () => wide(next)),
    targets: tensorFrom([12], () => (next() < 0.5 ? Math.round(next()) : next())),
    options: { reduction: 'none', posWeight: tensorFrom([1], next) },
  }),
  'single probabilities': (next) => ({
    loss: 'binary_cross_entropy',
    predictions: tensorFrom([12], () => 10 ** (-20 * next())),
    targets: tensorFrom([12], () => Math.round(next())),
    options: { reduction: 'none' },
  }),
  'logits given for probabilities': (next) => ({
    loss: 'binary_cross_entropy',
    from: 'logits',
    predictions: tensorFrom([12], () => wide(next)),
    targets: tensorFrom([12], () => Math.round(next())),
    options: { reduction: 'none' },
  }),
  'the hand-written form': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3], () => Math.floor(next() * 4)),
    options: { reduction: 'none', eps: 1e-10 },
  }),
  'focused logits': (next) => ({
    loss: 'sigmoid_focal_loss',
    predictions: tensorFrom([12], () => wide(next) / 10),
    targets: tensorFrom([12], () => Math.round(next())),
    options: {},
  }),
  'poly rows': (next) => ({
    loss: 'poly_loss',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3], () => Math.floor(next() * 4)),
    options: {},
  }),
  'multilabel rows': (next) => ({
    loss: 'multilabel_soft_margin_loss',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3, 4], () => Math.round(next())),
    options: { reduction: 'none' },
  }),
  'divergences of log targets': (next) => ({
    loss: 'kl_div',
    predictions: tensorFrom([3, 4], () => wide(next)),
    targets: tensorFrom([3, 4], () => -10 * next()),
    options: { logTarget: true, reduction: 'none' },
  }),
  'log-probabilities given for logits': (next) => ({
    loss: 'binary_cross_entropy_with_logits',
    from: 'log_probabilities',
    predictions: tensorFrom([12], () => -(10 ** (4 - 20 * next()))),
    targets: tensorFrom([12], () => Math.round(next())),
    options: { reduction: 'none' },
  }),
};

/** exp, log1p and the sums above them are each within one unit of the truth. */
const MOST_UNITS = 4;

describe('the precise loss', () => {
  for (const [name, problem, expected] of DECIMALS) {
    it(`gives fifty digits of ${name}`, () => {
      assert.deepEqual(preciseLoss(problem, MATH), { ok: true, value: [expected] });
    });
  }

  for (const [name, make] of Object.entries(SAMPLES)) {
    it(`finds the exact value of ${name} within ${MOST_UNITS} units in the last place`, () => {
      for (let seed = 1; seed <= 5; seed++) check(make(uniform(seed)), seed);
    });
  }

  it('divides the mean by the weights that count', () => {
    const problem: Problem = {
      ...classes([1, 2, 3], 0),
      targets: tensorOf([0]),
      options: { weight: tensorOf([0.1, 1, 1]) },
    };
    const outcome = preciseLoss(problem, MATH, 17);
    // By mpmath: log(1 + e + e^2).
    assert.deepEqual(outcome, { ok: true, value: ['2.4076059644443803'] });
  });

  it('refuses what the evaluation refuses', () => {
    const outcome = preciseLoss(classes([1, 2], 5), MATH);
    assert.ok(!outcome.ok && outcome.refusal.code === 'target-out-of-bounds');
  });
});

function check(problem: Problem, seed: number): void {
  const precise = preciseLoss(problem, MATH, 20);
  const evaluated = evaluate(problem);
  assert.ok(precise.ok && evaluated.ok);
  const { exact } = evaluated.value;
  assert.equal(precise.value.length, exact.data.length);
  precise.value.forEach((text, index) => {
    const truth = text === 'nan' ? NaN : Number(text.replace('inf', 'Infinity'));
    const apart = unitsApart(exact.data[index], truth);
    assert.ok(apart <= MOST_UNITS, `seed ${seed} [${index}]: ${exact.data[index]}, not ${text}: ${apart} units`);
  });
}

/** From 1e-4 to 1e3, of both signs. */
function wide(next: () => number): number {
  return (next() < 0.5 ? -1 : 1) * 10 ** (7 * next() - 4);
}

function logit(x: number, y: number): Problem {
  return {
    loss: 'binary_cross_entropy_with_logits',
    predictions: tensorOf([x]),
    targets: tensorOf([y]),
    options: {},
  };
}

function classes(row: readonly number[], target: number): Problem {
  return { loss: 'cross_entropy', predictions: tensorOf([row]), targets: tensorOf([target]), options: {} };
}
