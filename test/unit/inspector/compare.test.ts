import { strict as assert } from 'node:assert';
import type { Problem } from '../../../src/core/problem';
import { evaluate } from '../../../src/core/evaluate';
import { canMatchByName, matchRows } from '../../../src/inspector/compare/match';
import { comparisonOf, pairedBy, type Side } from '../../../src/inspector/compare/paired';
import { factsOf } from '../../../src/inspector/problem/facts';
import { rowMatrix } from '../../../src/inspector/problem/rowMatrix';
import { tensorOf } from '../core/samples';

describe('rows of two problems', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[], readonly number[]])[] = [
    ['in another order', ['a', 'b', 'c'], ['c', 'a', 'b'], [1, 2, 0]],
    ['that only one has', ['a', 'b'], ['b', 'd'], [-1, 0]],
    ['of which there are twins', ['a', 'a', 'a'], ['x', 'a', 'a'], [1, 2, -1]],
  ];
  for (const [what, here, there, partners] of cases) {
    it(`are found by name: ${what}`, () => {
      const sides = [here, there].map((names) => ({ count: names.length, names }));
      assert.ok(canMatchByName(sides[0], sides[1]));
      assert.deepEqual([...matchRows(sides[0], sides[1], 'name')], partners);
    });
  }

  it('are found by index where a name is on one side only', () => {
    const [here, there] = [
      { count: 3, names: ['a', 'b', 'c'] },
      { count: 2, names: undefined },
    ];
    assert.ok(!canMatchByName(here, there));
    assert.deepEqual([...matchRows(here, there, 'name')], [0, 1, -1]);
  });
});

describe('two problems compared', () => {
  const problem = (logits: readonly (readonly number[])[], targets: readonly number[]): Problem => ({
    loss: 'cross_entropy',
    predictions: tensorOf(logits),
    targets: tensorOf(targets),
    options: {},
  });

  it('leave ignored rows out, and name what is nan on one side only', () => {
    const here = sideOf(
      problem(
        [
          [2, 1],
          [0, 3],
          [1, 1],
        ],
        [0, -100, 1],
      ),
    );
    const there = sideOf(
      problem(
        [
          [2, 1],
          [0, 5],
          [NaN, 1],
        ],
        [0, -100, 1],
      ),
    );
    const paired = pairedBy(here, there, Int32Array.of(0, 1, 2), 'index', 'other');
    assert.deepEqual([...paired.differences], [0, NaN, NaN]);
    const { matched, meanDifference, sign, largest } = comparisonOf(paired);
    assert.deepEqual([matched, sign.equal, meanDifference], [3, 1, NaN]);
    assert.deepEqual([largest?.value, largest?.row, largest?.column], [NaN, 2, 0]);
  });

  it('are the same where infinities and nan stand on both sides', () => {
    const side = sideOf(
      problem(
        [
          [Infinity, 1],
          [-Infinity, 3],
          [NaN, 1],
        ],
        [0, 0, 1],
      ),
    );
    const { sign, largest, flips } = comparisonOf(pairedBy(side, side, Int32Array.of(0, 1, 2), 'index', 'same'));
    assert.deepEqual([sign.equal, largest?.value, flips.gained + flips.lost + flips.changed], [3, 0, 0]);
  });
});

function sideOf(problem: Problem): Side {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok);
  return { matrix: rowMatrix(problem), facts: factsOf(problem), losses: outcome.value.rows };
}
