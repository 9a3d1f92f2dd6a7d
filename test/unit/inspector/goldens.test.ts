import { strict as assert } from 'node:assert';
import { computeExactly, QuickWork } from '../../../src/inspector/tried/compute';
import { lossText } from '../../../src/report/numbers';
import { goldenNumber, readGoldens } from '../../golden/goldens';
import { GOLDEN_LOSSES, problemOf } from '../../golden/problems';

/** What computes the number while something is tried shows what PyTorch returns, to the last digit shown. */
describe('a number tried in the inspector, of every golden', () => {
  const cases = readGoldens().cases.filter(
    ({ fn, expected }) => fn in GOLDEN_LOSSES && expected.float64.error === undefined,
  );
  let quickly = 0;

  it('is the one that PyTorch returned', () => {
    assert.ok(cases.length > 20, `${cases.length} goldens`);
    for (const golden of cases) {
      const { value } = computeExactly(problemOf(golden), 0.5);
      assert.equal(lossText(value), lossText(goldenNumber(golden.expected.float64.mean)), golden.id);
    }
  });

  it('is the same by the quick formulas, where it is a number', () => {
    for (const golden of cases) {
      const work = new QuickWork(problemOf(golden), 0.5);
      const mean = goldenNumber(golden.expected.float64.mean);
      if (!work.able || !Number.isFinite(mean)) continue;
      while (!work.done) work.advance(7);
      const { value } = work.result();
      assert.ok(Math.abs(value - mean) <= 1e-9 * Math.max(1, Math.abs(mean)), `${golden.id}: ${value}, not ${mean}`);
      quickly++;
    }
    assert.ok(quickly > 10, `${quickly} goldens`);
  });
});
