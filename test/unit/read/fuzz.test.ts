import fc from 'fast-check';
import { fuzzBytes, fuzzText, survivesBytes, survivesText } from './fuzzing';

/** The same inputs every time, so that a run says what the one before said; `npm run fuzz` draws others. */
const SEED = 20261125;

describe('the readers', () => {
  it('survive 9,000 broken prints', () =>
    fc.assert(
      fc.property(fuzzText(SEED), (text) => void survivesText(text)),
      { numRuns: 9000, seed: SEED },
    )).timeout(30_000);
  it('survive 1,000 broken files', () =>
    fc.assert(fc.property(fuzzBytes(SEED), survivesBytes), { numRuns: 1000, seed: SEED })).timeout(30_000);
});
