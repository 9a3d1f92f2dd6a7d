import { strict as assert } from 'node:assert';
import type { Problem } from '../../../src/core/problem';
import { Divided } from '../../../src/inspector/problem/divided';
import { factsOf } from '../../../src/inspector/problem/facts';
import { rowMatrix } from '../../../src/inspector/problem/rowMatrix';
import { triedProblem } from '../../../src/inspector/tried/tried';
import { tensorOf } from '../core/samples';

describe('logits at another temperature', () => {
  const given: Problem = {
    loss: 'cross_entropy',
    predictions: tensorOf([
      [2, -1, 0.5],
      [0.3, Infinity, NaN],
    ]),
    targets: tensorOf([0, 1]),
    options: {},
  };

  it('are the same where they are looked at and where all are asked for', () => {
    const tried = triedProblem(given, { temperature: 3 });
    assert.ok(tried.predictions instanceof Divided);
    const plain: Problem = {
      ...given,
      predictions: { shape: tried.predictions.shape, data: given.predictions.data.map((logit) => logit / 3) },
    };
    assert.deepEqual(tried.predictions.data, plain.predictions.data);
    const [lazy, whole] = [rowMatrix(tried), rowMatrix(plain)];
    for (const row of [0, 1]) {
      for (const column of [0, 1, 2]) {
        assert.equal(lazy.at(row, column), whole.at(row, column));
        assert.equal(lazy.probability(row, column), whole.probability(row, column));
      }
    }
    assert.deepEqual(factsOf(tried).losses, factsOf(plain).losses);
  });
});
