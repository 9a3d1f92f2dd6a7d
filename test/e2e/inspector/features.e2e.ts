import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

const EPOCH = `logits = tensor([[ 1.9269,  1.4873,  0.9007, -2.1055],
        [ 0.6784, -1.2345, -0.0431, -1.6047],
        [-0.7521,  1.6487, -0.3925, -1.4036]])
labels = tensor([2, 3, 0])

probabilities = tensor([[0.7000, 0.2000, 0.1000],
        [0.1000, 0.8000, 0.1000],
        [0.3000, 0.3000, 0.4000]])
answers = tensor([0, 1, 1])
`;
const TOKENS = 'token,logprob\nThe,-2.25\ncat,-0.0625\nsat,-0.75\n';

// Made by torch 1.13 in float64, of the first pair: F.cross_entropy, the same summed, and of logits / 2.
const LOSS = { mean: '2.4007', sum: '7.2020', cooled: '1.7638' };
/** F.nll_loss of the tokens over one class. */
const TOKENS_LOSS = '1.0208';

describe('each part of the inspector, in the workbench', () => {
  const window = useWorkbench({
    files: { 'epoch.py': EPOCH, 'tokens.csv': TOKENS },
    settings: { 'files.simpleDialog.enable': true },
  });

  let page: FrameLocator;
  let opened = false;

  async function inspect(file: string, first: number, last: number): Promise<FrameLocator> {
    const { editor } = window();
    // A file is opened beside what has the focus.
    if (opened) await editor.focus();
    opened = true;
    await editor.open(file);
    await editor.selectLines(first, last);
    await window().run('Loss Lens: Compute Cross Entropy');
    await window().run('Loss Lens: Inspect Result');
    return window().webview('Loss Lens');
  }

  it('the heat map tells the exact value under the pointer, and another quantity by a key', async () => {
    page = await inspect('epoch.py', 1, 4);
    await page.locator('#value', { hasText: LOSS.mean }).waitFor();
    await page.locator('#map').press('ArrowDown');
    await page.locator('#map-readout', { hasText: 'row 1, column 0' }).waitFor();
    assert.match(await page.locator('#map-readout').innerText(), /0\.6784/);
    await page.locator('#map').press('2');
    await page.getByRole('button', { name: 'Probabilities', exact: true, pressed: true }).waitFor();
  });

  it('the rows are sorted and narrowed, and a chosen one is selected in the text', async () => {
    await page.getByRole('searchbox', { name: 'Text of the line or row' }).fill('1.6487');
    await page.locator('#rows-count', { hasText: '1 of 3' }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('#rows .line[data-row="1"]').click();
    await eventually(async () => assert.equal((await window().editor.cursor()).line, 2));
    await page.locator('.derivation', { hasText: 'loss = log Σ exp(x)' }).waitFor();
  });

  it('the pictures are drawn, and each stands as a table', async () => {
    for (const name of await page.getByRole('tab').allInnerTexts()) {
      await page.getByRole('tab', { name, exact: true }).click();
      await page.locator('#picture svg.chart').first().waitFor();
      assert.ok((await page.locator('#picture table tr').count()) > 1, name);
    }
  });

  it('what is tried changes the number beside the one of the text', async () => {
    await page.locator('.what-if').evaluate((details) => ((details as HTMLDetailsElement).open = true));
    await page.getByRole('spinbutton', { name: 'temperature', exact: true }).fill('2');
    await page.locator('#tried-value', { hasText: LOSS.cooled }).waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.locator('#tried-value').waitFor({ state: 'detached' });
  });

  it('a printed number is explained, and computed as it came about', async () => {
    await page.getByRole('textbox', { name: 'The number as it was printed' }).fill(LOSS.sum);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    const way = page.locator('.printed-number li', { hasText: 'cross_entropy of logits and labels, summed' });
    await way.getByRole('button', { name: 'Compute so' }).click();
    await page.locator('#value', { hasText: LOSS.sum }).waitFor();
  });

  it('a mistake has its way out as a button', async () => {
    page = await inspect('epoch.py', 6, 9);
    const button = page.getByRole('button', { name: /^Compute so: / }).first();
    const promised = /: ([\d.]+)$/.exec(await button.innerText())?.[1] ?? '';
    await button.click();
    await page.locator('#value', { hasText: promised }).waitFor();
  });

  it('tokens with their log-probabilities are a sequence', async () => {
    page = await inspect('tokens.csv', 1, 4);
    await page.locator('#value', { hasText: TOKENS_LOSS }).waitFor();
    await page.getByRole('tab', { name: 'Sequences' }).click();
    assert.deepEqual(await page.locator('#picture .token-text').allTextContents(), ['The', 'cat', 'sat']);
    await window().screenshot('tokens');
  });

  it('the heat map and the whole report are saved where the user says', async () => {
    for (const [button, name] of [
      ['Save the heat map as PNG', 'heat-map.png'],
      ['Save report…', 'report.html'],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      const file = path.join(window().folder, `saved-${name}`);
      await window().quickPick.answer(file, name);
      const start = await eventually(async () => (await readFile(file)).subarray(0, 4).toString('latin1'));
      assert.equal(start, name.endsWith('png') ? '\u0089PNG' : '<!do');
    }
  });
});
