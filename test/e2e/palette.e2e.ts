import * as assert from 'node:assert/strict';
import { useWorkbench } from './driver/session.js';

describe('from the command palette', () => {
  const window = useWorkbench({ files: { 'nothing.txt': 'no numbers here\n' } });

  it('the command is offered, and runs on a file that was opened by name', async () => {
    await window().editor.open('nothing.txt');
    await window().run('Loss Lens: Compute Cross Entropy');
    assert.equal((await window().editor.line(1)).text, 'no numbers here');
  });

  it('what needs a result is not offered without one', async () => {
    assert.equal(await window().offers('Loss Lens: Compute Cross Entropy'), true);
    assert.equal(await window().offers('Loss Lens: Clear'), false);
  });
});
