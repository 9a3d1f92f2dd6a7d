import { strict as assert } from 'node:assert';
import { type Cells, cellsOf } from '../../../src/core/cells';
import { evaluate } from '../../../src/core/evaluate';
import type { Problem } from '../../../src/core/problem';
import { tensorFrom, tensorOf, uniform } from './samples';

const next = uniform(6);

/** Problems whose cells must add up to the loss, and whose probabilities must add up to 1. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  indices: {
    loss: 'cross_entropy',
    predictions: tensorFrom([3, 4], next),
    targets: tensorOf([1, -100, 3]),
    options: { labelSmoothing: 0.1, weight: tensorFrom([4], next), reduction: 'sum' },
  },
  'soft targets of images': {
    loss: 'cross_entropy',
    predictions: tensorFrom([2, 3, 2], next),
    targets: tensorFrom([2, 3, 2], next),
    options: { reduction: 'sum' },
  },
  'labels beside each other': {
    loss: 'multilabel_soft_margin_loss',
    predictions: tensorFrom([3, 4], next),
    targets: tensorFrom([3, 4], () => Math.round(next())),
    options: { weight: tensorFrom([4], next), reduction: 'sum' },
  },
  'single probabilities': {
    loss: 'binary_cross_entropy',
    predictions: tensorFrom([5], next),
    targets: tensorFrom([5], next),
    options: { reduction: 'sum' },
  },
};

describe('cells', () => {
  for (const [name, problem] of Object.entries(PROBLEMS)) {
    it(`of ${name} add up to the loss`, () => {
      const evaluated = evaluate(problem);
      assert.ok(evaluated.ok);
      const { losses } = cells(problem);
      assert.equal(losses.data.length, problem.predictions.data.length);
      const total = losses.data.reduce((sum, loss) => sum + loss, 0);
      assert.ok(Math.abs(total - evaluated.value.exact.data[0]) < 1e-13);
    });
  }

  it('of classes have probabilities that add up to 1, class by class of every place', () => {
    const { predictions } = PROBLEMS['soft targets of images'];
    const { probabilities, losses, margin } = cells(PROBLEMS['soft targets of images']);
    assert.deepEqual([probabilities.shape, losses.shape], [predictions.shape, predictions.shape]);
    const [, classes, width] = predictions.shape;
    for (const [row, inner] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const places = Array.from({ length: classes }, (_, c) => (row * classes + c) * width + inner);
      const sum = places.reduce((all, at) => all + Math.exp(predictions.data[at]), 0);
      for (const at of places) {
        assert.ok(Math.abs(probabilities.data[at] - Math.exp(predictions.data[at]) / sum) < 1e-15);
      }
    }
    // What is right is not one class there.
    assert.deepEqual(Array.from(margin), [NaN, NaN, NaN, NaN]);
  });

  it('of one probability are the odds, and nothing is right or wrong between', () => {
    const { probabilities, argmax, confidence, margin } = cells({
      loss: 'binary_cross_entropy',
      predictions: tensorOf([0.75, 0.25, 0.5, 0.75]),
      targets: tensorOf([1, 1, 0, 0.5]),
      options: {},
    });
    assert.deepEqual(probabilities, { shape: [4], data: Float64Array.of(0.75, 0.25, 0.5, 0.75) });
    assert.deepEqual(Array.from(argmax), [1, 0, 0, 1]);
    assert.deepEqual(Array.from(confidence), [0.75, 0.75, 0.5, 0.75]);
    const [right, wrong, even, between] = margin;
    assert.ok(Math.abs(right - Math.log(3)) < 1e-15 && Math.abs(wrong + Math.log(3)) < 1e-15);
    assert.deepEqual([even, between], [-0, NaN]);
  });

  it('of a poly loss are those of the cross entropy it grows from', () => {
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorFrom([2, 3], next),
      targets: tensorOf([2, 0]),
      options: {},
    };
    const { losses: ignored, ...plain } = cells(problem);
    const { losses, ...poly } = cells({ ...problem, loss: 'poly_loss' });
    assert.deepEqual([poly, losses.shape], [plain, ignored.shape]);
  });

  it('are refused where the loss is', () => {
    for (const loss of ['cross_entropy', 'multilabel_soft_margin_loss'] as const) {
      const problem: Problem = {
        loss,
        predictions: tensorFrom([2, 3], next),
        targets: tensorFrom([5], next),
        options: {},
      };
      assert.deepEqual(cellsOf(problem), evaluate(problem));
    }
  });

  it('know the argmax, its probability and the margin of what is right', () => {
    const { argmax, confidence, margin } = cells({
      loss: 'cross_entropy',
      predictions: tensorOf([
        [0, 1],
        [3, 0],
        [1, 1],
      ]),
      targets: tensorOf([1, 1, -100]),
      options: {},
    });
    assert.deepEqual(Array.from(argmax), [1, 0, 0]);
    assert.deepEqual(Array.from(margin), [1, -3, NaN]);
    assert.equal(confidence[2], 0.5);
    const ignoring: Problem = {
      loss: 'cross_entropy',
      predictions: tensorOf([
        [0, 1],
        [3, 0],
      ]),
      targets: tensorOf([1, 0]),
      options: { ignoreIndex: 1 },
    };
    assert.deepEqual(Array.from(cells(ignoring).margin), [NaN, 3]);
  });

  it('of one logit are a choice between 0 and 1', () => {
    const { argmax, confidence, margin } = cells({
      loss: 'binary_cross_entropy_with_logits',
      predictions: tensorOf([2, -2, 0]),
      targets: tensorOf([1, 1, 0]),
      options: {},
    });
    assert.deepEqual(Array.from(argmax), [1, 0, 0]);
    assert.deepEqual(Array.from(margin), [2, -2, -0]);
    assert.equal(confidence[2], 0.5);
  });
});

function cells(problem: Problem): Cells {
  const outcome = cellsOf(problem);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}
