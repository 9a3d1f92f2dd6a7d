import { strict as assert } from 'node:assert';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

const BATCH = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([0, 2, 1])
`;

// Made by torch 1.13 in float64: F.cross_entropy of the above.
const LOSS = '0.4846';

describe('the docked inspector', () => {
  const window = useWorkbench({
    files: { 'batch.py': BATCH },
    settings: { 'lossLens.inspector.location': 'panel' },
  });
  const docked = () => window().page.locator('.part.panel .composite.title', { hasText: 'Loss Lens' });
  const tab = () => window().page.locator('.tab', { hasText: 'Loss Lens' });

  it('opens as a view in the panel where the setting says so, and chooses rows both ways', async () => {
    const { editor } = window();
    await editor.open('batch.py');
    await editor.selectLines(1, 4);
    await window().run('Loss Lens: Compute Cross Entropy');
    await window().run('Loss Lens: Inspect Result');
    await docked().waitFor();
    assert.equal(await tab().count(), 0);
    const page = await window().webview();
    await page.locator('#value', { hasText: LOSS }).waitFor();
    await window().screenshot('docked-light');
    await page.locator('#rows .line[data-row="2"]').click();
    await eventually(async () => {
      assert.deepEqual(await editor.cursor(), { line: 3, column: 35, selected: 25 });
    });
    await editor.goTo({ line: 2, column: 12 });
    await page.locator('#rows .line[data-row="1"][aria-selected="true"]').waitFor();
  });

  it('shows the same result after the window was loaded anew', async () => {
    await window().reload();
    await docked().waitFor();
    const page = await window().webview();
    await page.locator('#value', { hasText: LOSS }).waitFor();
  });

  it('goes beside the editor and back by its button, with what it shows', async () => {
    await window().run('Loss Lens: Open Inspector beside the Editor');
    await tab().waitFor();
    await (await window().webview('Loss Lens')).locator('#value', { hasText: LOSS }).waitFor();
    await window().page.locator('.editor-actions').getByRole('button', { name: 'Dock Inspector in the Panel' }).click();
    await tab().waitFor({ state: 'detached' });
    await docked().waitFor();
    await (await window().webview()).locator('#value', { hasText: LOSS }).waitFor();
  });
});
