import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { notes as notesOf, open, seam, selectAll, waitFor } from '../driver';

const LOGITS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
`;
const LABELS = 'labels = tensor([0, 2, 1])\n';

// Made by torch 1.13: F.cross_entropy(logits.double(), labels), its sum, and of the labels [1, 2, 1].
const MEAN = '0.4846';
const SUM = '1.4537';
const OTHER = '1.4846';

async function notes(editor: vscode.TextEditor): Promise<string> {
  return (await notesOf(editor)).join('\n');
}

async function run(command: string): Promise<void> {
  await vscode.commands.executeCommand(`lossLens.${command}`);
}

/** Takes what is selected in the Quick Pick that a command shows, until something has come of it. */
async function accepting(command: string, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const done = run(command);
  await waitFor(what, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return holds();
  });
  await done;
}

describe('what a number means', () => {
  before(() => seam());

  afterEach(async () => {
    await run('unpin');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is explained for a number under the cursor, and computed where it is a loss', async () => {
    const editor = await open(`${LOGITS}${LABELS}printed: ${SUM}\n`);
    editor.selection = new vscode.Selection(4, 11, 4, 11);
    await accepting('explainNumber', 'the sum', async () => (await notes(editor)).includes('sum of 3 rows'));
    assert.match(await notes(editor), new RegExp(`${SUM} cross_entropy · sum of 3 rows`));
  });

  it('is copied as code that asserts it', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await run('compute');
    await vscode.env.clipboard.writeText('');
    await accepting('copyCode', 'the code', async () => (await vscode.env.clipboard.readText()) !== '');
    const code = await vscode.env.clipboard.readText();
    assert.match(code, /loss = F\.cross_entropy\(x, y\)\ntorch\.testing\.assert_close\(loss, torch\.tensor\(0\.4845/);
  });

  it('is compared with other frameworks and with the exact value', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await run('compute');
    await vscode.env.clipboard.writeText('');
    await accepting('compareFrameworks', 'the value', async () => (await vscode.env.clipboard.readText()) !== '');
    // Python's decimal at 60 digits, on the float64 nearest to each number.
    assert.equal(await vscode.env.clipboard.readText(), '0.484569619219540956406150836236');
  });

  it('comes of predictions and targets that are pinned one after the other', async () => {
    const editor = await open(`${LOGITS}${LABELS}others = tensor([1, 2, 1])\n`);
    editor.selection = new vscode.Selection(1, 12, 1, 12);
    await run('pinPredictions');
    editor.selection = new vscode.Selection(4, 20, 4, 20);
    await run('pinTargets');
    assert.match(await notes(editor), new RegExp(`${OTHER} cross_entropy`));
    editor.selection = new vscode.Selection(3, 20, 3, 20);
    await run('pinTargets');
    assert.match(await notes(editor), new RegExp(`${MEAN} cross_entropy`));
  });

  it('comes of targets in another editor, and follows edits of either', async () => {
    const editor = await open(LOGITS);
    editor.selection = new vscode.Selection(1, 12, 1, 12);
    await run('pinPredictions');
    const other = await open(`a line above\n${LABELS}`, 'plaintext', vscode.ViewColumn.Beside);
    other.selection = new vscode.Selection(1, 20, 1, 20);
    await run('pinTargets');
    assert.match(await notes(editor), new RegExp(`${MEAN} cross_entropy`));
    assert.equal(await notes(other), '');
    await other.edit((edit) => edit.replace(new vscode.Range(1, 17, 1, 18), '1'));
    assert.equal(other.document.lineAt(1).text, 'labels = tensor([1, 2, 1])');
    assert.equal(await notes(editor), '');
    await waitFor('the loss of the other labels', async () => (await notes(editor)).includes(`${OTHER} cross`));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'a line above\n'));
    await waitFor('the loss again', async () => (await notes(editor)).includes(`4: `));
    assert.match(await notes(editor), new RegExp(`^4: .*${OTHER} cross_entropy`, 'm'));
  });

  it('is read as it was chosen before, without asking twice', async () => {
    const editor = await open(`${LOGITS}labels = [[1, 0, 0],\n [0, 0, 1],\n [0, 1, 0]]\n`);
    selectAll(editor);
    const shown = await seam();
    await accepting('compute', 'the answer', () => shown.stateOf(editor.document) === 'done');
    assert.match(await notes(editor), new RegExp(`${MEAN} cross_entropy`));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'a line above\n'));
    await waitFor('the loss again', async () => (await notes(editor)).includes(`${MEAN} cross_entropy`));
    editor.selection = new vscode.Selection(2, 12, 2, 12);
    await run('compute');
    assert.match(await notes(editor), new RegExp(`^4: .*${MEAN} cross_entropy`, 'm'));
  });
});
