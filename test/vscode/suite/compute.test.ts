import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compute, hovers, notes, open, seam, selectAll, waitFor } from '../driver';

const LOGITS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
`;
const LABELS = 'labels = tensor([0, 2, 1])\n';

// Made by torch 1.13: F.cross_entropy(logits.double(), labels), reduction mean and none.
const MEAN = '0.4846';
const ROWS = ['0.2413', '1.0019', '0.2105'];

describe('computing a loss', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows the loss behind the matrix and each row its own', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    assert.deepEqual(await notes(editor), [
      `1: ▂ ${ROWS[0]}`,
      `2: █ ${ROWS[1]}`,
      `3: ▂ ${ROWS[2]}\u2003│\u2003${MEAN} cross_entropy · mean of 3 rows`,
    ]);
  });

  it('computes from the cursor alone', async () => {
    const editor = await open(LOGITS + LABELS);
    editor.selection = new vscode.Selection(1, 12, 1, 12);
    await compute();
    assert.match((await notes(editor)).join('\n'), new RegExp(`${MEAN} cross_entropy`));
  });

  it('takes the labels out of a column of the table, and follows an edit of one', async () => {
    const editor = await open('class_0,class_1,class_2,label\n2,-1,0.5,0\n0.1,0.2,0.3,2\n-3,1.5,0,1\n', 'csv');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await compute();
    assert.match((await notes(editor)).join('\n'), new RegExp(`3: █ ${ROWS[1]}\n.*${MEAN} cross_entropy`));
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 12, 2, 13), '1'));
    // Row 2 against class 1, by torch 1.13: 1.1019.
    await waitFor('the new loss', async () => (await notes(editor)).join('\n').includes('1.1019'));
  });

  it('pairs two selections, and takes equal numbers of whole rows from both', async () => {
    const editor = await open(LOGITS + LABELS);
    const line = editor.document.lineAt(3).text;
    const labels = new vscode.Selection(3, line.indexOf('0'), 3, line.indexOf('2') + 1);
    const rows = new vscode.Selection(0, LOGITS.indexOf('2.0'), 1, editor.document.lineAt(1).text.length);
    editor.selections = [rows, labels];
    await compute();
    // The mean of the first two rows' losses above.
    assert.match((await notes(editor)).join('\n'), /0\.6216 cross_entropy · mean of 2 rows/);
  });

  it('explains the loss in a hover, with links that run only our commands', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    const text = await hovers(editor, new vscode.Position(1, 15));
    assert.match(text, /cross\\_entropy 0\\\.4846/);
    assert.match(text, /class indices among 3 classes/);
    assert.match(text, /Row 1\\: 1\\\.00194/);
    assert.match(text, /command:lossLens\.inspect/);
  });

  it('takes the number away on an edit and brings the new one, undo the old one', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    const edited = editor.edit((edit) => edit.replace(new vscode.Range(1, 9, 1, 15), ' 3.1000'));
    await edited;
    assert.deepEqual(await notes(editor), []);
    await waitFor('the new loss', async () => (await notes(editor)).length === 3);
    // torch 1.13 on the changed matrix.
    assert.match((await notes(editor)).join('\n'), /2: █ 2\.9096[^]*1\.1205 cross_entropy/);
    await vscode.commands.executeCommand('undo');
    await waitFor('the old loss', async () => (await notes(editor)).join().includes(`${MEAN} cross_entropy`));
  });

  it('moves the result along with an edit elsewhere', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'a line above\n'));
    await waitFor('the moved result', async () => (await notes(editor)).length === 3);
    assert.match((await notes(editor)).at(-1) ?? '', new RegExp(`^4: .*${MEAN} cross_entropy`));
  });

  it('asks where categorical and binary are both sensible, and keeps the choice', async () => {
    const oneHot = '[[1, 0, 0],\n [0, 0, 1],\n [0, 1, 0]]\n';
    const editor = await open(`logits = ${LOGITS.slice(9)}labels = ${oneHot}`);
    selectAll(editor);
    const computed = compute();
    const shown = await seam();
    await waitFor('the question', () => shown.stateOf(editor.document) === 'choosing');
    await waitFor('the answer', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return shown.stateOf(editor.document) === 'done';
    });
    await computed;
    assert.match((await notes(editor)).join('\n'), new RegExp(`${MEAN} cross_entropy`));
  });

  it('clears the result', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    await vscode.commands.executeCommand('lossLens.clear');
    assert.deepEqual(await notes(editor), []);
    assert.equal(await hovers(editor, new vscode.Position(1, 15)), '');
  });

  it('shows no number for an elided print, and says why', async () => {
    const editor = await open(`tensor([[1.0, 2.0, ..., 3.0],\n        [1.0, 2.0, ..., 3.0]])\n${LABELS}`);
    selectAll(editor);
    void compute();
    const shown = await seam();
    await waitFor('the refusal', () => shown.stateOf(editor.document) === 'failed');
    assert.deepEqual(await notes(editor), []);
  });

  it('puts what looks like a mistake among the problems, and takes it away with the result', async () => {
    const softmax = '[[0.7, 0.2, 0.1],\n [0.1, 0.8, 0.1],\n [0.2, 0.2, 0.6]]\n';
    const editor = await open(`probs = ${softmax}labels = [0, 1, 2]\n`);
    selectAll(editor);
    await compute();
    const problems = vscode.languages.getDiagnostics(editor.document.uri);
    assert.deepEqual(
      problems.map(({ code, source }) => [source, code]),
      [['Loss Lens', 'double-softmax']],
    );
    await vscode.commands.executeCommand('lossLens.clear');
    assert.deepEqual(vscode.languages.getDiagnostics(editor.document.uri), []);
  });

  it('opens the inspector beside the text', async () => {
    const editor = await open(LOGITS + LABELS);
    selectAll(editor);
    await compute();
    await vscode.commands.executeCommand('lossLens.inspect');
    await waitFor('the inspector', () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.some(
        ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('lossLens.inspector'),
      );
    });
  });
});
