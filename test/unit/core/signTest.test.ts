import { strict as assert } from 'node:assert';
import { signTest } from '../../../src/core/metrics/signTest';

/**
 * Exact fractions, rounded once:
 *
 *     from fractions import Fraction; from math import comb
 *     def p(l, m): n, k = l + m, min(l, m); return float(min(Fraction(1), 2 * Fraction(sum(comb(n, i) for i in range(k + 1)), 2 ** n)))
 */
const CHANCES: readonly (readonly [less: number, more: number, pValue: number])[] = [
  [0, 0, 1],
  [3, 3, 1],
  [1, 9, 0.021484375],
  [0, 10, 0.001953125],
  [40, 60, 0.05688793364098079],
  [4800, 5200, 6.593515598672442e-5],
  [0, 2000, 0],
];

describe('the sign test', () => {
  for (const [less, more, pValue] of CHANCES) {
    it(`gives ${pValue} to ${less} against ${more}`, () => {
      for (const [down, up] of [
        [less, more],
        [more, less],
      ] as const) {
        const found = signTest(Float64Array.from([...fill(down, -0.5), ...fill(up, 2), 0, NaN, 0]));
        assert.deepEqual([found.less, found.more, found.equal], [down, up, 2]);
        assert.ok(Math.abs(found.pValue - pValue) <= 1e-11 * pValue, `${found.pValue}`);
      }
    });
  }
});

function fill(count: number, value: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}
