import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';

/** What else ran in the extension host while `work` was going on: how often, and the longest it had to wait. */
async function probe(work: () => Promise<void>): Promise<{ readonly turns: number; readonly longest: number }> {
  let longest = 0;
  let turns = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    turns++;
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { turns, longest };
}

/**
 * A document of about 40 MB: a matrix of logits with ten columns, and its labels. A thousand rows over and over: so
 * that making it leaves little behind that would have to be collected while the extension is being measured.
 */
function largeText(): string {
  const repeats = 500;
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const values = Array.from({ length: 10 }, (_, column) => (Math.sin(row * 10 + column) * 4).toFixed(4));
    return `        [${values.join(', ')}],\n`;
  }).join('');
  const labels = Array.from({ length: 1000 }, (_, row) => `${row % 10}, `).join('');
  return `logits = tensor([\n${rows.repeat(repeats)}])\nlabels = tensor([${labels.repeat(repeats)}])\n`;
}

describe('a document of 40 MB', function () {
  this.timeout(120_000);

  it('is computed while the extension host goes on with other work', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, 'large.txt');
    const text = largeText();
    assert.ok(text.length > 40e6 && text.length < 50e6, `${text.length} characters`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(1, 10, 1, 10);
    const shown = await seam();
    const start = performance.now();
    const { turns, longest } = await probe(async () => {
      await vscode.commands.executeCommand('lossLens.compute');
      await waitFor('the loss', () => shown.stateOf(editor.document) === 'done', 60_000);
    });
    const seconds = (performance.now() - start) / 1000;
    // The figure depends on what else the machine does, so it is told, not tested; what is tested is that others had
    // their turn all along.
    console.log(
      `${(text.length / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; longest wait ${longest.toFixed(0)} ms`,
    );
    assert.ok(turns > 100, `others had ${turns} turns in ${seconds.toFixed(1)} s`);
    const notes = shown.inlineNotes(editor.document);
    assert.equal(notes.length > 1000, true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
