import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compute, notes, seam, waitFor, withSetting } from '../driver';

/** A code cell as nbformat 4 stores it. */
function code(source: string, output?: string): object {
  const outputs =
    output === undefined
      ? []
      : [{ output_type: 'execute_result', execution_count: 1, metadata: {}, data: { 'text/plain': [output] } }];
  return { cell_type: 'code', execution_count: 1, metadata: {}, source: [source], outputs };
}

const LOGITS = `tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])`;

/** The notebook as a file. */
async function stored(): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder, 'stored.ipynb');
  const cells = [
    code('import torch'),
    code('logits', LOGITS),
    code('labels', 'tensor([0, 2, 1])'),
    code('F.cross_entropy(logits, labels)', 'tensor(0.4846)'),
  ];
  const content = { nbformat: 4, nbformat_minor: 4, metadata: { language_info: { name: 'python' } }, cells };
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(content)));
  return file;
}

describe('a notebook with stored outputs', () => {
  it('shows the loss under the cell that completes a pair, and a mark under the one that prints it', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(await stored());
    const shown = await seam();
    const items = await Promise.all(notebook.getCells().map((cell) => shown.cellStatus(cell)));
    assert.deepEqual(items, [
      undefined,
      undefined,
      // torch 1.13: F.cross_entropy(logits.double(), labels).
      '$(graph) cross_entropy 0.4846 · mean of 3 rows',
      '$(graph) cross_entropy 0.4846 ✓ · mean of 3 rows',
    ]);
  });

  it('shows nothing under its cells where the setting says so', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(await stored());
    const shown = await seam();
    await withSetting('lossLens.notebook.cellStatus', false, async () => {
      assert.equal(await shown.cellStatus(notebook.cellAt(2)), undefined);
    });
    assert.notEqual(await shown.cellStatus(notebook.cellAt(2)), undefined);
  });

  it('computes a cell from its menu, without a kernel, and follows the cells', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(await stored());
    await vscode.window.showNotebookDocument(notebook);
    const shown = await seam();
    await vscode.commands.executeCommand('lossLens.computeCell', notebook.cellAt(2));
    assert.deepEqual(shown.pages(), ['cross_entropy 0.4846']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitFor('the page to close', () => shown.pages().length === 0);
  });

  it('is read as text as well: its outputs, not its JSON', async () => {
    const file = await stored();
    await vscode.commands.executeCommand('vscode.openWith', file, 'default');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor, 'the notebook is not open as text');
    await compute();
    assert.match((await notes(editor)).join('\n'), /0\.4846 cross_entropy/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
