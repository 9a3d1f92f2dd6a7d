import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';

// The mean of -ln softmax of both rows is ln(1 + e^-2) = 0.1269, and not 0.2.
const DRIFTED = 'logits = [[2.0, 0.0], [0.0, 2.0]]\nlabels = [0, 1]\n# loss-lens: 0.2000\n';

describe('tasks', () => {
  before(() => seam());

  it('check the pins of a folder, and what drifted is a problem', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    // In a folder that is not trusted VS Code asks its user before it even lists tasks.
    if (!vscode.workspace.isTrusted) return;
    const tasks = await vscode.tasks.fetchTasks({ type: 'loss-lens' });
    if ('importScripts' in globalThis) {
      // In the browser there are no processes.
      assert.deepEqual(tasks, []);
      return;
    }
    const file = vscode.Uri.joinPath(folder.uri, 'drifted.py');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(DRIFTED));
    const all = tasks.find(({ definition }) => String(definition['paths']) === '.');
    assert.ok(all, tasks.map(({ name }) => name).join());
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== all.name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(all);
    assert.equal(await ended, 1);
    await waitFor('the problem', () => vscode.languages.getDiagnostics(file).length > 0);
    const [problem] = vscode.languages.getDiagnostics(file);
    assert.equal(problem?.message, 'The loss is 0.1269 (cross_entropy of logits and labels), and not 0.2.');
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [2, 2]);
    await vscode.workspace.fs.delete(file);
  });
});
