import * as assert from 'node:assert/strict';
import { useWorkbench } from '../driver/session.js';

/** The packaged extension, installed as a user installs it. */
describe('the installed package', () => {
  const window = useWorkbench({
    files: { 'batch.py': 'logits = tensor([[2.0, 0.5],\n                 [0.1, 1.3]])\nlabels = tensor([0, 1])\n' },
  });

  it('computes a loss from the command palette', async () => {
    await window().editor.open('batch.py');
    await window().editor.selectLines(1, 3);
    await window().run('Loss Lens: Compute Cross Entropy');
    assert.match((await window().editor.notesOn(2)).join(' '), /0\.232/);
  });
});
