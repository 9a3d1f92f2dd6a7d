import { strict as assert } from 'node:assert';
import { exactSum } from '../../../src/core/exactSum';

/** Python 3.11's math.fsum of the same lists. */
const SUMS: readonly (readonly [string, readonly number[], number])[] = [
  ['nothing', [], 0],
  ['tenths', [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 1],
  ['what cancels', [1e100, 1, -1e100], 1],
  ['a half that a bit below decides', [1, 1e-16, 1e-16, 1e-16], 1.0000000000000002],
  ['a tie upwards', [9007199254740992, 1, 2 ** -60], 9007199254740994],
  ['a tie to even', [9007199254740992, 1], 9007199254740992],
  ['an infinity', [1, Infinity, 1], Infinity],
  ['both infinities', [Infinity, -Infinity], NaN],
  ['not a number', [1, NaN], NaN],
];

describe('the exact sum', () => {
  for (const [name, values, expected] of SUMS) {
    it(`of ${name} is correctly rounded in either order`, () => {
      assert.equal(exactSum(values), expected);
      assert.equal(exactSum([...values].reverse()), expected);
    });
  }
});
