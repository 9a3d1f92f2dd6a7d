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
      const total = cells(problem).losses.data.reduce((sum, loss) => sum + loss, 0);
      assert.ok(Math.abs(total - evaluated.value.exact.data[0]) < 1e-13);
    });
  }

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
