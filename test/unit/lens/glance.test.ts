import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import { glanceText } from '../../../src/report/glance';

const TEXT = `logits = [[2.0, -1.0, 0.5],
 [0.1, nan, 0.3],
 [-3.0, 1.5, inf]]
labels = [0, 2, 1]
`;

/** What is said of the stretch from one word of the text to the end of another. */
async function said(from: string, to: string): Promise<string | undefined> {
  const span = { start: TEXT.indexOf(from), end: TEXT.indexOf(to) + to.length };
  const snapshot = { text: TEXT, version: 1, language: 'plaintext' };
  const glance = await inlineDesk.glance(snapshot, [span], {}, { aborted: false });
  return glance && glanceText(glance).short;
}

describe('what is selected, at a glance', () => {
  it('is a matrix with its range and what is not finite', async () => {
    assert.equal(await said('logits', 'inf]]'), '3 × 3 · -3 … 2 · 1 nan · 1 inf');
  });

  it('is some rows of a matrix, which have no loss with each other', async () => {
    assert.equal(await said('0.1', 'inf'), '2 × 3 · -3 … 1.5 · 1 nan · 1 inf');
  });

  it('is two arrays and their loss', async () => {
    // The loss of a row with nan is nan.
    assert.equal(await said('logits', '1]\n'), 'Loss nan · 3 × 3 · 1 nan · 1 inf, 3');
  });

  it('is nothing where no array is touched', async () => {
    const snapshot = { text: 'no numbers here', version: 1, language: 'plaintext' };
    assert.equal(await inlineDesk.glance(snapshot, [{ start: 0, end: 9 }], {}, { aborted: false }), undefined);
  });
});
