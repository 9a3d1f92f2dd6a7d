import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hovers, open, seam, selectAll, waitFor, withSetting } from '../driver';

const ARRAYS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([0, 2, 1])
`;

// Made by torch 1.13: F.cross_entropy(logits.double(), labels), and the same of logits.softmax(1).
const MEAN = '0.4846';
const TWICE = '0.8169';

function problems({ document }: vscode.TextEditor, code: string): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((problem) => problem.code === code);
}

async function marks({ document }: vscode.TextEditor): Promise<readonly string[]> {
  return (await seam()).checkMarks(document).map(({ line, text }) => `${line}: ${text}`);
}

describe('the losses that a text prints or holds itself to', () => {
  before(() => seam());

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('bear a check mark where they are those of its arrays', async () => {
    const editor = await open(`${ARRAYS}loss = F.cross_entropy(logits, labels)\nloss = tensor(${MEAN})\n`);
    assert.deepEqual(await marks(editor), []);
    selectAll(editor);
    await vscode.commands.executeCommand('lossLens.compute');
    await waitFor('the check mark', async () => (await marks(editor)).length > 0);
    assert.deepEqual(await marks(editor), ['6: ✓ cross_entropy of logits and labels']);
    assert.match(await hovers(editor, new vscode.Position(5, 16)), /0\\\.4846 is confirmed/);
    assert.deepEqual(problems(editor, 'printed-loss'), []);
  });

  it('are a problem where they do not follow, with the formula that gives them', async () => {
    const editor = await open(`${ARRAYS}loss = F.cross_entropy(logits, labels)\nloss = tensor(${TWICE})\n`);
    selectAll(editor);
    await vscode.commands.executeCommand('lossLens.compute');
    await waitFor('the problem', () => problems(editor, 'printed-loss').length > 0);
    const [problem] = problems(editor, 'printed-loss');
    assert.match(problem?.message ?? '', /cross_entropy of logits and labels is 0\.4846.*with a softmax taken first/s);
    assert.equal(problem?.range.start.line, 5);
    assert.deepEqual(await marks(editor), []);
  });

  it('are each left alone where a setting says so', async () => {
    const editor = await open(`${ARRAYS}loss = tensor(${MEAN})\n# loss-lens: ${MEAN}\n`);
    selectAll(editor);
    await vscode.commands.executeCommand('lossLens.compute');
    const lines = async (): Promise<string> => (await marks(editor)).map((mark) => mark.split(':')[0]).join();
    await waitFor('both marks', async () => (await lines()) === '5,6');
    await withSetting('lossLens.printedLosses.enabled', false, () =>
      waitFor('the pin alone', async () => (await lines()) === '6'),
    );
    await withSetting('lossLens.pins.enabled', false, () =>
      waitFor('the printed loss alone', async () => (await lines()) === '5'),
    );
  });

  it('hold where they are pinned, unasked', async () => {
    const editor = await open(`${ARRAYS}# loss-lens: ${MEAN}\n`);
    await waitFor('the check mark', async () => (await marks(editor)).length > 0);
    assert.deepEqual(await marks(editor), ['5: ✓ holds']);
    assert.deepEqual(vscode.languages.getDiagnostics(editor.document.uri), []);
  });

  it('are a problem where a pin has drifted, mended by a quick fix that undo takes back', async () => {
    const text = `${ARRAYS}# loss-lens: 0.5123\n`;
    const editor = await open(text);
    await waitFor('the problem', () => problems(editor, 'loss-pin').length > 0);
    const [problem] = problems(editor, 'loss-pin');
    assert.ok(problem);
    assert.equal(editor.document.getText(problem.range), '0.5123');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const [update] = actions.filter(({ title }) => title.includes('pinned loss'));
    assert.equal(update?.title, `Update the pinned loss to ${MEAN}`);
    assert.ok(update.edit);
    await vscode.workspace.applyEdit(update.edit);
    assert.equal(editor.document.getText(), text.replace('0.5123', MEAN));
    await waitFor('the check mark', async () => (await marks(editor)).length > 0);
    assert.deepEqual(problems(editor, 'loss-pin'), []);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await waitFor('the problem again', () => problems(editor, 'loss-pin').length > 0);
  });

  it('are let be where a text pins nothing and nothing was asked of it', async () => {
    const editor = await open(`${ARRAYS}loss = F.cross_entropy(logits, labels)\nloss = tensor(${TWICE})\n`);
    const pinned = await open(`${ARRAYS}# loss-lens: ${MEAN}\n`);
    await waitFor('the check mark', async () => (await marks(pinned)).length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(editor.document.uri), []);
  });
});
