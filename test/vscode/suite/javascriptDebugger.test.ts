import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';

/** Among its variables one of 9000 rows: of such a list a debugger shows people the beginning. */
const PROGRAM = `const logits = [[2, -1, 0.5], [0.1, 0.2, 0.3], [-3, 1.5, 0]];
const single = logits.map((row) => Float32Array.from(row));
const labels = [0, 2, 1];
const long = Array.from({ length: 9000 }, (_, i) => [Math.sin(i) * 4, Math.cos(i * 7) * 4]);
const classes = Uint8Array.from({ length: 9000 }, (_, i) => i % 2);
const batch = { logits, labels };
const loss = 0.48456961921954095;
console.log(loss, () => batch);
`;

// Made by torch 1.13: F.cross_entropy(torch.tensor(logits, dtype=float64 and float32), torch.tensor(labels)).
const PAIRS: readonly (readonly [string, string, number])[] = [
  ['logits', 'labels', 0.48456961921954095],
  ['batch.logits', 'batch["labels"]', 0.48456961921954095],
  ['single', 'labels', 0.48456963896751404],
];

describe('a JavaScript program under VS Code’s own debugger', () => {
  // Where the extension runs in the browser or nothing is trusted, nothing can be debugged.
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder?.scheme !== 'file' || 'importScripts' in globalThis || !vscode.workspace.isTrusted) return;
  const file = vscode.Uri.joinPath(folder, 'debugged.js');

  before(async function () {
    this.timeout(90_000);
    await seam();
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(PROGRAM));
    const line = PROGRAM.split('\n').findIndex((text) => text.includes('console.log'));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(file, new vscode.Position(line, 0)))]);
    const launched = { type: 'node', name: 'JavaScript', request: 'launch', program: file.fsPath };
    assert.ok(await vscode.debug.startDebugging(undefined, { ...launched, console: 'internalConsole' }));
    // Before that the program is held for a moment at its first line, while its breakpoints are set.
    await waitFor('the breakpoint', async () => (await lineOf(vscode.debug.activeStackItem)) === line + 1, 60_000);
  });

  after(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await vscode.workspace.fs.delete(file);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const compute = (...places: readonly string[]): Thenable<string | undefined> =>
    vscode.commands.executeCommand<string | undefined>('lossLens.computeFromDebugger', { places });

  for (const [predictions, targets, loss] of PAIRS) {
    it(`has the loss of ${predictions} and ${targets} computed`, async () => {
      assert.equal(await compute(predictions, targets), undefined);
      const { result, remarks } = (await seam()).program() ?? {};
      const found = result?.report.evaluation.value.data[0] ?? NaN;
      // In float32 one number of PyTorch's and ours differ by the order of their additions at most.
      const share = predictions === 'single' ? 2 ** -22 : 0;
      assert.ok(Math.abs(found - loss) <= share * loss, `${found}, not ${loss}`);
      if (predictions === 'logits') assert.deepEqual(remarks, ['The program’s own loss is 0.4846: the same.']);
    });
  }

  it('has every bit of what it would only show the beginning of', async () => {
    assert.equal(await compute('long', 'classes'), undefined);
    const { problem } = (await seam()).program()?.result.report ?? {};
    const long = Array.from({ length: 9000 }, (_, i) => [Math.sin(i) * 4, Math.cos(i * 7) * 4]).flat();
    assert.deepEqual([...(problem?.predictions.data ?? [])], long);
    assert.deepEqual(
      [...(problem?.targets.data ?? [])],
      Array.from({ length: 9000 }, (_, i) => i % 2),
    );
  });

  it('is asked for places of values only', async () => {
    for (const place of ['console.log(1)', 'logits + 1', 'logits.map(x => x)']) {
      assert.equal(await compute(place, 'labels'), 'not-a-place', place);
    }
    assert.equal(await compute('batch', 'labels'), 'kind');
  });
});

/** Where a frame stands, by its debugger; undefined where it is none, or has gone on meanwhile. */
async function lineOf(item: typeof vscode.debug.activeStackItem): Promise<number | undefined> {
  if (!(item instanceof vscode.DebugStackFrame)) return undefined;
  const { threadId, frameId, session } = item;
  try {
    const reply = (await session.customRequest('stackTrace', { threadId })) as Reply;
    return reply.stackFrames.find(({ id }) => id === frameId)?.line;
  } catch {
    return undefined;
  }
}

interface Reply {
  readonly stackFrames: readonly { readonly id: number; readonly line: number }[];
}
