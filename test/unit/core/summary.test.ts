import { strict as assert } from 'node:assert';
import { exactSum } from '../../../src/core/exactSum';
import { Superaccumulator } from '../../../src/core/superaccumulator';
import { type RowResult, Summary } from '../../../src/core/summary';
import { uniform } from './samples';

/** Lists that a sum of doubles gets wrong, beside Python 3.11's math.fsum of them. */
const SUMS: readonly (readonly [string, readonly number[], number])[] = [
  ['nothing', [], 0],
  ['what cancels', [1e100, 1, -1e100], 1],
  ['the ends of the range', [5e-324, 1.7976931348623157e308, -1.7976931348623157e308], 5e-324],
  ['subnormals', [5e-324, 5e-324, -1e-320], -9.99e-321],
  ['more than the largest double', [1.7976931348623157e308, 1.7976931348623157e308], Infinity],
  ['a half that a bit below decides', [1, 1e-16, 1e-16, 1e-16], 1.0000000000000002],
  ['a tie upwards', [9007199254740992, 1, 2 ** -60], 9007199254740994],
  ['a tie to even', [9007199254740992, 1], 9007199254740992],
  ['a negative sum', [-1, -1e-300], -1],
  ['infinities of both signs', [Infinity, -Infinity], NaN],
];

/** Numerators, denominators, and float(sum(map(Fraction, a)) / sum(map(Fraction, b))) in Python 3.11. */
const QUOTIENTS: readonly (readonly [string, readonly number[], readonly number[], number])[] = [
  ['three tenths by three', [0.1, 0.2, 0.3], [1, 1, 1], 0.2],
  ['what a rounded sum would lose', [1, 1e-17, 1e-17], [1, 1, 1], 0.3333333333333333],
  ['less than the smallest double', [5e-324, 5e-324], [1, 1, 1], 5e-324],
  ['a tie between subnormals', [5e-324, 5e-324, 5e-324], [1, 1], 1e-323],
  ['subnormals by three', [8.095e-320], [3], 2.698e-320],
  ['a normal number down to a subnormal', [1e-300], [700_000_000], 1.42857142857143e-309],
  ['a sum beyond the doubles', [1e308, 1e308], [1, 1], 1e308],
  ['weights', [0.1, 0.7], [0.3, 0.1, 1e-20], 2],
  ['a negative sum', [-1, -1e-30, 0.3], [3], -0.23333333333333334],
  ['an infinity', [Infinity, 1], [2], Infinity],
  ['by nothing', [1], [0], Infinity],
  ['nothing by nothing', [], [], NaN],
];

const OPTIONS = { worst: 3, bins: 10, classes: 4 };

describe('the superaccumulator', () => {
  for (const [name, values, expected] of SUMS) {
    it(`rounds the sum of ${name} once`, () => assert.equal(sumOf(values), expected));
  }

  for (const [name, above, below, expected] of QUOTIENTS) {
    it(`rounds a quotient once: ${name}`, () => assert.equal(accumulated(above).over(accumulated(below)), expected));
  }

  it('agrees with the exact sum of numbers of every size', () => {
    const next = uniform(4);
    for (let round = 0; round < 50; round++) {
      const values = Array.from({ length: 100 }, () => (next() - 0.5) * 2 ** Math.floor(2000 * next() - 1040));
      assert.equal(sumOf(values), exactSum(values));
    }
  });

  it('comes back from its state', () => {
    const sum = new Superaccumulator();
    sum.addAll(Float64Array.of(1e300, -1, Infinity));
    const restored = Superaccumulator.restore(sum.state());
    assert.deepEqual(restored.state(), sum.state());
  });
});

describe('a summary', () => {
  it('of any sharding merged in any order is the same to the bit', () => {
    const next = uniform(5);
    const results = Array.from({ length: 2000 }, (_, row) => resultOf(row, next));
    const whole = summaryOf(results);
    for (const shards of [2, 3, 7, 50]) {
      const parts = Array.from({ length: shards }, (_, shard) =>
        summaryOf(results.filter(({ row }) => (row * 7919) % shards === shard)),
      );
      const merged = new Summary(OPTIONS);
      for (const part of parts.sort(() => next() - 0.5)) merged.merge(part);
      assert.deepEqual(facts(merged), facts(whole));
    }
  });

  it('counts who was taken for whom, as far as there are classes', () => {
    const summary = new Summary({ worst: 1, bins: 4, classes: 2 });
    const pairs = [
      [0, 0],
      [0, 1],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 0],
      [0, 2],
    ];
    pairs.forEach(([target, argmax], row) => summary.add({ row, loss: 1, weight: 1, target, argmax }));
    summary.add({ row: 7, loss: 1, weight: 1, target: 0, confidence: 1 });
    summary.add({ row: 8, loss: 1, weight: 1, argmax: 0, confidence: 1 });
    assert.deepEqual(Array.from(summary.confusion), [1, 2, 1, 1]);
    // No row was both known and sure of itself.
    assert.deepEqual(Array.from(summary.binCounts), [0, 0, 0, 0]);
  });

  it('counts confidences in (low, high], the first bin with 0 in it, and who was right', () => {
    const summary = new Summary({ worst: 1, bins: 4, classes: 0 });
    const sure = [0, 0.25, 0.26, 0.5, 0.75, 0.76, 1, NaN];
    sure.forEach((confidence, row) => summary.add({ row, loss: 1, weight: 1, target: 1, argmax: row % 2, confidence }));
    assert.deepEqual(Array.from(summary.binCounts), [2, 2, 1, 2]);
    assert.deepEqual(Array.from(summary.binCorrects), [1, 1, 0, 1]);
    assert.deepEqual(Array.from(summary.confidenceSums()), [0.25, 0.76, 0.75, 1.76]);
  });

  it('adds up as PyTorch does where a loss is no finite number', () => {
    const of = (...losses: readonly number[]): readonly number[] => {
      const summary = summaryOf(losses.map((loss, row) => ({ row, loss, weight: 2 })));
      return [summary.sum(), summary.mean(), summary.finiteSum()];
    };
    assert.deepEqual(of(1, 2, 3), [6, 1, 6]);
    // By Python's Fraction, and not 0.6000000000000001 by 3.
    assert.equal(summaryOf([0.1, 0.2, 0.3].map((loss, row) => ({ row, loss, weight: 1 }))).mean(), 0.2);
    assert.deepEqual(of(1, Infinity), [Infinity, Infinity, 1]);
    assert.deepEqual(of(1, NaN), [NaN, NaN, 1]);
    assert.deepEqual(of(NaN, Infinity), [NaN, NaN, 0]);
    assert.deepEqual(of(), [0, NaN, 0]);
  });

  it('keeps the worst rows: what is no number first, then the largest, then the first', () => {
    const losses = Array.from({ length: 200 }, (_, row) => (row === 150 ? NaN : row === 60 ? Infinity : row % 7));
    const results = losses.map((loss, row) => ({ row, loss, weight: 1 }));
    const worst = [150, 60, 6].map((row) => ({ row, loss: losses[row] }));
    assert.deepEqual(summaryOf(results).worst(), worst);
    assert.deepEqual(summaryOf([...results].reverse()).worst(), worst);
    const two = results.map(({ row }) => ({ row, loss: NaN, weight: 1 }));
    assert.deepEqual(
      summaryOf([...two].reverse())
        .worst()
        .map(({ row }) => row),
      [0, 1, 2],
    );
    assert.deepEqual(new Summary(OPTIONS).worst(), []);
  });

  it('comes back from its state, and goes on from there', () => {
    const next = uniform(11);
    const results = Array.from({ length: 300 }, (_, row) => resultOf(row, next));
    const first = summaryOf(results.slice(0, 200));
    first.addIgnored();
    const restored = Summary.restore(first.state());
    assert.deepEqual([restored.ignored, facts(restored)], [1, facts(first)]);
    for (const result of results.slice(200)) restored.add(result);
    assert.deepEqual(facts(restored), facts(summaryOf(results)));
    const merged = new Summary(OPTIONS);
    merged.addIgnored();
    merged.merge(restored);
    assert.equal(merged.ignored, 2);
  });

  it('counts what is not finite apart', () => {
    const summary = summaryOf([
      { row: 0, loss: 1, weight: 1 },
      { row: 1, loss: NaN, weight: 1 },
      { row: 2, loss: Infinity, weight: 1 },
    ]);
    summary.addIgnored();
    const { rows, ignored, notNumbers, infinities } = summary;
    assert.deepEqual({ rows, ignored, notNumbers, infinities }, { rows: 3, ignored: 1, notNumbers: 1, infinities: 1 });
    assert.deepEqual([summary.finiteSum(), summary.sum()], [1, NaN]);
    assert.deepEqual(
      summary.worst().map(({ row }) => row),
      [1, 2, 0],
    );
  });
});

function facts(summary: Summary): unknown {
  const { rows, notNumbers, infinities, confusion, binCounts, binCorrects } = summary;
  const sums = [summary.finiteSum(), summary.mean()];
  const worst = summary.worst();
  return { rows, notNumbers, infinities, confusion, binCounts, binCorrects, sums, worst, of: summary.confidenceSums() };
}

function resultOf(row: number, next: () => number): RowResult {
  const loss = next() < 0.01 ? Infinity : next() < 0.01 ? NaN : next() * 2 ** Math.floor(60 * next() - 30);
  const target = Math.floor(4 * next());
  return { row, loss, weight: next(), target, argmax: Math.floor(4 * next()), confidence: next() };
}

function summaryOf(results: readonly RowResult[]): Summary {
  const summary = new Summary(OPTIONS);
  for (const result of results) summary.add(result);
  return summary;
}

function sumOf(values: readonly number[]): number {
  return accumulated(values).value();
}

function accumulated(values: readonly number[]): Superaccumulator {
  const sum = new Superaccumulator();
  for (const value of values) sum.add(value);
  return sum;
}
