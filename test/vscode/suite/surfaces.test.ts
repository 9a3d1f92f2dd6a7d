import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compute, notes, open, seam, selectAll, waitFor, withSetting } from '../driver';

const LOGITS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
`;
const LABELS = 'labels = tensor([0, 2, 1])\n';

// Made by torch 1.13: F.cross_entropy(logits.double(), labels).
const MEAN = '0.4846';

const FOUR_ROWS = `${LOGITS.trimEnd().slice(0, -2)},
        [ 1.0000,  0.5000, -0.5000]])
`;

async function lenses(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  return found.filter(({ command }) => command?.command === 'lossLens.compute');
}

async function fixes(document: vscode.TextDocument): Promise<readonly vscode.CodeAction[]> {
  const [problem] = vscode.languages.getDiagnostics(document.uri);
  assert.ok(problem, 'there is no problem to fix');
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    problem.range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

function argumentsOf(command: vscode.Command | undefined): readonly unknown[] {
  return command?.arguments ?? [];
}

describe('around the text', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a lens over a matrix says the loss with its labels, computes it at a click, and is gone then', async () => {
    const editor = await open(LOGITS + LABELS);
    await seam();
    const [lens, ...others] = await lenses(editor.document);
    assert.equal(lens?.command?.title, `cross_entropy ${MEAN} with labels`);
    assert.deepEqual([lens?.range.start.line, others.length], [0, 0]);
    await vscode.commands.executeCommand('lossLens.compute', ...argumentsOf(lens?.command));
    assert.match((await notes(editor)).join('\n'), new RegExp(`${MEAN} cross_entropy`));
    assert.deepEqual(await lenses(editor.document), []);
  });

  it('lenses obey their own setting and VS Code’s, and are off where a language does not ask for them', async () => {
    const { document } = await open(LOGITS + LABELS);
    await seam();
    await withSetting('editor.codeLens', false, async () => assert.deepEqual(await lenses(document), []));
    const python = await open(LOGITS + LABELS, 'python');
    assert.deepEqual(await lenses(python.document), []);
    await withSetting('lossLens.codeLens.enabled', true, async () => {
      assert.equal((await lenses(python.document)).length, 1);
    });
  });

  it('a quick fix changes the labels of what PyTorch refuses by one edit, and one undo takes it back', async () => {
    const editor = await open(`${FOUR_ROWS}labels = tensor([1, 3, 2, 1])\n`);
    const { document } = editor;
    selectAll(editor);
    void compute();
    const shown = await seam();
    const problems = (): readonly unknown[] => vscode.languages.getDiagnostics(document.uri).map(({ code }) => code);
    await waitFor('the refusal', () => shown.stateOf(document) === 'failed');
    assert.deepEqual(problems(), ['label-out-of-range', 'labels-from-one']);
    const fix = (await fixes(document)).find(({ edit }) => edit !== undefined);
    // Made by torch 1.13: F.cross_entropy(logits.double(), labels - 1).
    assert.equal(fix?.title, 'Change the numbers as in y - 1; the loss is then 0.5145');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.lineAt(4).text, 'labels = tensor([0, 2, 1, 0])');
    await waitFor('the loss', async () => (await notes(editor)).join().includes('0.5145 cross_entropy'));
    assert.deepEqual(problems(), []);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.lineAt(4).text, 'labels = tensor([1, 3, 2, 1])');
    await waitFor('the refusal again', () => problems().length === 2);
    assert.deepEqual(await notes(editor), []);
  });

  it('a quick fix reads the same numbers another way', async () => {
    const editor = await open('probs = [[0.7, 0.2, 0.1],\n [0.1, 0.8, 0.1],\n [0.2, 0.2, 0.6]]\nlabels = [0, 1, 2]\n');
    selectAll(editor);
    await compute();
    // Made by torch 1.13: F.nll_loss(probs.log(), labels) and F.cross_entropy(probs, labels), in float64.
    assert.match((await notes(editor)).join('\n'), /0\.3635 nll_loss from probabilities/);
    const [fix] = await fixes(editor.document);
    assert.equal(fix?.title, 'Compute F.cross_entropy(p, y); the loss is then 0.7694');
    await vscode.commands.executeCommand(fix?.command?.command ?? '', ...argumentsOf(fix?.command));
    assert.match((await notes(editor)).join('\n'), /0\.7694 cross_entropy/);
  });

  it('the worst rows are marked in the gutter and in the ruler, each by its own setting', async () => {
    const editor = await open(`${FOUR_ROWS}labels = tensor([0, 2, 1, 1])\n`);
    selectAll(editor);
    await compute();
    const shown = await seam();
    // Rows 1 and 3: at least two thirds of the largest loss.
    assert.deepEqual(shown.worstMarks(editor.document), { gutter: [4, 2], ruler: [4, 2] });
    await withSetting('lossLens.gutter.enabled', false, () => {
      assert.deepEqual(shown.worstMarks(editor.document), { gutter: [], ruler: [4, 2] });
      return Promise.resolve();
    });
    await withSetting('lossLens.overviewRuler.enabled', false, () => {
      assert.deepEqual(shown.worstMarks(editor.document), { gutter: [4, 2], ruler: [] });
      return Promise.resolve();
    });
  });

  it('the status bar says what is selected as it is selected, then the loss at the cursor', async () => {
    const editor = await open(`${LOGITS}${LABELS}broken = [[1.5, nan], [-inf, 2.0]]\n`);
    const shown = await seam();
    const select = (line: number, to: number): void => {
      editor.selection = new vscode.Selection(line, 0, to, editor.document.lineAt(to).text.length);
    };
    select(0, 2);
    await waitFor('the shape', () => shown.status() === '$(graph) 3 × 3 · -3 … 2');
    select(4, 4);
    await waitFor('what is not finite', () => shown.status() === '$(graph) 2 × 2 · 1.5 … 2 · 1 nan · 1 inf');
    select(0, 3);
    await waitFor('the loss', () => shown.status() === `$(graph) Loss ${MEAN} · 3 × 3, 3`);
    await compute();
    editor.selection = new vscode.Selection(1, 3, 1, 3);
    await waitFor('the result', () => shown.status() === `$(graph) Loss ${MEAN}`);
    await withSetting('lossLens.statusBar.enabled', false, () => {
      assert.equal(shown.status(), undefined);
      return Promise.resolve();
    });
  });

  it('the inline losses, the hover and the problems are each switched off by a setting of their own', async () => {
    const editor = await open('probs = [[0.7, 0.2, 0.1],\n [0.1, 0.8, 0.1],\n [0.2, 0.2, 0.6]]\nlabels = [0, 1, 2]\n');
    const { document } = editor;
    selectAll(editor);
    await compute();
    const hovers = async (): Promise<number> => {
      const place = new vscode.Position(1, 3);
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        place,
      );
      return found.length;
    };
    const problems = (): number => vscode.languages.getDiagnostics(document.uri).length;
    const shown = async (): Promise<readonly number[]> => [(await notes(editor)).length, await hovers(), problems()];
    await waitFor('the problem', () => problems() === 1);
    assert.deepEqual(await shown(), [3, 1, 1]);
    await withSetting('lossLens.inline.rows', false, async () => assert.deepEqual(await shown(), [1, 1, 1]));
    await withSetting('lossLens.inline.enabled', false, async () => assert.deepEqual(await shown(), [0, 1, 1]));
    await withSetting('lossLens.hover.enabled', false, async () => assert.deepEqual(await shown(), [3, 0, 1]));
    await withSetting('lossLens.problems.enabled', false, async () => {
      await waitFor('the problems to go', () => problems() === 0);
      assert.deepEqual(await shown(), [3, 1, 0]);
    });
  });
});
