import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import type { From, LossName, LossOptions, Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { derive } from '../../../src/inspector/problem/derivation';
import { logSumExpSteps } from '../../../src/inspector/problem/optionDerivation';
import { rowFacts } from '../../../src/inspector/problem/rowFacts';
import { rowMatrix } from '../../../src/inspector/problem/rowMatrix';

function tensor(shape: readonly number[], ...values: readonly number[]): Tensor {
  return { shape, data: Float64Array.from(values) };
}

function problem(
  loss: LossName,
  predictions: Tensor,
  targets: Tensor,
  more: { from?: From; options?: LossOptions } = {},
): Problem {
  return { loss, predictions, targets, options: {}, ...more };
}

describe('a problem as rows and columns', () => {
  it('takes a matrix as it lies', () => {
    const matrix = rowMatrix(problem('cross_entropy', tensor([2, 3], 1, 2, 3, 4, 5, 6), tensor([2], 0, 2)));
    assert.deepEqual([matrix.rows, matrix.columns], [2, 3]);
    assert.equal(matrix.at(1, 0), 4);
    assert.deepEqual([matrix.target(1, 2), matrix.target(1, 0)], [1, 0]);
    assert.equal(matrix.targetIndex(1), 2);
  });

  it('takes a lone row of logits', () => {
    const matrix = rowMatrix(problem('cross_entropy', tensor([3], 1, 2, 3), tensor([], 1)));
    assert.deepEqual([matrix.rows, matrix.columns, matrix.targetIndex(0)], [1, 3, 1]);
  });

  it('takes the class axis 1 of more axes, rows in the order of the targets', () => {
    // (N, C, T) = (2, 3, 2): row 3 is the second sample's second position.
    const data = Array.from({ length: 12 }, (_, index) => index);
    const matrix = rowMatrix(problem('cross_entropy', tensor([2, 3, 2], ...data), tensor([2, 2], 0, 1, 2, 0)));
    assert.deepEqual([matrix.rows, matrix.columns], [4, 3]);
    assert.deepEqual([matrix.at(3, 0), matrix.at(3, 1), matrix.at(3, 2)], [7, 9, 11]);
    assert.equal(matrix.targetIndex(2), 2);
  });

  it('takes the last axis of the binary losses as columns, and each value of a vector as its own row', () => {
    const cube = rowMatrix(
      problem('binary_cross_entropy', tensor([1, 2, 2], 0, 1, 0, 1), tensor([1, 2, 2], 0, 1, 0, 1)),
    );
    assert.deepEqual([cube.rows, cube.columns], [2, 2]);
    const vector = rowMatrix(problem('binary_cross_entropy', tensor([3], 0, 1, 0), tensor([3], 0, 1, 0)));
    assert.deepEqual([vector.rows, vector.columns], [3, 1]);
    const scalar = rowMatrix(problem('binary_cross_entropy', tensor([], 0.5), tensor([], 1)));
    assert.deepEqual([scalar.rows, scalar.columns], [1, 1]);
  });

  it('gives probabilities whatever the predictions are', () => {
    const logits = tensor([1, 2], 0, Math.log(3));
    const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12);
    near(rowMatrix(problem('cross_entropy', logits, tensor([1], 0))).probability(0, 1), 0.75);
    near(rowMatrix(problem('binary_cross_entropy_with_logits', logits, tensor([1, 2], 0, 1))).probability(0, 1), 0.75);
    const logs = tensor([1, 2], Math.log(0.25), Math.log(0.75));
    near(rowMatrix(problem('nll_loss', logs, tensor([1], 0))).probability(0, 1), 0.75);
    // cross_entropy passes probabilities through a softmax of their logarithms: they need not sum to 1.
    const doubled = problem('cross_entropy', tensor([1, 2], 0.5, 1.5), tensor([1], 0), { from: 'probabilities' });
    near(rowMatrix(doubled).probability(0, 1), 0.75);
  });

  it('takes the last axis of a divergence as its classes, and logarithms of targets as what they mean', () => {
    const given = problem('kl_div', tensor([1, 2], -1, -2), tensor([1, 2], 0, -Infinity), {
      options: { logTarget: true },
    });
    const matrix = rowMatrix(given);
    assert.deepEqual([matrix.rows, matrix.columns, matrix.from], [1, 2, 'log_probabilities']);
    assert.deepEqual([matrix.target(0, 0), matrix.target(0, 1)], [1, 0]);
  });

  it('marks no target where targets are repeated over the predictions', () => {
    const matrix = rowMatrix(problem('kl_div', tensor([2, 2], -1, -2, -1, -2), tensor([2], 0.5, 0.5)));
    assert.ok(Number.isNaN(matrix.target(1, 0)));
    assert.equal(rowFacts(matrix, 0).verdict, 'unknown');
  });

  it('stands by large logits', () => {
    const matrix = rowMatrix(problem('cross_entropy', tensor([1, 2], 1e6, 1e6), tensor([1], 0)));
    assert.equal(matrix.probability(0, 0), 0.5);
  });
});

describe('what there is to say about a row', () => {
  const verdicts: readonly [string, Problem, string][] = [
    ['right', problem('cross_entropy', tensor([1, 2], 2, 1), tensor([1], 0)), 'right'],
    ['wrong', problem('cross_entropy', tensor([1, 2], 2, 1), tensor([1], 1)), 'wrong'],
    ['ignored', problem('cross_entropy', tensor([1, 2], 2, 1), tensor([1], -100)), 'ignored'],
    ['unknown where a logit is no number', problem('cross_entropy', tensor([1, 2], NaN, 1), tensor([1], 0)), 'unknown'],
    ['partly', problem('binary_cross_entropy', tensor([1, 2], 0.9, 0.9), tensor([1, 2], 1, 0)), 'partly'],
    [
      'right for a hit among several ones',
      problem('cross_entropy', tensor([1, 3], 2, 1, 0), tensor([1, 3], 1, 1, 0)),
      'right',
    ],
  ];
  for (const [name, given, verdict] of verdicts) {
    it(`is ${name}`, () => assert.equal(rowFacts(rowMatrix(given), 0).verdict, verdict));
  }

  it('says how soft a soft target is', () => {
    const facts = rowFacts(rowMatrix(problem('cross_entropy', tensor([1, 2], 2, 1), tensor([1, 2], 0.3, 0.7))), 0);
    assert.deepEqual(facts.targets, [1]);
    assert.equal(facts.softness, 0.7);
  });

  it('counts the columns that agree', () => {
    const given = problem('binary_cross_entropy', tensor([1, 3], 0.9, 0.2, 0.8), tensor([1, 3], 1, 0, 0));
    const facts = rowFacts(rowMatrix(given), 0);
    assert.deepEqual([facts.targets, facts.predicted, facts.agreeing], [[0], [0, 2], 2]);
  });
});

describe("a row's derivation", () => {
  const plain: readonly [string, Problem, readonly string[]][] = [
    [
      'log-sum-exp for logits and a class',
      problem('cross_entropy', tensor([1, 3], 2, -1, 0.5), tensor([1], 1)),
      ['loss = log Σ exp(x) − x[1]', '= 2.2413 − (-1.0000)', '= 3.2413'],
    ],
    [
      'the logarithm of a probability',
      problem('nll_loss', tensor([1, 2], 0.25, 0.75), tensor([1], 0), { from: 'probabilities' }),
      ['loss = −log p[0]', '= −log 0.2500', '= 1.3863'],
    ],
    [
      'probabilities that do not sum to 1',
      problem('cross_entropy', tensor([1, 2], 0.5, 1.5), tensor([1], 0), { from: 'probabilities' }),
      ['loss = −log(p[0] / Σ p)', '= −log(0.5000 / 2.0000)', '= 1.3863'],
    ],
    [
      'a log-probability',
      problem('nll_loss', tensor([1, 2], -1.5, -0.25), tensor([1], 0)),
      ['loss = −x[0]', '= −(-1.5000)', '= 1.5000'],
    ],
    [
      'a mixture of targets',
      problem('cross_entropy', tensor([1, 2], 0, 0), tensor([1, 2], 0.25, 0.75)),
      ['p = softmax(x)', 'loss = −Σ t·log p', '= −(0.25 · (-0.6931) + 0.75 · (-0.6931))', '= 0.6931'],
    ],
    [
      'several binary columns',
      problem('binary_cross_entropy', tensor([1, 2], 0.5, 0.25), tensor([1, 2], 1, 0)),
      ['loss = −Σ[t·log p + (1−t)·log(1−p)] / 2', '= (0.6931 + 0.2877) / 2', '= 0.4904'],
    ],
    [
      'one binary logit',
      problem('binary_cross_entropy_with_logits', tensor([1], 0), tensor([1], 0)),
      ['p = σ(x)', 'loss = −log(1−p)', '= −log(1 − 0.5000)', '= 0.6931'],
    ],
  ];
  for (const [name, given, lines] of plain) {
    it(`works out ${name}`, () => {
      const outcome = evaluate(given);
      assert.ok(outcome.ok);
      assert.deepEqual(derive(given, rowMatrix(given), 0, outcome.value.rows[0] ?? NaN), lines);
    });
  }

  it('is not given where it would lead elsewhere', () => {
    const given = problem('cross_entropy', tensor([1, 3], 2, -1, 0.5), tensor([1], 1));
    assert.equal(derive(given, rowMatrix(given), 0, 1.25), undefined);
  });

  const row = tensor([1, 3], 2, -1, 0.5);
  const yes = tensor([1, 3], 1, 0, 1);
  const beyond: readonly [name: string, problem: Problem, first: string][] = [
    [
      'weights',
      problem('cross_entropy', row, tensor([1], 1), { options: { weight: tensor([3], 1, 2, 3) } }),
      'loss = w[1] · −log p[1]',
    ],
    [
      'label smoothing',
      problem('cross_entropy', row, tensor([1], 1), { options: { labelSmoothing: 0.1 } }),
      'loss = (1 − s) · −log p[1] + s · mean of −log p, s = 0.1',
    ],
    [
      'label smoothing with weights',
      problem('cross_entropy', row, tensor([1], 1), { options: { labelSmoothing: 0.1, weight: tensor([3], 1, 2, 3) } }),
      'loss = (1 − s) · w[1] · −log p[1] + s · mean of −w·log p, s = 0.1',
    ],
    ['eps', problem('cross_entropy', row, tensor([1], 1), { options: { eps: 0.01 } }), 'loss = −log(p[1] + eps)'],
    [
      'pos_weight',
      problem('binary_cross_entropy_with_logits', row, yes, { options: { posWeight: tensor([3], 1, 2, 3) } }),
      'p = σ(x)',
    ],
    [
      'eps of binary probabilities',
      problem('binary_cross_entropy', tensor([1, 2], 0.2, 0.9), tensor([1, 2], 1, 0), { options: { eps: 0.001 } }),
      'loss = −[t·log(p + 0.001) + (1−t)·log(1−p + 0.001)]',
    ],
    ['focal loss', problem('sigmoid_focal_loss', row, yes), 'p = σ(x)'],
    ['the soft margin', problem('multilabel_soft_margin_loss', row, yes), 'p = σ(x)'],
    ['poly loss', problem('poly_loss', row, tensor([1], 1)), 'loss = −log p[1] + ε · (1 − p[1]), ε = 2'],
    [
      'the divergence',
      problem('kl_div', tensor([1, 2], -0.5, -1), tensor([1, 2], 0.25, 0.75)),
      'loss = Σ t·(log t − log p)',
    ],
  ];
  for (const [name, given, first] of beyond) {
    it(`comes to core's own loss with ${name}`, () => {
      const outcome = evaluate(given);
      assert.ok(outcome.ok);
      const lines = derive(given, rowMatrix(given), 0, outcome.value.rows[0] ?? NaN);
      assert.equal(lines?.[0], first);
    });
  }

  it('shows log-sum-exp step by step', () => {
    assert.deepEqual(logSumExpSteps(rowMatrix(problem('cross_entropy', row, tensor([1], 1))), 0), [
      'm = max x = 2.0000',
      'Σ exp(x − m) = 1.0000 + 0.0498 + 0.2231 = 1.2729',
      'log Σ exp(x) = m + log 1.2729 = 2.2413',
    ]);
  });

  it('cuts what it writes of a long sum, not what it adds up', () => {
    const columns = 12;
    const zeros = Array.from({ length: columns }, () => 0);
    const given = problem(
      'binary_cross_entropy_with_logits',
      tensor([1, columns], ...zeros),
      tensor([1, columns], ...zeros),
    );
    const lines = derive(given, rowMatrix(given), 0, Math.LN2) ?? [];
    assert.match(lines[2] ?? '', /^= \((0\.6931 \+ ){5}… \+ 0\.6931\) \/ 12$/);
  });
});
