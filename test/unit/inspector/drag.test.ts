import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import type { Problem } from '../../../src/core/problem';
import { KernelRows } from '../../../src/inspector/problem/kernelRows';
import { computeExactly, QuickWork } from '../../../src/inspector/tried/compute';
import { triedProblem, type Tried } from '../../../src/inspector/tried/tried';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { lossText } from '../../../src/report/numbers';

const [ROWS, COLUMNS] = [10_000, 100];
const IGNORED = -100;
const PROBLEM: Problem = {
  loss: 'cross_entropy',
  predictions: {
    shape: [ROWS, COLUMNS],
    data: Float64Array.from({ length: ROWS * COLUMNS }, (_, index) => Math.sin(index * 12.9898) * 4),
  },
  targets: {
    shape: [ROWS],
    data: Float64Array.from({ length: ROWS }, (_, row) => (row % 11 === 0 ? IGNORED : (row * 7) % COLUMNS)),
  },
  options: {},
};

/** What is shown while the hand moves is told apart from core's answer by no digit. */
describe('a step over a million values', () => {
  const kernel = new KernelRows(new WasmKernel('simd128'));
  const steps: Readonly<Record<string, Tried>> = {
    'of the temperature': { temperature: 1.37 },
    'to a cold temperature': { temperature: 0.05 },
    'of label smoothing': { labelSmoothing: 0.13 },
    'of weights and the temperature': {
      weight: Array.from({ length: COLUMNS }, (_, index) => 0.5 + (index % 3)),
      temperature: 3,
    },
    'of a logit': { predictions: new Map([[123_456, 40]]) },
  };
  for (const [name, tried] of Object.entries(steps)) {
    it(`${name} shows core's numbers`, () => {
      const problem = triedProblem(PROBLEM, tried);
      const exact = evaluate(problem);
      assert.ok(exact.ok);
      const work = new QuickWork(problem, 0.5, kernel);
      work.advance(() => true);
      assert.ok(work.done);
      const { value, losses, progress } = work.result();
      assert.equal(progress, 1);
      assert.equal(lossText(value), lossText(exact.value.value.data[0] ?? NaN));
      assert.equal(losses.length, ROWS);
      losses.forEach((loss, row) => {
        const expected = exact.value.rows[row] ?? NaN;
        assert.ok(Math.abs(loss - expected) <= 2e-15 * Math.max(8, expected), `row ${row}: ${loss}, not ${expected}`);
      });
    });
  }

  it('says how far it is, of the rows reached alone', () => {
    const work = new QuickWork(PROBLEM, 0.5, kernel);
    work.advance(() => false);
    const { facts, losses, progress } = work.result();
    assert.ok(progress > 0 && progress < 0.2, `${progress}`);
    const reached = Math.round(progress * ROWS);
    assert.deepEqual([losses.length, facts.targets.length, facts.predicted.length], [reached, reached, reached]);
    const whole = computeExactly(PROBLEM, 0.5, kernel);
    assert.deepEqual(facts.predicted, whole.facts.predicted.subarray(0, reached));
  });
});
