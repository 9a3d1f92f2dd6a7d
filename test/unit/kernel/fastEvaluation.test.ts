import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import type { LossOptions, Problem, Whole } from '../../../src/core/problem';
import { fastEvaluation } from '../../../src/kernel/fastEvaluation';
import { plainKernel } from '../../../src/kernel/plainKernel';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { tensorFrom, tensorOf, uniform } from '../core/samples';
import { HARDSHIPS, rowSamples } from './rowSamples';

const KERNELS = [new WasmKernel('simd128'), plainKernel];
const WEIGHT = tensorFrom([10], uniform(3));
const SOME_WEIGHT = Float64Array.from([2, 2, 2, 2, 0, 2, 2, 2, 2, 2]);
/** In PyTorch's form each of ten terms may be rounded beside 1. */
const BESIDE_ONE = 10 * 2 ** -53;
/** Options the kernels take themselves, or by what is done to the rows afterwards. */
const FAST: readonly LossOptions[] = [
  {},
  { reduction: 'sum' },
  { reduction: 'none' },
  { weight: WEIGHT },
  { weight: { shape: [10], data: SOME_WEIGHT } },
  { ignoreIndex: 3, labelSmoothing: -1 },
  { ignoreIndex: 3, weight: WEIGHT, reduction: 'sum' },
];
/** What is left to core/. */
const SLOW: readonly (readonly [string, Partial<Problem>])[] = [
  ['smoothing', { options: { labelSmoothing: 0.1 } }],
  ['eps', { options: { eps: 1e-10 } }],
  ['float32', { options: { dtype: 'float32' } }],
  ['soft targets', { targets: tensorFrom([40, 10], uniform(1)) }],
  ['probabilities', { from: 'probabilities' }],
  ['another loss', { loss: 'poly_loss' }],
];
/** What PyTorch refuses, refused with the same words. */
const REFUSED: readonly (readonly [string, Partial<Problem>])[] = [
  ['a target beyond the classes', { targets: tensorFrom([40], () => 10) }],
  ['a target between classes', { targets: tensorFrom([40], () => 0.5) }],
  ['fewer targets than rows', { targets: tensorFrom([39], () => 1) }],
  ['a weight of the wrong length', { options: { weight: tensorOf([1, 2]) } }],
];

describe('fast evaluations', () => {
  for (const kernel of KERNELS) {
    for (const options of FAST) {
      it(`by ${kernel.build} equal the core’s with ${JSON.stringify(options, named)}`, () => {
        HARDSHIPS.forEach((hardship, seed) => {
          const problem = { ...problemOf(hardship, seed), options };
          const expected = evaluate(problem);
          const found = fastEvaluation(whole(problem), kernel);
          // What a spoiled target makes of ignoreIndex 3 is refused.
          if (!expected.ok || found?.ok !== true) return assert.deepEqual(found, expected);
          const { rows, value, exact, ...rest } = expected.value;
          const { rows: foundRows, value: foundValue, exact: foundExact, ...foundRest } = found.value;
          assert.deepEqual(foundRest, rest);
          near(foundRows, rows, hardship, BESIDE_ONE);
          near(foundValue.data, value.data, hardship, BESIDE_ONE);
          near(foundExact.data, exact.data, hardship);
          assert.deepEqual([foundValue.shape, foundExact.shape], [value.shape, exact.shape]);
        });
      });
    }
  }

  it('lose what PyTorch loses beside 1, and only in its value', () => {
    const problem: Problem = {
      loss: 'cross_entropy',
      predictions: tensorOf([
        [50, 0, 0],
        [0, 40, 0],
      ]),
      targets: tensorOf([0, 1]),
      options: {},
    };
    const found = fastEvaluation(whole(problem), plainKernel);
    assert.ok(found?.ok);
    assert.deepEqual([...found.value.value.data], [0]);
    assert.ok(found.value.exact.data[0] > 4e-18);
  });

  for (const [name, change] of SLOW) {
    it(`leave ${name} to the core`, () => {
      assert.equal(fastEvaluation(whole({ ...problemOf('ordinary', 1), ...change }), plainKernel), undefined);
    });
  }

  for (const [name, change] of REFUSED) {
    it(`refuse ${name} as the core does`, () => {
      const problem = { ...problemOf('ordinary', 1), ...change };
      assert.deepEqual(fastEvaluation(whole(problem), plainKernel), evaluate(problem));
    });
  }
});

/** In the kernel's units; small losses within `beside` too. */
function near(found: Float64Array, expected: Float64Array, where: string, beside = 0): void {
  expected.forEach((value, index) => {
    const close = Math.abs(found[index] - value) <= Math.max(4e-15 * Math.abs(value), beside);
    assert.ok(
      close || Object.is(found[index], value) || found[index] === value,
      `${where}: ${found[index]}, not ${value}`,
    );
  });
}

function named(key: string, value: unknown): unknown {
  return key === 'weight' ? 'weights' : value;
}

function problemOf(hardship: (typeof HARDSHIPS)[number], seed: number): Problem {
  const { logits, targets } = rowSamples(hardship, 40, 10, seed);
  return {
    loss: 'cross_entropy',
    predictions: { shape: [40, 10], data: Float64Array.from(logits) },
    targets: { shape: [40], data: Float64Array.from(targets) },
    options: {},
  };
}

/** As evaluate() hands it on. */
function whole(problem: Problem): Whole {
  return { ...problem, options: { reduction: 'mean', ...problem.options } };
}
