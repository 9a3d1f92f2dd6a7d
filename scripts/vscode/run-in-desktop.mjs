// @ts-check
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ended, spawnOwned, stopOwned } from './processes.mjs';
import { Tally } from './tally.mjs';
import { testDebugger } from './paths.mjs';
import { temporaryFolder } from './temporary.mjs';

const child = fileURLToPath(new URL('desktop-child.mjs', import.meta.url));

/**
 * Runs a bundled suite in desktop VS Code. A process of its own calls `runTests`, because that writes what the extension
 * host prints to its standard output, where it can be read only from outside.
 *
 * @param {object} where
 * @param {import('./desktop.mjs').Desktop} where.desktop
 * @param {string} where.extension
 * @param {string} where.folder
 * @param {import('./bundle-suite.mjs').Suite} suite
 * @param {object} [options]
 * @param {number} [options.milliseconds]
 * @param {(line: string) => void} [options.print]
 * @param {(line: string) => void} [options.console]
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function runInDesktop(where, suite, { milliseconds = 480_000, print, console } = {}) {
  const tally = new Tally({ host: 'node', trusted: true }, print);
  const { desktop, extension, folder } = where;
  const data = await temporaryFolder('data');
  /** @type {import('@vscode/test-electron/out/runTest.js').TestOptions} */
  const options = {
    vscodeExecutablePath: desktop.executable,
    extensionDevelopmentPath: [extension, testDebugger],
    extensionTestsPath: suite.module,
    launchArgs: [folder, '--disable-extensions', `--user-data-dir=${data}`, `--extensions-dir=${data}/extensions`],
  };
  const command = [...desktop.display, process.execPath, child, JSON.stringify(options)];
  const running = spawnOwned(/** @type {string} */ (command[0]), command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = [running.stdout, running.stderr].map(async (stream) => {
    if (!stream) return;
    for await (const line of createInterface({ input: stream })) {
      console?.(line);
      tally.read(line);
    }
  });
  const timer = setTimeout(() => void stopOwned(running), milliseconds);
  const code = await ended(running);
  clearTimeout(timer);
  await Promise.all(read);
  return tally.outcome(code);
}
