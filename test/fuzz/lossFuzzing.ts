/** Problems by the hundred thousand, each computed a second time by the definition: slow, obvious, in plain loops. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate } from '../../src/core/evaluate';
import type { LossName, Problem } from '../../src/core/problem';

/** Logits as models print them, and as nothing prints them. */
const logit = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -800, max: 800, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-300, -1e-300, 1e300, -1e300, 709, -745, 36.7) },
);
const chance = fc.double({ min: 0, max: 1, noNaN: true });

interface Drawn {
  readonly loss: LossName;
  readonly rows: number;
  readonly columns: number;
  readonly logits: readonly number[];
  readonly targets: readonly number[];
  readonly smoothing: number;
  readonly sum: boolean;
}

export const fuzzProblem: fc.Arbitrary<Drawn> = fc
  .record({
    loss: fc.constantFrom<LossName>(
      'cross_entropy',
      'binary_cross_entropy_with_logits',
      'nll_loss',
      'binary_cross_entropy',
    ),
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 5 }),
    smoothing: fc.constantFrom(0, 0, 0.1, 1),
    sum: fc.boolean(),
  })
  .chain((drawn) =>
    fc
      .record({
        logits: fc.array(drawn.loss === 'binary_cross_entropy' ? chance : logit, exactly(drawn.rows * drawn.columns)),
        targets: drawn.loss.startsWith('binary')
          ? fc.array(chance, exactly(drawn.rows * drawn.columns))
          : fc.array(fc.nat(drawn.columns - 1), exactly(drawn.rows)),
      })
      .map((numbers) => ({ ...drawn, ...numbers })),
  );

function exactly(length: number): fc.ArrayConstraints {
  return { minLength: length, maxLength: length };
}

/** The definition agrees, to what its own rounding may be off. */
export function agrees(drawn: Drawn): void {
  const { loss, rows, columns, smoothing, sum } = drawn;
  const categorical = loss === 'cross_entropy' || loss === 'nll_loss';
  const problem: Problem = {
    loss,
    predictions: { shape: [rows, columns], data: Float64Array.from(drawn.logits) },
    targets: { shape: categorical ? [rows] : [rows, columns], data: Float64Array.from(drawn.targets) },
    options: {
      reduction: sum ? 'sum' : 'mean',
      ...(loss === 'cross_entropy' && smoothing > 0 && { labelSmoothing: smoothing }),
    },
  };
  const outcome = evaluate(problem);
  assert.ok(outcome.ok, 'was refused');
  const cells = categorical ? categoricalRows(drawn) : binaryCells(drawn);
  const total = cells.reduce((a, b) => a + b, 0);
  const expected = sum ? total : total / cells.length;
  const found = outcome.value.value.data[0] ?? NaN;
  const size = cells.reduce((a, b) => a + Math.abs(b), 0);
  // Where large logits cancel, the definition itself is off by their own last places.
  const own = Math.max(...drawn.logits.map(Math.abs)) * cells.length * 2 ** -48;
  const off = Math.abs(found - expected);
  assert.ok(off <= 1e-11 * size + own || Object.is(found, expected), `${found} where ${expected} was expected`);
}

function categoricalRows({ loss, rows, columns, logits, targets, smoothing }: Drawn): readonly number[] {
  const losses: number[] = [];
  for (let row = 0; row < rows; row++) {
    const values = logits.slice(row * columns, (row + 1) * columns);
    const label = targets[row] ?? 0;
    if (loss === 'nll_loss') {
      losses.push(-(values[label] ?? NaN));
      continue;
    }
    const largest = Math.max(...values);
    let others = 0;
    for (const value of values) others += Math.exp(value - largest);
    const logs = values.map((value) => value - largest - Math.log(others));
    const own = -(logs[label] ?? NaN);
    const all = -logs.reduce((a, b) => a + b, 0) / columns;
    losses.push((1 - smoothing) * own + smoothing * all);
  }
  return losses;
}

function binaryCells({ loss, logits, targets }: Drawn): readonly number[] {
  return logits.map((value, index) => {
    const target = targets[index] ?? 0;
    if (loss === 'binary_cross_entropy') {
      // As PyTorch documents it: logarithms are not let below -100.
      const yes = Math.max(Math.log(value), -100);
      const no = Math.max(Math.log1p(-value), -100);
      return -(target * yes + (1 - target) * no);
    }
    return Math.max(value, 0) - value * target + Math.log1p(Math.exp(-Math.abs(value)));
  });
}
