import { strict as assert } from 'node:assert';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';
import type { ColorTheme } from './driver/workbench.js';

const BATCH = `epoch 3
logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000],
        [ 1.0000,  0.5000, -0.5000],
        [-0.5000,  4.0000,  0.2500],
        [ 3.2500,  0.0000,  1.0000]])
labels = tensor([0, 2, 1, 1, 0, 0])
weights = tensor([1.0000, 2.0000, 0.5000])
`;

// Made by torch 1.13 in float64: F.cross_entropy of the above, and the same with weight=weights.
const LOSS = '1.2044';
const WEIGHTED = '1.0720';

describe('the surfaces around the text', () => {
  const window = useWorkbench({ files: { 'batch.txt': BATCH } });

  it('a lens says the loss before it is asked for, and computes it at a click', async () => {
    await window().editor.open('batch.txt');
    const lens = window().page.locator('.codelens-decoration a', { hasText: `cross_entropy ${LOSS} with labels` });
    await lens.waitFor();
    await window().screenshot('lens-dark');
    await lens.click();
    await eventually(async () => {
      assert.match((await window().editor.notesOn(7)).join(), new RegExp(`${LOSS} cross_entropy · mean of 6 rows`));
    });
  });

  it('marks the worst rows beside the lines, in every theme', async () => {
    for (const theme of [
      'light',
      'high contrast dark',
      'high contrast light',
      'dark',
    ] as const satisfies ColorTheme[]) {
      await window().setColorTheme(theme);
      assert.equal(
        await window().page.locator('.glyph-margin-widgets .cgmr, .cgmr.TextEditorDecorationType').count(),
        1,
      );
      await window().screenshot(`marks-${theme.replaceAll(' ', '-')}`);
    }
  });

  it('says what is selected in the status bar', async () => {
    await window().editor.selectLines(2, 8);
    await window().statusItem(new RegExp(`Loss ${LOSS} · 6 × 3, 6`));
    await window().editor.selectLines(3, 4);
    await window().statusItem(/2 × 3 · -3 … 1\.5/);
    await window().screenshot('selection-dark');
  });

  it('takes the weights from an array of the document, with a step back on the way', async () => {
    const { editor, quickPick, page } = window();
    await editor.goTo({ line: 3, column: 12 });
    await window().run('Loss Lens: Change Options...');
    await quickPick.choose('reduction');
    await page.locator('.quick-input-widget .codicon-quick-input-back').click();
    await quickPick.choose('weight');
    const offered = await eventually(async () => {
      const found = (await quickPick.items()).find(({ label }) => label === 'weights');
      if (found === undefined) throw new Error('the array of weights is not offered');
      return found;
    });
    assert.match(`${offered.description} ${offered.detail}`, new RegExp(`→ ${WEIGHTED}.*3, line 9`));
    await window().screenshot('weights-dark');
    await quickPick.choose('weights');
    await eventually(async () => {
      assert.match((await editor.notesOn(7)).join(), new RegExp(`${WEIGHTED} cross_entropy`));
    });
  });
});

describe('the surfaces of an array file', () => {
  const window = useWorkbench({ files: { 'both.safetensors': safetensors() } });

  it('opens in the inspector, in an editor of its own', async () => {
    await window().openMenu('both.safetensors', 'Compute Cross Entropy');
    await window().screenshot('explorer-menu-dark');
    await window().chooseFromMenu('both.safetensors', 'Compute Cross Entropy');
    const page = await window().webview('both.safetensors');
    // Made by torch 1.13: F.cross_entropy of the three rows in float64.
    await page.getByText('0.4846').first().waitFor();
    await window().screenshot('array-file-dark');
  });
});

/** Logits and labels in one file: a header of JSON behind its length, then the numbers. */
function safetensors(): Uint8Array {
  const logits = Buffer.from(Float64Array.from([2, -1, 0.5, 0.1, 0.2, 0.3, -3, 1.5, 0]).buffer);
  const labels = Buffer.from(BigInt64Array.from([0n, 2n, 1n]).buffer);
  const header = Buffer.from(
    JSON.stringify({
      logits: { dtype: 'F64', shape: [3, 3], data_offsets: [0, logits.length] },
      labels: { dtype: 'I64', shape: [3], data_offsets: [logits.length, logits.length + labels.length] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, logits, labels]);
}
