import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { MemoryFiles } from '../memoryFiles';

/** Printed by torch 1.13 for the sample: F.cross_entropy(logits, label). */
const PRINTED = '1.2359';

async function lossShown(document: vscode.TextDocument): Promise<string> {
  return (await seam())
    .inlineNotes(document)
    .map(({ text }) => text)
    .join('\n');
}

async function openSample(): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('lossLens.openSample');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'the sample is not open');
  return editor;
}

describe('the first use', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens a sample on which the command needs nothing more, and whose loss is the one printed in it', async () => {
    const { document, selection } = await openSample();
    assert.equal(document.isUntitled, true);
    assert.match(document.getText(selection), /^logits = tensor[^]*label = tensor\(\[[\d, ]+\]\)$/);
    assert.match(document.getText(), new RegExp(`tensor\\(${PRINTED}\\)`));
    await vscode.commands.executeCommand('lossLens.compute');
    assert.match(await lossShown(document), new RegExp(`${PRINTED} cross_entropy · mean of 8 rows`));
  });

  it('shows the result as text, line by line, and follows the document', async () => {
    const editor = await openSample();
    await vscode.commands.executeCommand('lossLens.compute');
    await vscode.commands.executeCommand('lossLens.showText');
    const text = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'loss-lens')?.document;
    assert.ok(text, 'the text is not open');
    const lines = text.getText().split('\n');
    assert.equal(lines[0], `cross_entropy ${PRINTED}`);
    assert.equal(lines[1], 'mean of 8 rows · logits against label');
    // torch 1.13: F.cross_entropy(logits.double(), label, reduction='none')[6] is 3.5104.
    assert.ok(
      lines.some((line) => /^ {2}Row 6, line \d+: 3\.5104/.test(line)),
      text.getText(),
    );
    const first = editor.selection.start;
    await editor.edit((edit) => edit.insert(first, '# '));
    await waitFor('the stale text to go', () => !text.getText().includes(PRINTED) || text.getText() === '');
  });

  it('says what to select where there is nothing to compute', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, 'words.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('no numbers here\n'));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    // The message waits for an answer, and nobody gives one; the command is done all the same.
    await vscode.commands.executeCommand('lossLens.compute');
    assert.equal((await seam()).stateOf(document), 'failed');
    assert.equal(await lossShown(document), '');
  });
});

describe('in a virtual workspace', () => {
  it('a file that is on no disk is computed, explained and read out like any other', async () => {
    const content = 'x = [[2.0, -1.0], [0.1, 0.2]]\ny = [0, 1]\n';
    const files = vscode.workspace.registerFileSystemProvider(
      'loss-lens-memory',
      new MemoryFiles(new Map([['/batch.txt', content]])),
      { isReadonly: true, isCaseSensitive: true },
    );
    try {
      const uri = vscode.Uri.from({ scheme: 'loss-lens-memory', path: '/batch.txt' });
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      editor.selection = new vscode.Selection(0, 6, 0, 6);
      await vscode.commands.executeCommand('lossLens.compute');
      // torch 1.13: F.cross_entropy(x.double(), y) is 0.3465.
      assert.match(await lossShown(editor.document), /0\.3465 cross_entropy · mean of 2 rows/);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        new vscode.Position(0, 6),
      );
      assert.equal(hovers.length, 1);
      await vscode.commands.executeCommand('lossLens.showText');
      await waitFor('the text', () =>
        vscode.window.visibleTextEditors.some(({ document }) => document.getText().startsWith('cross_entropy 0.3465')),
      );
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      files.dispose();
    }
  });
});
