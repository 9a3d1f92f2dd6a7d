import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import type { LossOptions, Problem } from '../../../src/core/problem';
import { fastRows } from '../../../src/kernel/fastRows';
import { plainKernel } from '../../../src/kernel/plainKernel';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { tensorFrom, tensorOf, uniform } from '../core/samples';
import { HARDSHIPS, rowSamples } from './rowSamples';

const KERNELS = [new WasmKernel('simd128'), plainKernel];
const WEIGHT = tensorFrom([10], uniform(3));
/** Options the kernels take themselves, or by what is done to the rows afterwards. */
const FAST: readonly LossOptions[] = [
  {},
  { dtype: 'float32' },
  { weight: WEIGHT },
  { weight: WEIGHT, dtype: 'float32' },
  { ignoreIndex: 3, labelSmoothing: -1 },
];
/** What is left to core/. */
const SLOW: readonly (readonly [string, Partial<Problem>])[] = [
  ['smoothing', { options: { labelSmoothing: 0.1 } }],
  ['eps', { options: { eps: 1e-10 } }],
  ['soft targets', { targets: tensorFrom([40, 10], uniform(1)) }],
  ['probabilities', { from: 'probabilities' }],
  ['a target beyond the classes', { targets: tensorFrom([40], () => 10) }],
  ['a weight of the wrong length', { options: { weight: tensorOf([1, 2]) } }],
  ['another loss', { loss: 'poly_loss' }],
];

describe('fast rows', () => {
  for (const kernel of KERNELS) {
    for (const options of FAST) {
      it(`of ${kernel.build} equal the exact rows with ${Object.keys(options).join(', ') || 'no options'}`, () => {
        HARDSHIPS.forEach((hardship, seed) => {
          const problem = { ...problemOf(hardship, seed), options: { ...options, reduction: 'none' } as const };
          const outcome = evaluate(problem);
          // What a spoiled target makes of ignoreIndex 3 is refused, and left to core/ as well.
          if (!outcome.ok) return assert.equal(fastRows(problem, kernel), undefined);
          const found = fastRows(problem, kernel);
          assert.ok(found);
          outcome.value.exact.data.forEach((expected, row) => {
            const near = Math.abs(found[row] - expected) <= 4e-15 * Math.abs(expected);
            assert.ok(
              near || Object.is(found[row], expected) || found[row] === expected,
              `${found[row]}, not ${expected}`,
            );
          });
        });
      });
    }
  }

  for (const [name, change] of SLOW) {
    it(`leave ${name} to the core`, () => {
      assert.equal(fastRows({ ...problemOf('ordinary', 1), ...change }, plainKernel), undefined);
    });
  }
});

function problemOf(hardship: (typeof HARDSHIPS)[number], seed: number): Problem {
  const { logits, targets } = rowSamples(hardship, 40, 10, seed);
  return {
    loss: 'cross_entropy',
    predictions: { shape: [40, 10], data: Float64Array.from(logits) },
    targets: { shape: [40], data: Float64Array.from(targets) },
    options: {},
  };
}
