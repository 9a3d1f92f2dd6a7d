import * as assert from 'node:assert/strict';
import * as Module from 'node:module';
import * as vscode from 'vscode';
import { ownExtension } from '../driver';
import { tell } from '../probe';

interface Loader {
  _load: (this: void, request: string, ...rest: readonly unknown[]) => unknown;
}

interface Entry {
  activate(...args: readonly unknown[]): unknown;
}

/** Where VS Code's extension host loads the extension's file: the one place at which both times can be taken. */
const loader = (Module as unknown as { readonly default: Loader }).default;

describe('the extension host', () => {
  it('loads and activates the extension for the first time', async () => {
    const extension = ownExtension();
    assert.ok(
      !extension.isActive,
      `active before it was measured: ${vscode.workspace.textDocuments.map((d) => `${d.languageId} ${d.uri.toString()}`).join()}`,
    );
    const load = loader._load;
    let [loading, activating] = [NaN, NaN];
    loader._load = (request, ...rest) => {
      if (!request.endsWith('extension.js') || !request.startsWith(extension.extensionPath))
        return load(request, ...rest);
      const start = performance.now();
      const entry = load(request, ...rest) as Entry;
      loading = performance.now() - start;
      const activate = (...args: readonly unknown[]): unknown => {
        const before = performance.now();
        const result = entry.activate(...args);
        activating = performance.now() - before;
        return result;
      };
      return { ...entry, activate };
    };
    try {
      await extension.activate();
    } finally {
      loader._load = load;
    }
    assert.ok(Number.isFinite(loading) && Number.isFinite(activating), 'the extension was not loaded from its file');
    tell('load', loading, 'ms');
    tell('activation', activating, 'ms');
  });
});
