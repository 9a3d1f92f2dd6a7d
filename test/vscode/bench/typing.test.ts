import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { calm, probe, tell } from '../probe';

/** As much as VS Code lets extensions see of a text. */
const CHARACTERS = 50_000_000;
const ROWS = 100_000;

/** A log of 50 MB with a matrix of logits and its labels in the middle: a thousand lines over and over. */
function largeLog(): string {
  const lines = Array.from(
    { length: 1000 },
    (_, step) =>
      `2026-03-01 12:00:00,${String(step).padStart(3, '0')} INFO train step=${step} lr=3.0e-04 tokens=${step * 512}\n`,
  ).join('');
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const values = Array.from({ length: 10 }, (_, column) => (Math.sin(row * 10 + column) * 4).toFixed(4));
    return `        [${values.join(', ')}],\n`;
  }).join('');
  const labels = Array.from({ length: 1000 }, (_, row) => `${row % 10}, `).join('');
  const repeats = ROWS / 1000;
  const arrays = `logits = tensor([\n${rows.repeat(repeats)}])\nlabels = tensor([${labels.repeat(repeats)}])\n`;
  const times = Math.floor((CHARACTERS - arrays.length) / lines.length / 2);
  return lines.repeat(times) + arrays + lines.repeat(times);
}

async function openLog(): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  // A name of its own: what an earlier window had open is read again while it is being written.
  const file = vscode.Uri.joinPath(folder, `large-${Date.now()}.log`);
  const text = largeLog();
  assert.ok(text.length > 49e6 && text.length <= CHARACTERS, `${text.length} characters`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(file);
}

async function closeAndDelete({ document }: vscode.TextEditor): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.workspace.fs.delete(document.uri);
}

const WORDS = 6;
const LETTERS = 8;
/** A fast typist's pace, and a rest after each word; the third is long enough for all that waits for one to begin. */
const LETTER_MS = 60;
const REST_MS = 600;
const LONG_REST_MS = 2_500;

/** Types at the top of the text, letter by letter, as the keyboard does. */
async function type(editor: vscode.TextEditor, named: string): Promise<void> {
  const top = new vscode.Position(0, 0);
  editor.selection = new vscode.Selection(top, top);
  editor.revealRange(new vscode.Range(top, top));
  await calm();
  const reached: number[] = [];
  const echoed: number[] = [];
  let sent = 0;
  const listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document === editor.document && contentChanges.length > 0) reached.push(performance.now() - sent);
  });
  const { longest, busiest = NaN } = await probe(async () => {
    for (let word = 0; word < WORDS; word++) {
      for (let letter = 0; letter < LETTERS; letter++) {
        const due = performance.now() + LETTER_MS;
        sent = performance.now();
        await vscode.commands.executeCommand('type', { text: 'x' });
        echoed.push(performance.now() - sent);
        await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      }
      await new Promise((resolve) => setTimeout(resolve, word === 2 ? LONG_REST_MS : REST_MS));
    }
  });
  listening.dispose();
  assert.equal(reached.length, WORDS * LETTERS);
  tell(`${named}: a key reaches an extension, median`, percentile(reached, 0.5), 'ms');
  tell(`${named}: a key reaches an extension, 95th percentile`, percentile(reached, 0.95), 'ms');
  tell(`${named}: a key is echoed, 95th percentile`, percentile(echoed, 0.95), 'ms');
  tell(`${named}: longest block`, longest, 'ms');
  tell(`${named}: longest block, processor time`, busiest, 'ms');
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

describe('typing into a log of 50 MB', function () {
  this.timeout(120_000);

  it('without the extension, or with it and no result', async () => {
    const extension = vscode.extensions.getExtension('loss-lens.loss-lens');
    const editor = await openLog();
    await extension?.activate();
    await type(editor, extension === undefined ? 'without' : 'with');
    await closeAndDelete(editor);
  });

  it('with a result', async () => {
    // Where the extension is not, there is no result: then only the figures above are wanted.
    if (vscode.extensions.getExtension('loss-lens.loss-lens') === undefined) return;
    const shown = await seam();
    const editor = await openLog();
    const { document } = editor;
    const inMatrix = new vscode.Position(
      document.positionAt(document.getText().indexOf('logits = tensor')).line + 1,
      10,
    );
    editor.selection = new vscode.Selection(inMatrix, inMatrix);
    await calm();
    await vscode.commands.executeCommand('lossLens.compute');
    await waitFor('the loss', () => shown.stateOf(document) === 'done', 60_000);
    await type(editor, 'with a result');
    await closeAndDelete(editor);
  });
});
