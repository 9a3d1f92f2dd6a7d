import { strict as assert } from 'node:assert';
import { evaluate, gradient } from '../../../src/core/evaluate';
import type { Evaluation, Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { tensorFrom, tensorOf, uniform } from './samples';

const SEEDS = [1, 2, 3, 4, 5];

/** Pairs of problems that must come to the same number, for any numbers. */
const EQUALITIES: Readonly<Record<string, (next: () => number) => readonly [Problem, Problem]>> = {
  'a shift of all logits of a row changes nothing': (next) => {
    const { problem, logits } = indexed(next);
    return [problem, { ...problem, predictions: { ...logits, data: logits.data.map((z) => z + 8) } }];
  },
  'one-hot targets equal indices': (next) => {
    const { problem, targets } = indexed(next);
    const data = new Float64Array(12);
    targets.data.forEach((target, row) => (data[row * 4 + target] = 1));
    return [problem, { ...problem, targets: { shape: [3, 4], data } }];
  },
  'cross-entropy equals nll_loss of logits': (next) => {
    const { problem } = indexed(next);
    return [problem, { ...problem, loss: 'nll_loss', from: 'logits' }];
  },
  'two classes equal one logit of their difference': (next) => {
    const logits = tensorFrom([5, 2], () => 8 * next() - 4);
    const difference = Float64Array.from({ length: 5 }, (_, row) => at(logits, 2 * row + 1) - at(logits, 2 * row));
    const targets = tensorFrom([5], () => Math.round(next()));
    return [
      { loss: 'cross_entropy', predictions: logits, targets, options: {} },
      {
        loss: 'binary_cross_entropy_with_logits',
        predictions: { shape: [5], data: difference },
        targets,
        options: {},
      },
    ];
  },
  'probabilities equal the logits they come from': (next) => {
    const logits = tensorFrom([6], () => 8 * next() - 4);
    const targets = tensorFrom([6], next);
    const probabilities = { shape: [6], data: logits.data.map((x) => 1 / (1 + Math.exp(-x))) };
    return [
      { loss: 'binary_cross_entropy_with_logits', predictions: logits, targets, options: {} },
      { loss: 'binary_cross_entropy', predictions: probabilities, targets, options: {} },
    ];
  },
  'a focal loss that focuses on nothing is the cross-entropy': (next) => {
    const problem: Problem = {
      loss: 'binary_cross_entropy_with_logits',
      predictions: tensorFrom([6], () => 8 * next() - 4),
      targets: tensorFrom([6], next),
      options: {},
    };
    return [problem, { ...problem, loss: 'sigmoid_focal_loss', options: { alpha: -1, gamma: 0, reduction: 'mean' } }];
  },
  'a poly loss of nothing is the cross-entropy': (next) => {
    const { problem } = indexed(next);
    return [problem, { ...problem, loss: 'poly_loss', options: { epsilon: 0, reduction: 'mean' } }];
  },
  'multilabel soft margin is the mean of single logits': (next) => {
    const problem: Problem = {
      loss: 'binary_cross_entropy_with_logits',
      predictions: tensorFrom([3, 4], () => 8 * next() - 4),
      targets: tensorFrom([3, 4], next),
      options: {},
    };
    return [problem, { ...problem, loss: 'multilabel_soft_margin_loss' }];
  },
  'the last axis of images is no class axis': (next) => {
    const flat = tensorFrom([6, 3], () => 8 * next() - 4);
    const targets = tensorFrom([6], () => Math.floor(3 * next()));
    const image = new Float64Array(18);
    for (let pixel = 0; pixel < 6; pixel++) for (let c = 0; c < 3; c++) image[c * 6 + pixel] = at(flat, pixel * 3 + c);
    return [
      { loss: 'cross_entropy', predictions: flat, targets, options: {} },
      {
        loss: 'cross_entropy',
        predictions: { shape: [1, 3, 2, 3], data: image },
        targets: { shape: [1, 2, 3], data: targets.data },
        options: {},
      },
    ];
  },
};

/** Every loss with every kind of predictions, for its derivative to be compared with differences of the loss. */
const DERIVATIVES: Readonly<Record<string, (next: () => number) => Problem>> = {
  'logits and smoothing': (next) => ({ ...indexed(next).problem, options: { labelSmoothing: 0.2 } }),
  'log(softmax + eps)': (next) => ({ ...indexed(next).problem, options: { eps: 0.01 } }),
  'cross-entropy of probabilities': (next) => ({
    ...indexed(next).problem,
    from: 'probabilities',
    predictions: tensorFrom([3, 4], () => 0.1 + next()),
  }),
  'nll_loss of probabilities and eps': (next) => ({
    ...indexed(next).problem,
    loss: 'nll_loss',
    from: 'probabilities',
    predictions: tensorFrom([3, 4], () => 0.1 + next()),
    options: { eps: 0.05 },
  }),
  'nll_loss of log-probabilities and eps': (next) => ({
    ...indexed(next).problem,
    loss: 'nll_loss',
    options: { eps: 0.05 },
  }),
  'nll_loss of logits and eps': (next) => ({
    ...indexed(next).problem,
    loss: 'nll_loss',
    from: 'logits',
    options: { eps: 0.05 },
  }),
  'soft targets, weights, a sum': (next) => ({
    loss: 'cross_entropy',
    predictions: tensorFrom([2, 3, 2], next),
    targets: tensorFrom([2, 3, 2], next),
    options: { weight: tensorFrom([3], next), reduction: 'sum' },
  }),
  'kl_div of repeated rows': (next) => ({
    loss: 'kl_div',
    predictions: tensorFrom([1, 3], next),
    targets: tensorFrom([4, 3], next),
    options: { reduction: 'batchmean' },
  }),
  'kl_div of probabilities and log targets': (next) => ({
    loss: 'kl_div',
    from: 'probabilities',
    predictions: tensorFrom([4, 3], () => 0.1 + next()),
    targets: tensorFrom([4, 3], () => -next()),
    options: { logTarget: true },
  }),
  'multilabel soft margin': (next) => ({
    loss: 'multilabel_soft_margin_loss',
    predictions: tensorFrom([2, 3], next),
    targets: tensorFrom([2, 3], next),
    options: { weight: tensorFrom([3], next), reduction: 'sum' },
  }),
  'focal of logits': (next) => ({
    loss: 'sigmoid_focal_loss',
    predictions: tensorFrom([2, 3], next),
    targets: tensorFrom([2, 3], next),
    options: { reduction: 'mean', gamma: 1.5 },
  }),
  'focal of probabilities': (next) => ({
    loss: 'sigmoid_focal_loss',
    from: 'probabilities',
    predictions: tensorFrom([2, 3], () => 0.1 + 0.8 * next()),
    targets: tensorFrom([2, 3], () => Math.round(next())),
    options: { reduction: 'sum', alpha: -1 },
  }),
  'poly of indices': (next) => ({ ...indexed(next).problem, loss: 'poly_loss', options: { reduction: 'sum' } }),
  'poly of soft targets': (next) => ({
    loss: 'poly_loss',
    predictions: tensorFrom([2, 3], next),
    targets: tensorFrom([2, 3], next),
    options: { reduction: 'mean', epsilon: 0.5 },
  }),
  ...binaryDerivatives(),
};

function binaryDerivatives(): Record<string, (next: () => number) => Problem> {
  const made: Record<string, (next: () => number) => Problem> = {};
  for (const loss of ['binary_cross_entropy', 'binary_cross_entropy_with_logits'] as const) {
    for (const from of ['logits', 'probabilities', 'log_probabilities'] as const) {
      for (const eps of [undefined, 0.05]) {
        made[`${loss} of ${from}${eps === undefined ? '' : ' and eps'}`] = (next) => ({
          loss,
          from,
          predictions: tensorFrom([2, 3], () => (from === 'log_probabilities' ? -0.1 - next() : 0.1 + 0.8 * next())),
          targets: tensorFrom([2, 3], next),
          options: { weight: tensorFrom([3], next), ...(eps !== undefined && { eps }) },
        });
      }
    }
  }
  return made;
}

describe('losses', () => {
  for (const [name, make] of Object.entries(EQUALITIES)) {
    it(`agree that ${name}`, () => {
      for (const seed of SEEDS) {
        const [a, b] = make(uniform(seed)).map((problem) => evaluated(problem)) as [Evaluation, Evaluation];
        near(at(a.value, 0), at(b.value, 0), 1e-14, `seed ${seed}`);
        near(at(a.exact, 0), at(b.exact, 0), 1e-14, `exact, seed ${seed}`);
      }
    });
  }

  it('take each row of a binary matrix as the mean of its columns', () => {
    const { rows } = evaluated({
      loss: 'binary_cross_entropy',
      predictions: tensorOf([
        [0.5, 0.25],
        [1, 0],
      ]),
      targets: tensorOf([
        [1, 1],
        [1, 1],
      ]),
      options: {},
    });
    // (ln 2 + ln 4) / 2 and (0 + the clamp of 100) / 2.
    assert.deepEqual(Array.from(rows), [1.5 * Math.LN2, 50]);
  });

  it('count what is ignored', () => {
    const { ignored, denominator } = evaluated({
      loss: 'cross_entropy',
      predictions: tensorFrom([4, 2], () => 1),
      targets: tensorOf([0, -100, 1, -100]),
      options: { weight: tensorOf([2, 3]) },
    });
    assert.deepEqual({ ignored, denominator }, { ignored: 2, denominator: 5 });
  });

  it('refuse an option that PyTorch does not have on them', () => {
    const outcome = evaluate({ ...indexed(uniform(1)).problem, options: { posWeight: tensorOf([1]) } });
    assert.deepEqual(!outcome.ok && outcome.refusal, {
      code: 'option-not-supported',
      option: 'pos_weight',
      loss: 'cross_entropy',
      reason: 'not-an-option-of-the-loss',
    });
  });
});

describe('gradients', () => {
  for (const [name, make] of Object.entries(DERIVATIVES)) {
    it(`are the slope of the loss of ${name}`, () => checkSlope(make(uniform(3))));
  }

  it('keep their digits where the prediction is certain and right', () => {
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorOf([[40, 0]]),
      targets: tensorOf([0]),
      options: {},
    };
    const exact = gradient(problem, 'exact');
    // By mpmath: exp(-40) / (1 + exp(-40)).
    assert.ok(exact.ok);
    near(at(exact.value, 0) / -4.248354255291589e-18, 1, 1e-15, 'relative');
    near(at(exact.value, 1) / 4.248354255291589e-18, 1, 1e-15, 'relative');
  });
});

/** Central differences of the exact loss; both forms of the gradient must agree with them. */
function checkSlope(problem: Problem): void {
  const { predictions } = problem;
  const step = 1e-5;
  for (const form of ['torch', 'exact'] as const) {
    const outcome = gradient(problem, form);
    assert.ok(outcome.ok);
    predictions.data.forEach((value, index) => {
      const above = at(evaluated({ ...problem, predictions: nudged(predictions, index, value + step) }).exact, 0);
      const below = at(evaluated({ ...problem, predictions: nudged(predictions, index, value - step) }).exact, 0);
      near(at(outcome.value, index), (above - below) / (2 * step), 1e-8, `${form} [${index}]`);
    });
  }
}

function nudged({ shape, data }: Tensor, index: number, value: number): Tensor {
  const moved = data.slice();
  moved[index] = value;
  return { shape, data: moved };
}

function indexed(next: () => number): { problem: Problem; logits: Tensor; targets: Tensor } {
  const logits = tensorFrom([3, 4], () => 8 * next() - 4);
  const targets = tensorFrom([3], () => Math.floor(4 * next()));
  return { problem: { loss: 'cross_entropy', predictions: logits, targets, options: {} }, logits, targets };
}

function evaluated(problem: Problem): Evaluation {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

function at(tensor: Tensor, index: number): number {
  return tensor.data[index];
}

function near(found: number, expected: number, tolerance: number, what: string): void {
  const apart = Math.abs(found - expected);
  assert.ok(apart <= tolerance * Math.max(1, Math.abs(expected)), `${what}: ${found}, not ${expected}`);
}
