import { strict as assert } from 'node:assert';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';
import type { ColorTheme } from './driver/workbench.js';

// torch 1.13: F.cross_entropy of the arrays is 0.4846. Keras 3.15 clips p = 0 to 16.118095 where PyTorch says 100.
const LOG = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([0, 2, 1])
loss = F.cross_entropy(logits, labels)
loss = tensor(0.4846)
# loss-lens: 0.4846
`;
const SATURATED = `p = tensor([0.0000, 1.0000, 1.0000, 0.5000])
y = tensor([1., 1., 1., 1.])
`;
/** One class a row, or yes/no questions: only the user can tell. */
const ASKED = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([[1., 0., 0.], [0., 0., 1.], [0., 1., 0.]])
`;

const CHOSEN = /binary_cross_entropy_with_logits · mean of 9 values/;

describe('what a number means', () => {
  const window = useWorkbench({
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    files: { 'judged.txt': LOG, 'saturated.txt': SATURATED, 'asked.txt': ASKED },
  });

  it('is said in the hover, with the frameworks that differ', async () => {
    const { editor } = window();
    await editor.open('saturated.txt');
    await editor.selectLines(1, 2);
    await window().run('Loss Lens: Compute Cross Entropy');
    await editor.notesOn(1);
    const hover = await editor.hover({ line: 1, column: 14 });
    await eventually(async () => {
      const text = (await hover.text()).replaceAll('\u00a0', ' ');
      assert.match(text, /Keras, .*: 4\.2028\. It clips probabilities away from 0 and 1\./);
    });
    await window()
      .page.getByText(/^Keras, .*: 4\.2028/)
      .scrollIntoViewIfNeeded();
    await window().screenshot('meaning-hover-dark');
  });

  it('is said in the inspector', async () => {
    await window().page.keyboard.press('Escape');
    await window().editor.goTo({ line: 1, column: 14 });
    await window().run('Loss Lens: Inspect Result');
    const page = await window().webview();
    const title = page.getByRole('heading', { name: 'What the number means' });
    await title.waitFor();
    await title.evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
    await page.getByText(/^Keras, .*: 4\.2028/).waitFor();
    await pictures('meaning-inspector');
  });

  it('has a check mark behind a printed loss that is confirmed', async () => {
    const { editor } = window();
    await editor.open('judged.txt');
    await editor.selectLines(1, 4);
    await window().run('Loss Lens: Compute Cross Entropy');
    await eventually(async () => {
      assert.match((await editor.notesOn(6)).join(), /✓/);
    });
    await pictures('confirmed');
    await editor.goTo({ line: 1, column: 14 });
    await window().run('Loss Lens: Compare Frameworks...');
    await eventually(async () => {
      assert.match(JSON.stringify(await window().quickPick.items()), /Keras/);
    });
    await window().screenshot('frameworks-dark');
    await window().page.keyboard.press('Escape');
  });

  it('is read as it was chosen before, after the window is loaded anew', async () => {
    const { editor, quickPick } = window();
    await editor.open('asked.txt');
    await editor.selectLines(1, 4);
    await window().run('Loss Lens: Compute Cross Entropy');
    const binary = await eventually(async () => {
      const found = (await quickPick.items()).find(({ label }) => /^binary_cross_entropy_with_logits/.test(label));
      if (found === undefined) throw new Error('yes/no questions are not offered');
      return found;
    });
    await window().screenshot('question-dark');
    await quickPick.choose(binary.label);
    await eventually(async () => {
      assert.match((await editor.notesOn(3)).join(), CHOSEN);
    });
    await window().reload();
    await window().editor.open('asked.txt');
    await window().editor.selectLines(1, 4);
    await window().run('Loss Lens: Compute Cross Entropy');
    await eventually(async () => {
      assert.match((await window().editor.notesOn(3)).join(), CHOSEN);
    });
  });

  async function pictures(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const satisfies ColorTheme[]) {
      await window().setColorTheme(theme);
      await window().screenshot(`${name}-${theme}`);
    }
  }
});
