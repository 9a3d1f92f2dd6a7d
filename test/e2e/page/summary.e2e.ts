import { strict as assert } from 'node:assert';
import { summaryModel } from '../../../src/report/datasetModel';
import { accessibilityFaults, screenshot, send, useInspector } from './harness';
import { THEMES, type ThemeName } from './themes';

/** As `loss-lens dataset --json` says it of 12 rows in two shards; the numbers are made up. */
const MODEL = summaryModel(
  'logits',
  {
    ...{ loss: 'cross_entropy', from: 'logits', shards: 2, rows: 12, ignored: 1, not_numbers: 0, infinities: 0 },
    ...{ value: 0.6935, perplexity: 2.0007, accuracy: 0.75, ece: 0.0821 },
    bins: { counts: [0, 2, 4, 6], corrects: [0, 1, 3, 5], confidences: [0, 0.9, 2.4, 5.4] },
    classes: [
      { support: 7, predicted: 8, recall: 0.857, precision: 0.75 },
      { support: 5, predicted: 4, recall: 0.6, precision: 'nan' },
    ],
    confusion: [6, 1, 2, 3],
    worst: [
      { file: '/data/train/logits-2.npy', row: 3, loss: 4.25 },
      { file: '/data/<b>train</b>/logits-1.npy', row: 0, loss: 'inf' },
    ],
  },
  (file) => file.split('/').slice(-2).join('/'),
);

describe('the summary of a dataset, in the inspector', function () {
  this.timeout(90_000);

  const openPage = useInspector();

  it('is a number, its figures and their tables', async () => {
    const page = await openPage();
    await send(page, { kind: 'summary', model: MODEL, words: {} });
    assert.equal(await page.locator('.summary-value').innerText(), '0.6935');
    const headings = await page.getByRole('heading').allInnerTexts();
    assert.deepEqual(headings, ['logits', 'Classes', 'Confusion', 'Calibration', 'Worst rows']);
    const worst = await page.getByRole('region', { name: 'Worst rows' }).innerText();
    assert.match(worst, /train\/logits-2\.npy[^]*4\.25[^]*b>\/logits-1\.npy[^]*inf/i);
    assert.equal(await page.locator('.summary b').count(), 0);
    const figures = await page.locator('.summary-figures').innerText();
    assert.match(figures, /perplexity\s+2\.0007[^]*accuracy\s+75[^]*ignored\s+1/);
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`holds no fault of accessibility in ${theme}`, async () => {
      const page = await openPage({ theme, width: 860, height: 900 });
      await send(page, { kind: 'summary', model: MODEL, words: {} });
      await screenshot(page, `summary-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), []);
    });
  }
});
