import { strict as assert } from 'node:assert';
import { KernelRows } from '../../../src/inspector/problem/kernelRows';
import { computeExactly, QuickWork } from '../../../src/inspector/tried/compute';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { lossText } from '../../../src/report/numbers';
import { goldenNumber, readGoldens } from '../../golden/goldens';
import { GOLDEN_LOSSES, problemOf } from '../../golden/problems';

const KERNELS = [
  ['in plain code', undefined],
  ['by the kernel', new KernelRows(new WasmKernel('simd128'))],
] as const;

/** What computes the number while something is tried shows what PyTorch returns, to the last digit shown. */
describe('a number tried in the inspector, of every golden', () => {
  const cases = readGoldens().cases.filter(
    ({ fn, expected }) => fn in GOLDEN_LOSSES && expected.float64.error === undefined,
  );

  it('is the one that PyTorch returned', () => {
    assert.ok(cases.length > 20, `${cases.length} goldens`);
    for (const golden of cases) {
      const { value } = computeExactly(problemOf(golden), 0.5);
      assert.equal(lossText(value), lossText(goldenNumber(golden.expected.float64.mean)), golden.id);
    }
  });

  for (const [name, kernel] of KERNELS) {
    it(`is the same by the quick formulas ${name}, where it is a number`, () => {
      let quickly = 0;
      for (const golden of cases) {
        const work = new QuickWork(problemOf(golden), 0.5, kernel);
        const mean = goldenNumber(golden.expected.float64.mean);
        if (!work.able || !Number.isFinite(mean)) continue;
        while (!work.done) work.advance(() => false);
        const { value } = work.result();
        assert.ok(Math.abs(value - mean) <= 1e-9 * Math.max(1, Math.abs(mean)), `${golden.id}: ${value}, not ${mean}`);
        quickly++;
      }
      assert.ok(quickly > 10, `${quickly} goldens`);
    });
  }
});
