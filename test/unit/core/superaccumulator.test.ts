import { strict as assert } from 'node:assert';
import { Superaccumulator } from '../../../src/core/superaccumulator';

/** Doubles at every border: the smallest, the last without an exponent, around powers of two, the largest. */
const EDGES: readonly number[] = [
  ...[
    2 ** -1074,
    3 * 2 ** -1074,
    2 ** -1050 + 2 ** -1074,
    2 ** -1022 - 2 ** -1074,
    2 ** -1022,
    2 ** -1022 + 2 ** -1074,
  ],
  ...[2 ** -600, 1e-300, 2 ** -53, 1 / 3, 0.1, 1 - 2 ** -53, 1, 1 + 2 ** -52, 3, 2 ** 31 - 1, 2 ** 32, 2 ** 32 + 1],
  ...[2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 64, 1e100, 2 ** 600, 2 ** 970, 2 ** 1023, Number.MAX_VALUE],
].flatMap((value) => [value, -value]);

/** One with another: the processor's own sum and quotient of two doubles are rounded correctly. */
const PAIRS = EDGES.flatMap((a) => EDGES.map((b) => [a, b] as const));

const sumOf = (...values: readonly number[]): Superaccumulator => {
  const sum = new Superaccumulator();
  sum.addAll(Float64Array.from(values));
  return sum;
};

describe('a sum without rounding', () => {
  it('is that of the processor for two doubles', () => {
    for (const [a, b] of PAIRS) assert.equal(sumOf(a, b).value(), a + b === 0 ? 0 : a + b, `${a} + ${b}`);
  });

  it('over another is the quotient of the processor', () => {
    for (const [a, b] of PAIRS) assert.equal(sumOf(a).over(sumOf(b)), a / b, `${a} / ${b}`);
  });

  it('over another is rounded once, whatever either sum would be rounded to', () => {
    // (2^53 + 1) / (2^53 + 1) and (2^53 + 1) / -(2^53 + 1), of which no double holds either side.
    const odd = [2 ** 53, 1];
    assert.equal(sumOf(...odd).over(sumOf(...odd)), 1);
    assert.equal(sumOf(...odd).over(sumOf(-(2 ** 53), -1)), -1);
    assert.equal(sumOf(-(2 ** 53), -1).over(sumOf(...odd)), -1);
    // 2^54 + 2 lies between two doubles: what is left of it, far behind what a quotient holds, decides.
    assert.equal(sumOf(2 ** 154, 2 ** 101, 1).over(sumOf(2 ** 100)), 2 ** 54 + 4);
    assert.equal(sumOf(2 ** 154, 2 ** 101, -1).over(sumOf(2 ** 100)), 2 ** 54);
    // The same among the smallest doubles, which hold less.
    assert.equal(sumOf(2 ** -1003, 2 ** -1044, 2 ** -1074).over(sumOf(2 ** 31)), (2 ** 40 + 1) * 2 ** -1074);
    assert.equal(sumOf(2 ** -1003, 2 ** -1044, -(2 ** -1074)).over(sumOf(2 ** 31)), 2 ** 40 * 2 ** -1074);
    // Sums beyond all doubles have a quotient all the same.
    assert.equal(sumOf(Number.MAX_VALUE, Number.MAX_VALUE).over(sumOf(2)), Number.MAX_VALUE);
  });

  it('breaks a tie by what is left of it, however small', () => {
    const least = 2 ** -1074;
    assert.equal(sumOf(2 ** 53, 1).value(), 2 ** 53);
    assert.equal(sumOf(2 ** 53, 1, least).value(), 2 ** 53 + 2);
    assert.equal(sumOf(2 ** 53, 1, -least).value(), 2 ** 53);
    assert.equal(sumOf(2 ** 53 + 2, 1).value(), 2 ** 53 + 4);
    assert.equal(sumOf(2 ** 53 + 2, 1, -least).value(), 2 ** 53 + 2);
    assert.equal(sumOf(-(2 ** 53), -1, -least).value(), -(2 ** 53) - 2);
  });

  it('over another breaks ties to even among the smallest doubles', () => {
    const least = 2 ** -1074;
    for (const [units, parts, expected] of [
      [1, 2, 0],
      [3, 2, 2],
      [5, 2, 2],
      [7, 2, 4],
      [5, 4, 1],
      [7, 4, 2],
      [2, 3, 1],
      [1, 3, 0],
    ])
      assert.equal(sumOf(units * least).over(sumOf(parts)), expected * least, `${units} / ${parts}`);
  });

  it('keeps every bit of more numbers than fit without a carry', () => {
    const value = 2 - 2 ** -52;
    const count = 9 * 2 ** 18;
    const sum = new Superaccumulator();
    for (let added = 0; added < count; added++) sum.add(value);
    // The product is rounded once, as the sum is.
    assert.equal(sum.value(), count * value);
  });

  it('has one state, whatever the order and the shards', () => {
    const values = PAIRS.map(([a, b]) => (a * 7 + b) / 9).filter(Number.isFinite);
    const whole = sumOf(...values).state();
    assert.deepEqual(sumOf(...[...values].reverse()).state(), whole);
    const [first, second] = [sumOf(...values.slice(0, 500)), sumOf(...values.slice(500))];
    second.merge(first);
    assert.deepEqual(second.state(), whole);
    assert.deepEqual(Superaccumulator.restore(whole).state(), whole);
    assert.deepEqual(sumOf(2 ** -1074, -1, 1).state(), sumOf(2 ** -1074).state());
    // Across the border of two limbs, up and down.
    assert.deepEqual(sumOf(2 ** -1043, 2 ** -1043).state(), sumOf(2 ** -1042).state());
    assert.deepEqual(sumOf(2 ** -1042, -(2 ** -1043)).state(), sumOf(2 ** -1043).state());
  });

  const odd: Readonly<Record<string, readonly [values: readonly number[], sum: number]>> = {
    NaN: [[1, NaN], NaN],
    'NaN among infinities': [[NaN, Infinity], NaN],
    'an infinity': [[1, Infinity, Infinity], Infinity],
    'a negative infinity': [[1, -Infinity, -Infinity], -Infinity],
    'both infinities': [[Infinity, -Infinity], NaN],
  };
  for (const [what, [values, expected]] of Object.entries(odd)) {
    it(`with ${what} adds as doubles do, through shards and states`, () => {
      assert.equal(sumOf(...values).value(), expected);
      const merged = sumOf(5);
      merged.merge(sumOf(...values));
      assert.equal(merged.value(), expected);
      assert.equal(Superaccumulator.restore(merged.state()).value(), expected);
      assert.equal(sumOf(...values).over(sumOf(2)), expected);
      assert.equal(sumOf(2).over(sumOf(...values)), 2 / expected);
    });
  }

  it('over nothing is what doubles make of it', () => {
    assert.equal(sumOf(1).over(sumOf()), Infinity);
    assert.equal(sumOf().over(sumOf()), NaN);
    assert.equal(sumOf(1).over(sumOf(1, -1)), Infinity);
    assert.equal(sumOf().over(sumOf(2)), 0);
    assert.equal(sumOf().over(sumOf(-2)), -0);
  });
});
