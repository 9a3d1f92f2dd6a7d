import { strict as assert } from 'node:assert';
import { exactLogSoftmax } from '../../../src/core/categorical';
import { evaluate } from '../../../src/core/evaluate';
import type { Problem } from '../../../src/core/problem';
import { tensorFrom, tensorOf, unitsApart } from './samples';

/** Two logits, and the loss of each by Python's decimal at 80 digits, rounded to a double. */
const ROWS: readonly (readonly [number, number, number, number])[] = [
  [30.1, 0.0123456789, 8.572307767800421e-14, 30.087654321100086],
  [25.7, -3.3, 2.5436656473766017e-13, 29.000000000000252],
  [-0.1, -33.3333, 3.689446308552307e-15, 33.23330000000001],
  [1000.1, 980.7, 3.755666758885866e-9, 19.400000003755643],
  [0.3, -34.1, 1.1488671787321102e-15, 34.400000000000006],
  [20.05, 0.7, 3.948223910856711e-9, 19.350000003948225],
];

const logSoftmax = (...z: readonly number[]): readonly number[] => {
  const row = Float64Array.from(z);
  exactLogSoftmax(row);
  return Array.from(row);
};

describe('the exact logarithm of a softmax', () => {
  for (const [a, b, own, other] of ROWS) {
    it(`of ${a} and ${b} has every digit, in either order`, () => {
      for (const [first, second] of [logSoftmax(a, b), [...logSoftmax(b, a)].reverse()]) {
        assert.ok(unitsApart(-first, own) <= 2, `${-first} for ${own}`);
        assert.ok(unitsApart(-second, other) <= 1, `${-second} for ${other}`);
      }
    });
  }

  it('of very many small terms loses none of them', () => {
    // Python's decimal: log(1 + 100000 exp(-36.5)).
    const [own] = logSoftmax(0, ...Array.from({ length: 100_000 }, () => -36.5));
    assert.ok(unitsApart(-own, 1.4068617124362504e-11) <= 8, String(own));
  });

  it('is shared by infinite logits, and nothing is left for the others', () => {
    assert.deepEqual(logSoftmax(Infinity, 1, Infinity, -Infinity), [-Math.LN2, -Infinity, -Math.LN2, -Infinity]);
    assert.deepEqual(logSoftmax(5, Infinity), [-Infinity, -0]);
    assert.deepEqual(logSoftmax(0, -Infinity), [0, -Infinity]);
  });

  it('of what is no number is none, wherever that stands', () => {
    for (const z of [
      [NaN, 1, 2],
      [1, NaN, 2],
      [1, 2, NaN],
    ])
      assert.deepEqual(logSoftmax(...z), [NaN, NaN, NaN]);
  });
});

describe('losses of classes', () => {
  const losses = (problem: Problem): readonly number[] => {
    const outcome = evaluate({ ...problem, options: { ...problem.options, reduction: 'none' } });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return Array.from(outcome.value.value.data);
  };
  const rows: Problem = {
    loss: 'cross_entropy',
    predictions: tensorOf([
      [0.1, -0.7, 0.3],
      [1.1, 0.2, -0.9],
    ]),
    targets: tensorOf([2, 0]),
    options: { dtype: 'float32' },
  };

  it('with weights are rounded to the dtype once more', () => {
    const weight = [0.1, 0.7, 0.3];
    const plain = losses(rows);
    assert.deepEqual(
      losses({ ...rows, options: { dtype: 'float32', weight: tensorOf(weight) } }),
      plain.map((loss, row) => Math.fround(Math.fround(weight[rows.targets.data[row]]) * loss)),
    );
  });

  it('may have one row with its class alone or in brackets', () => {
    const predictions = tensorOf([0.1, -0.7, 0.3]);
    const [own] = losses({ ...rows, predictions, targets: tensorFrom([], () => 2) });
    assert.deepEqual(losses({ ...rows, predictions, targets: tensorOf([2]) }), [own]);
    assert.equal(own, losses(rows)[0]);
  });

  it('of probabilities may name an index to ignore that no class has', () => {
    const soft: Problem = { ...rows, targets: tensorFrom([2, 3], () => 1 / 3) };
    assert.deepEqual(losses({ ...soft, options: { ...soft.options, ignoreIndex: -100 } }), losses(soft));
  });

  it('of probabilities with something added are the logarithm of the sum', () => {
    const outcome = evaluate({
      loss: 'nll_loss',
      from: 'probabilities',
      predictions: tensorOf([[0.25, 0.75]]),
      targets: tensorOf([1]),
      options: { eps: 0.25, reduction: 'none' },
    });
    assert.ok(outcome.ok);
    assert.deepEqual(Array.from(outcome.value.exact.data), [0]);
  });

  const refused: Readonly<Record<string, readonly [problem: Problem, expected: string]>> = {
    'one class for two rows': [{ ...rows, targets: tensorOf([1]) }, '(2) or (2, 3)'],
    'two classes for one row': [
      { ...rows, predictions: tensorOf([0.1, -0.7, 0.3]), targets: tensorOf([1, 2]) },
      '() or (3)',
    ],
    'rows of images without their width': [
      { ...rows, predictions: tensorFrom([2, 3, 4, 5], () => 0), targets: tensorFrom([2, 4], () => 0) },
      '(2, 4, 5) or (2, 3, 4, 5)',
    ],
    'probabilities in nll_loss': [{ ...rows, loss: 'nll_loss', targets: tensorFrom([2, 3], () => 1 / 3) }, '(2)'],
  };
  for (const [what, [problem, expected]] of Object.entries(refused)) {
    it(`are refused for ${what}`, () => {
      const { shape } = problem.predictions;
      const refusal = { code: 'shape-mismatch', predictions: shape, targets: problem.targets.shape, expected };
      assert.deepEqual(evaluate(problem), { ok: false, refusal });
    });
  }

  it('one a row have the shape of the rows', () => {
    const outcome = evaluate({
      loss: 'cross_entropy',
      predictions: tensorFrom([2, 3, 4, 5], () => 0),
      targets: tensorFrom([2, 4, 5], () => 0),
      options: { reduction: 'none' },
    });
    assert.ok(outcome.ok);
    assert.deepEqual(
      [outcome.value.value.shape, outcome.value.exact.shape],
      [
        [2, 4, 5],
        [2, 4, 5],
      ],
    );
  });
});
