import { strict as assert } from 'node:assert';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

const TEXT = `logits = [[2.0, -1.0, 0.5], [0.1, 0.2, 0.3], [-3.0, 1.5, 0.0]]
labels = [0, 2, 1]
`;

const FIRST = '{"logits": [[2.0, -1.0, 0.5], [0.1, 0.2, 0.3], [-3.0, 1.5, 0.0]], "labels": [0, 2, 1]}';
/** Another epoch of the same three samples. */
const SECOND = '{"logits": [[1.0, -1.0, 0.5], [0.1, 0.2, 1.3], [-3.0, 2.5, 0.0]], "labels": [0, 2, 1]}';

const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 4,
  metadata: { language_info: { name: 'python' } },
  cells: [
    [
      'logits',
      'tensor([[ 2.0000, -1.0000,  0.5000],\n        [ 0.1000,  0.2000,  1.3000],\n        [-3.0000,  1.5000,  0.0000]])',
    ],
    ['labels', 'tensor([0, 2, 1])'],
  ].map(([source, output]) => ({
    cell_type: 'code',
    execution_count: 1,
    metadata: {},
    source: [source],
    outputs: [{ output_type: 'execute_result', execution_count: 1, metadata: {}, data: { 'text/plain': [output] } }],
  })),
});

// Made by torch 1.13 in float64: F.cross_entropy of each, and the rows' losses there less those here.
const LOSS = { text: '0.4846', notebook: '0.3143', second: '0.3762' };

describe('comparing with what is no open text', () => {
  const window = useWorkbench({
    files: { 'batch.py': TEXT, 'second.json': SECOND, 'first.json': FIRST, 'run.ipynb': NOTEBOOK },
  });
  const inspected = (): Promise<FrameLocator> => window().webview('Loss Lens');

  async function inspect(): Promise<FrameLocator> {
    await window().editor.open('batch.py');
    await window().editor.selectLines(1, 2);
    await window().run('Loss Lens: Compute Cross Entropy');
    await window().run('Loss Lens: Inspect Result');
    const page = await inspected();
    await page.locator('#value', { hasText: LOSS.text }).waitFor();
    return page;
  }

  async function compareWith(page: FrameLocator, label: string): Promise<void> {
    await page
      .getByRole('button', { name: /Compare with…|Another…/ })
      .first()
      .click();
    await window().quickPick.choose(label);
  }

  it('takes array files that are chosen by their path', async () => {
    const page = await inspect();
    await compareWith(page, 'Array files…');
    await window().quickPick.answer(path.join(window().folder, 'second.json'), window().folder);
    await page.locator('.compare').waitFor();
    const said = await page.locator('.compare').innerText();
    assert.match(said, /Compared with second\.json/);
    assert.match(said, /3 rows matched/);
  });

  it('takes a cell of a notebook by what it has stored', async () => {
    await window().page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'run.ipynb' }).dblclick();
    await window()
      .page.locator('.notebookOverlay .cell-output-ipywidget-background, .notebookOverlay .cell')
      .first()
      .waitFor();
    const page = await inspected();
    await compareWith(page, 'Cells of open notebooks…');
    await eventually(async () => {
      const [offered] = await window().quickPick.items();
      assert.equal(offered?.label, `${LOSS.notebook} · logits`);
      assert.equal(offered?.description, 'run.ipynb, cell 2');
    });
    await window().page.keyboard.press('Enter');
    await page.locator('.compare', { hasText: 'run.ipynb, cell 2' }).waitFor();
    const there = page.locator('.sides tr', { hasText: 'loss' }).locator('td').nth(1);
    assert.equal(await there.innerText(), LOSS.notebook);
  });

  it('compares two array files from the page of one', async () => {
    for (const file of ['second.json', 'first.json']) {
      await window().chooseFromMenu(file, 'Compute Cross Entropy');
      await window().page.locator('.tab.active', { hasText: file }).waitFor();
    }
    const page = await window().webview('first.json');
    await page.locator('#value', { hasText: LOSS.text }).waitFor();
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await eventually(async () => {
      const offered = (await window().quickPick.items()).find(({ description }) => description === 'second.json');
      assert.ok(offered);
      await window().quickPick.choose(offered.label, 2000);
    });
    await page.locator('.compare', { hasText: 'second.json' }).waitFor();
    const said = await page.locator('.compare').innerText();
    assert.match(said, /smaller there\s+2\s+larger there\s+1/);
    await window().screenshot('compare-files');
  });
});
