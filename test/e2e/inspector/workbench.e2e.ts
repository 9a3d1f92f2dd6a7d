import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

/** Two epochs of one model, and the same logits with a sample a column, printed in three notations. */
const EPOCHS = `first = tensor([[ 1.9269,  1.4873,  0.9007, -2.1055],
        [ 0.6784, -1.2345, -0.0431, -1.6047],
        [-0.7521,  1.6487, -0.3925, -1.4036]])
labels = tensor([2, 3, 0])

second = [[ 1.92,  1.48,  2.90, -2.10],  # cat.png
          [ 0.67, -1.23, -0.04, -1.60],
          [ 0.75,  1.64, -0.39, -1.40]]
again = [2, 3, 0]

columns = [[1.9e+00, 6.8e-01, -7.5e-01], [1.5e+00, -1.2e+00, 1.6e+00],
           [9.0e-01, -4.3e-02, -3.9e-01], [-2.1e+00, -1.6e+00, -1.4e+00]]
classes = [2, 3, 0]
`;
const LINES = { first: [1, 4], second: [6, 9], columns: [11, 13] } as const;

describe('the inspector in the workbench', () => {
  const window = useWorkbench({ files: { 'epochs.py': EPOCHS } });

  async function computed(name: keyof typeof LINES): Promise<void> {
    const [from, to] = LINES[name];
    await window().editor.selectLines(from, to);
    await window().run('Loss Lens: Compute Cross Entropy');
    await window().editor.notesOn(to - 1);
  }

  const field = (page: FrameLocator, name: string): ReturnType<FrameLocator['getByRole']> =>
    page.getByRole('spinbutton', { name, exact: true });

  it('writes what was tried into the text, as one edit in the text’s own notation', async () => {
    const { editor } = window();
    await editor.open('epochs.py');
    await computed('first');
    await window().run('Loss Lens: Inspect Result');
    const page = await window().webview();
    await page.locator('#rows .line[data-row="1"]').click();
    await page.getByText('What if', { exact: true }).click();
    await field(page, 'class 3').fill('0.5');
    await field(page, 'class 1').fill('-12');
    await page.locator('.row-editor input[type=radio]').nth(2).check();
    const tried = await page.locator('#tried-value').innerText();
    await page.getByRole('button', { name: 'Apply 3 numbers to the text' }).click();
    await page.locator('#value', { hasText: tried }).waitFor();
    assert.equal((await editor.line(2)).text.trim(), '[ 0.6784, -12.0000, -0.0431, 0.5000],');
    assert.equal((await editor.line(4)).text, 'labels = tensor([2, 2, 0])');
    await editor.focus();
    await window().page.keyboard.press('Control+Z');
    await eventually(async () => {
      assert.equal((await editor.line(2)).text.trim(), '[ 0.6784, -1.2345, -0.0431, -1.6047],');
      assert.equal((await editor.line(4)).text, 'labels = tensor([2, 3, 0])');
    });
  });

  it('writes to the right places where a sample stands in a column', async () => {
    const { editor } = window();
    await computed('columns');
    await window().run('Loss Lens: Inspect Result');
    const page = await window().webview();
    await page.locator('.sources', { hasText: 'columns' }).waitFor();
    await page.locator('#rows .line[data-row="1"]').click();
    await page.locator('.what-if').evaluate((details) => ((details as HTMLDetailsElement).open = true));
    await field(page, 'class 2').fill('7');
    const tried = await page.locator('#tried-value').innerText();
    await page.getByRole('button', { name: 'Apply 1 number to the text' }).click();
    await page.locator('#value', { hasText: tried }).waitFor();
    assert.equal((await editor.line(12)).text.trim(), '[9.0e-01, 7.0e+00, -3.9e-01], [-2.1e+00, -1.6e+00, -1.4e+00]]');
  });

  it('compares two results of the document, and filters by the line’s own text', async () => {
    await computed('first');
    await computed('second');
    await window().run('Loss Lens: Inspect Result');
    const page = await window().webview();
    await page.locator('.sources', { hasText: 'second' }).waitFor();
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await eventually(async () => {
      const offered = (await window().quickPick.items()).map(({ label }) => label);
      assert.ok(
        offered.some((label) => / · first$/.test(label)),
        offered.join(),
      );
    });
    await window().quickPick.choose(
      (await window().quickPick.items()).find(({ label }) => / · first$/.test(label))?.label ?? '',
    );
    await page.locator('.compare').waitFor();
    assert.match(await page.locator('.compare').innerText(), /Compared with first/);
    assert.match(
      await page.locator('.compare').innerText(),
      /largest difference of a prediction\s+-1\.9993 row 0, column 2/,
    );
    await page.getByRole('searchbox', { name: 'Text of the line or row' }).fill('CAT');
    await page.locator('#rows-count', { hasText: '1 of 3' }).waitFor();
    await window().screenshot('inspector-compare');
  });
});
