import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compute, open, seam, selectAll, waitFor } from '../driver';

const BATCH = `logits = [[2.0, -1.0, 0.5], [0.1, 0.2, 0.3]]
labels = [0, 2]
`;

async function choose(location: 'panel' | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('lossLens');
  await configuration.update('inspector.location', location, vscode.ConfigurationTarget.Workspace);
}

function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

describe('the inspector', () => {
  after(async () => {
    await choose(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('opens as a view where its user wants it docked, and goes beside the editor when that changes', async () => {
    await choose('panel');
    selectAll(await open(BATCH));
    await compute();
    await vscode.commands.executeCommand('lossLens.inspect');
    const shown = await seam();
    await waitFor('the view', () => shown.inspectorLocation() === 'panel');
    assert.ok(!tabs().includes('Loss Lens'));
    await choose(undefined);
    await waitFor('the tab', () => shown.inspectorLocation() === 'beside' && tabs().includes('Loss Lens'));
    await vscode.commands.executeCommand('lossLens.dockInspector');
    await waitFor('the view again', () => shown.inspectorLocation() === 'panel' && !tabs().includes('Loss Lens'));
    await vscode.commands.executeCommand('lossLens.undockInspector');
    await waitFor('the tab again', () => shown.inspectorLocation() === 'beside');
  });
});
