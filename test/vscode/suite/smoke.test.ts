import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ownExtension } from '../driver';

describe('in a real VS Code', () => {
  it('the extension is found, and activates without complaint', async () => {
    const extension = ownExtension();
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('every command that the manifest promises is registered', async () => {
    const extension = ownExtension();
    const manifest = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const promised = manifest.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      promised.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
