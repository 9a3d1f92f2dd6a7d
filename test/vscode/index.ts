/**
 * The runner inside VS Code's extension host: the module that `extensionTestsPath` names, on the desktop, in the server
 * and in a web worker alike. It says what happened on the console, one message a line; `scripts/vscode/tally.mjs` reads
 * them outside.
 */
import * as vscode from 'vscode';
// The browser build, because it runs in all of those places; it leaves its class on the global object.
import 'mocha/mocha.js';
import type MochaClass from 'mocha';

declare const Mocha: typeof MochaClass;
/** Filled in when the suite is bundled. */
declare const TEST_GREP: string;

const TEST_MILLISECONDS = 20_000;

/** @throws where a test failed or none was run, which is what VS Code's exit code rests on */
export async function run(): Promise<void> {
  const host = 'importScripts' in globalThis ? 'web' : 'node';
  const trusted = vscode.workspace.isTrusted;
  say({ event: 'host', editor: vscode.env.appName, version: vscode.version, host, trusted });
  const mocha = new Mocha({ ui: 'bdd', reporter: Messages, timeout: TEST_MILLISECONDS });
  mocha.forbidOnly();
  mocha.forbidPending();
  if (TEST_GREP !== '') mocha.fgrep(TEST_GREP);
  mocha.suite.emit('pre-require', globalThis, 'suite:files', mocha);
  await import('suite:files');
  const stats = await new Promise<{ passes: number; failures: number }>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? { passes: 0, failures: 0 }));
  });
  if (stats.failures > 0) throw new Error(`${stats.failures} tests failed`);
  if (stats.passes === 0) throw new Error('no test was run');
}

class Messages extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    let passed = 0;
    let failed = 0;
    runner.on('pass', (test) => {
      passed++;
      say({ event: 'pass', name: test.fullTitle(), milliseconds: test.duration ?? 0 });
    });
    runner.on('fail', (test, error: Error) => {
      failed++;
      say({ event: 'fail', name: test.fullTitle(), error: error.stack ?? error.message });
    });
    runner.once('end', () => say({ event: 'end', passed, failed }));
  }
}

function say(message: object): void {
  console.log(`[loss-lens-test] ${JSON.stringify(message)}`);
}
