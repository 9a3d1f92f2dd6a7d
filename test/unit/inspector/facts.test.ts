import { strict as assert } from 'node:assert';
import { cellsOf } from '../../../src/core/cells';
import { evaluate } from '../../../src/core/evaluate';
import type { Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { factsOf, factsToFill } from '../../../src/inspector/problem/facts';
import { KernelRows } from '../../../src/inspector/problem/kernelRows';
import { WasmKernel } from '../../../src/kernel/wasmKernel';

const tensor = (shape: readonly number[], data: readonly number[]): Tensor => ({
  shape,
  data: Float64Array.from(data),
});
const wave = (size: number): number[] =>
  Array.from({ length: size }, (_, index) => Math.sin((index + 1) * 12.9898) * 4);
const classes = (rows: number, columns: number): number[] =>
  Array.from({ length: rows }, (_, row) => (row * 7) % columns);
const yes = (size: number): number[] =>
  Array.from({ length: size }, (_, index) => (Math.sin(index * 78.233) > 0 ? 1 : 0));

const shares = (rows: number, columns: number): number[] =>
  Array.from({ length: rows }, (_, row) => {
    const powers = wave(columns).map((value, column) => Math.exp(value + row * column));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }).flat();

const logits = tensor([12, 5], wave(60));
const targets = tensor([12], classes(12, 5));
const ignoring = tensor(
  [12],
  classes(12, 5).map((target, row) => (row % 4 === 0 ? -100 : target)),
);
const weight = tensor([5], [1, 2, 0.5, 3, 1]);

const PROBLEMS: Readonly<Record<string, Problem>> = {
  'of logits and classes': { loss: 'cross_entropy', predictions: logits, targets, options: {} },
  'with weights and ignored rows': {
    loss: 'cross_entropy',
    predictions: logits,
    targets: ignoring,
    options: { weight },
  },
  'with smoothing and weights': {
    loss: 'cross_entropy',
    predictions: logits,
    targets,
    options: { weight, labelSmoothing: 0.2 },
  },
  'with eps': { loss: 'cross_entropy', predictions: logits, targets, options: { eps: 1e-3 } },
  'of mixtures': {
    loss: 'cross_entropy',
    predictions: logits,
    targets: tensor([12, 5], shares(12, 5)),
    options: { labelSmoothing: 0.1 },
  },
  'of probabilities': {
    loss: 'nll_loss',
    from: 'probabilities',
    predictions: tensor([12, 5], shares(12, 5)),
    targets,
    options: {},
  },
  'of sequences': {
    loss: 'cross_entropy',
    predictions: tensor([3, 5, 4], wave(60)),
    targets: tensor([3, 4], classes(12, 5)),
    options: {},
  },
  'of several labels a row': {
    loss: 'binary_cross_entropy_with_logits',
    predictions: logits,
    targets: tensor([12, 5], yes(60)),
    options: { posWeight: tensor([5], [1, 2, 3, 4, 5]) },
  },
  'of yes or no': {
    loss: 'binary_cross_entropy',
    predictions: tensor([4], [0.2, 0, 1, 0.7]),
    targets: tensor([4], [0, 1, 1, 0.5]),
    options: {},
  },
};

const KERNEL = new KernelRows(new WasmKernel('simd128'));

describe('the facts behind the pictures', () => {
  const ways = [undefined, KERNEL].flatMap((kernel) =>
    Object.entries(PROBLEMS).map(([name, problem]) => ({ name, problem, kernel })),
  );
  for (const { name, problem, kernel } of ways) {
    it(`are core's own, ${name}${kernel ? ', by the kernel' : ''}`, () => {
      const facts = factsOf(problem, 0.5, kernel);
      const evaluated = evaluate(problem);
      const cells = cellsOf(problem);
      assert.ok(evaluated.ok && cells.ok && facts.quick);
      assert.equal(facts.losses.length, evaluated.value.rows.length);
      facts.losses.forEach((loss, row) => close(loss, evaluated.value.rows[row] ?? NaN, `row ${row}`));
      facts.predicted.forEach((predicted, index) => assert.equal(predicted, cells.value.argmax[index]));
      facts.confidence.forEach((confidence, index) =>
        close(confidence, cells.value.confidence[index] ?? NaN, 'confidence'),
      );
      const mean = facts.losses.reduce((sum, loss) => sum + loss, 0) / facts.denominator();
      close(mean, evaluated.value.value.data[0] ?? NaN, 'mean');
      const plain = factsOf(problem);
      const columns = ['targets', 'probability', 'squares'] as const;
      for (const column of columns) {
        const [found, expected] = [facts, plain].map((of) => (column === 'squares' ? of.squares() : of[column]));
        expected.forEach((value, at) => same(found[at] ?? NaN, value, `${column} ${at}`));
      }
    });
  }

  it('have the squared distance of each row to its target', () => {
    const [x, y] = [Math.exp(1), Math.exp(2)];
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensor([1, 2], [1, 2]),
      targets: tensor([1], [0]),
      options: {},
    };
    const [p, q] = [x / (x + y), y / (x + y)];
    same(factsOf(problem).squares()[0] ?? NaN, (1 - p) ** 2 + q ** 2, 'squares');
  });

  it('have what is not finite by the plain formulas, with a kernel too', () => {
    const predictions = tensor([4, 3], [1, NaN, 2, Infinity, 0, 1, -Infinity, 0, 1, -Infinity, -Infinity, -Infinity]);
    const problem: Problem = { loss: 'cross_entropy', predictions, targets: tensor([4], [0, 0, 0, 1]), options: {} };
    const [plain, fast] = [factsOf(problem), factsOf(problem, 0.5, KERNEL)];
    assert.deepEqual(fast.predicted, plain.predicted);
    assert.deepEqual([...plain.losses], [NaN, NaN, Infinity, NaN]);
    for (const column of ['losses', 'confidence', 'probability'] as const) {
      plain[column].forEach((value, at) => same(fast[column][at] ?? NaN, value, `${column} ${at}`));
    }
  });

  it('leave other losses to core', () => {
    const focal: Problem = {
      loss: 'sigmoid_focal_loss',
      predictions: logits,
      targets: tensor([12, 5], yes(60)),
      options: {},
    };
    assert.equal(factsOf(focal).quick, false);
  });

  it('are the same filled in spans', () => {
    const problem = PROBLEMS['of sequences'];
    assert.ok(problem);
    const facts = factsToFill(problem);
    for (let row = 0; row < facts.rows; row += 5) facts.fill(row, Math.min(row + 5, facts.rows));
    assert.deepEqual(facts.losses, factsOf(problem).losses);
  });

  it('know no class where a number is missing', () => {
    const broken = tensor([1, 3], [1, NaN, 2]);
    const facts = factsOf({ loss: 'cross_entropy', predictions: broken, targets: tensor([1], [0]), options: {} });
    assert.deepEqual([facts.predicted[0], facts.confidence[0], facts.losses[0]], [-1, NaN, NaN]);
  });

  it('move with the threshold for yes', () => {
    const problem = PROBLEMS['of yes or no'];
    assert.ok(problem);
    assert.deepEqual([...factsOf(problem, 0.8).predicted], [0, 0, 1, 0]);
  });
});

function same(found: number, expected: number, what: string): void {
  if (!Object.is(found, expected)) close(found, expected, what);
}

function close(found: number, expected: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${found}, not ${expected}`);
}
