import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { calm, probe, tell, type Waits } from '../probe';

/**
 * A document of about 40 MB: a matrix of logits with ten columns, and its labels. A thousand rows over and over: so
 * that making it leaves little behind that would have to be collected while the extension is being measured.
 */
function largeText(): string {
  const repeats = 412;
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const values = Array.from({ length: 10 }, (_, column) => (Math.sin(row * 10 + column) * 4).toFixed(4));
    return `        [${values.join(', ')}],\n`;
  }).join('');
  const labels = Array.from({ length: 1000 }, (_, row) => `${row % 10}, `).join('');
  return `logits = tensor([\n${rows.repeat(repeats)}])\nlabels = tensor([${labels.repeat(repeats)}])\n`;
}

function tellWaits(name: string, { longest, busiest }: Waits): void {
  tell(name, longest, 'ms');
  if (busiest !== undefined) tell(`${name}, processor time`, busiest, 'ms');
}

describe('a document of 40 MB', function () {
  this.timeout(170_000);

  it('is computed while the extension host goes on with other work', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    // A name of its own: what an earlier window had open is read again while it is being written.
    const file = vscode.Uri.joinPath(folder, `large-${Date.now()}.txt`);
    const text = largeText();
    assert.ok(text.length > 40e6 && text.length < 50e6, `${text.length} characters`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const editor = await vscode.window.showTextDocument(file);
    const type = async (): Promise<void> => {
      for (let character = 0; character < 5; character++) {
        await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '#'));
      }
    };
    // VS Code and its own extensions look for links and conflicts in a document that is opened or edited.
    await calm();
    tellWaits('longest block while typing into it before', await probe(type));
    editor.selection = new vscode.Selection(1, 10, 1, 10);
    const shown = await seam();
    await calm();
    const start = performance.now();
    const waits = await probe(async () => {
      await vscode.commands.executeCommand('lossLens.compute');
      await waitFor('the loss', () => shown.stateOf(editor.document) === 'done', 60_000);
    });
    const seconds = (performance.now() - start) / 1000;
    tell(`${(text.length / 1e6).toFixed(0)} MB computed in`, seconds, 's');
    tellWaits('longest block', waits);
    // The figures depend on what else the machine does; what is tested is that others had their turn all along.
    const { turns } = waits;
    assert.ok(turns > 100, `others had ${turns} turns in ${seconds.toFixed(1)} s`);
    const notes = shown.inlineNotes(editor.document);
    assert.equal(notes.length > 1000, true);
    tellWaits('longest block while typing into it with a result', await probe(type));
    assert.deepEqual(shown.inlineNotes(editor.document), []);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file);
  });
});
