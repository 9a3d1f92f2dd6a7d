import { start } from '../../src/editor/extension';
import { inlineDesk } from '../../src/lens/desk';
import { filesDesk } from '../../src/lens/files';
import { type Desks, serveDesk } from '../../src/lens/remoteDesk';
import type { Worker } from '../../src/lens/workers';
import type { FakePanel } from './editor';
import { editor } from './editor';
import { joined } from './joined';
import { Uri } from './values';

/** A worker that works in this thread. */
export function localWorker(): Worker {
  const [here, there] = joined();
  serveDesk(there, inlineDesk, filesDesk);
  return { port: here, onEnd: () => undefined, end: () => undefined };
}

export const LOCAL: Desks = {
  loadInline: () => Promise.resolve(inlineDesk),
  startWorker: localWorker,
  readsPaths: false,
};

export interface Running {
  readonly seam: ReturnType<typeof start>;
  /** Ends the extension as VS Code does: everything it registered is disposed. */
  end(): void;
}

class Memento {
  private readonly kept = new Map<string, unknown>();

  get(key: string, otherwise?: unknown): unknown {
    return this.kept.get(key) ?? otherwise;
  }

  update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, value);
    return Promise.resolve();
  }

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }

  setKeysForSync(): void {
    // Nothing is synchronised here.
  }
}

/** Starts the whole extension in the editor in memory. */
export function run(desks: Desks = LOCAL): Running {
  const subscriptions: { dispose(): unknown }[] = [];
  const context = {
    subscriptions,
    extensionUri: Uri.file('/extension'),
    extensionPath: '/extension',
    extensionMode: 1,
    extension: { id: 'loss-lens.loss-lens', packageJSON: {} },
    globalState: new Memento(),
    workspaceState: new Memento(),
    globalStorageUri: Uri.file('/storage'),
    logUri: Uri.file('/log'),
  };
  const seam = start(context as unknown as Parameters<typeof start>[0], desks);
  return {
    seam,
    end: () => {
      for (const each of subscriptions.reverse()) each.dispose();
    },
  };
}

/** Lets everything that waits for no clock come to its end. */
export async function settle(turns = 6): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function lastPanel(): FakePanel | undefined {
  return editor.panels.at(-1);
}
