import * as assert from 'node:assert/strict';
import * as Module from 'node:module';
import * as vscode from 'vscode';
import { ownExtension } from '../driver';
import { busy, tell } from '../probe';

interface Loader {
  _load: (this: void, request: string, ...rest: readonly unknown[]) => unknown;
}

interface Entry {
  activate(...args: readonly unknown[]): unknown;
}

interface Taken {
  /** Milliseconds by the clock, and of the processor's: the rest is others' work on the machine. */
  readonly passed: number;
  readonly busy: number;
}

function timed<T>(work: () => T): { readonly value: T; readonly taken: Taken } {
  const [start, busyBefore] = [performance.now(), busy()];
  const value = work();
  return { value, taken: { passed: performance.now() - start, busy: busy() - busyBefore } };
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
    const taken: { load?: Taken; activation?: Taken } = {};
    loader._load = (request, ...rest) => {
      if (!request.endsWith('extension.js') || !request.startsWith(extension.extensionPath))
        return load(request, ...rest);
      const loaded = timed(() => load(request, ...rest) as Entry);
      taken.load = loaded.taken;
      const activate = (...args: readonly unknown[]): unknown => {
        const activated = timed(() => loaded.value.activate(...args));
        taken.activation = activated.taken;
        return activated.value;
      };
      return { ...loaded.value, activate };
    };
    try {
      await extension.activate();
    } finally {
      loader._load = load;
    }
    const { load: loading, activation } = taken;
    assert.ok(loading && activation, 'the extension was not loaded from its file');
    tell('load', loading.passed, 'ms');
    tell('load, processor time', loading.busy, 'ms');
    tell('activation', activation.passed, 'ms');
    tell('activation, processor time', activation.busy, 'ms');
  });
});
