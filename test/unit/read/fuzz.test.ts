import fc from 'fast-check';
import { fuzzBytes, fuzzText, survivesBytes, survivesText } from './fuzzing';

describe('the readers', () => {
  it('survive 9,000 broken prints', () =>
    fc.assert(
      fc.property(fuzzText(Date.now()), (text) => void survivesText(text)),
      { numRuns: 9000 },
    )).timeout(30_000);
  it('survive 1,000 broken files', () =>
    fc.assert(fc.property(fuzzBytes(Date.now()), survivesBytes), { numRuns: 1000 })).timeout(30_000);
});
