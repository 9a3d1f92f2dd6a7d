// @ts-check
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { out } from './paths.mjs';
import { ended, spawnOwned, stopOwned } from './processes.mjs';
import { temporaryFolder } from './temporary.mjs';

const START_MILLISECONDS = 60_000;

/** What stands between a person and the extension is switched off; what the extension is seen in stays as it is. */
const userSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
  // As on the desktop; in a browser VS Code would save by itself, into examples/ too.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] 0, the default, lets the system choose
 * @property {string} [extensions] folder of installed extensions; an empty one unless told
 * @property {string} [data] folder of settings and state; one that is gone afterwards unless told
 * @property {boolean} [development] takes extensions in development from the address; VS Code then shows no notifications
 * @property {boolean} [restricted] trusts no folder: Restricted Mode
 * @property {string} [log] name of the log file under out/logs/
 * @property {Record<string, unknown>} [settings] the user's settings, beside those that quieten the editor
 *
 * @typedef {object} Server
 * @property {string} version
 * @property {string} authority host and port, which is also the remote's name inside the workbench
 * @property {string} token who has it may use the server: it gives a shell to whoever reaches it
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the VS Code server on loopback.
 *
 * @param {import('./server-install.mjs').ServerInstall} install
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startServer(install, options = {}) {
  const data = options.data ?? (await temporaryFolder('data'));
  const extensions = options.extensions ?? path.join(data, 'extensions');
  await writeUserSettings(data, options.settings ?? {});
  const token = randomBytes(16).toString('hex');
  const trust = options.restricted ? [] : ['--disable-workspace-trust'];
  const child = spawnOwned(
    install.node,
    [
      install.main,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
      ...['--server-data-dir', data, '--extensions-dir', extensions],
      ...['--accept-server-license-terms', '--disable-telemetry', ...trust],
      // The only switch that lets a built workbench take an extension in development from its address.
      ...(options.development ? ['--enable-smoke-test-driver'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log = path.join(out, 'logs', `${options.log ?? 'server'}.log`);
  const port = await listening(child, log).catch(async (error) => {
    await stopOwned(child);
    throw error;
  });
  return { version: install.version, authority: `127.0.0.1:${port}`, token, stop: () => stopOwned(child) };
}

/**
 * Installs a packaged extension as a user's command line would.
 *
 * @param {import('./server-install.mjs').ServerInstall} install
 * @param {string} vsix
 * @param {string} extensions
 */
export async function installExtension(install, vsix, extensions) {
  const data = await temporaryFolder('data');
  const args = [install.main, '--install-extension', vsix, '--extensions-dir', extensions, '--server-data-dir', data];
  const child = spawnOwned(install.node, [...args, '--accept-server-license-terms'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout?.on('data', (chunk) => (said += chunk));
  child.stderr?.on('data', (chunk) => (said += chunk));
  if ((await ended(child)) !== 0) throw new Error(`VS Code could not install ${vsix}:\n${said}`);
}

/**
 * @param {string} data
 * @param {Record<string, unknown>} settings
 */
async function writeUserSettings(data, settings) {
  const file = path.join(data, 'data/User/settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  await writeFile(file, JSON.stringify({ ...userSettings, ...settings, ...kept }, undefined, 2));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} log
 * @returns {Promise<number>} the port
 */
async function listening(child, log) {
  await mkdir(path.dirname(log), { recursive: true });
  const file = createWriteStream(log);
  return new Promise((resolve, reject) => {
    let said = '';
    /** @param {string} reason */
    const refuse = (reason) =>
      reject(new Error(`the VS Code server ${reason}; its log is ${log}\n${said.slice(-2000)}`));
    const timer = setTimeout(() => refuse('did not start in a minute'), START_MILLISECONDS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        file.write(chunk);
        if (said.length < 100_000) said += chunk;
        const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
        if (port !== undefined) {
          clearTimeout(timer);
          resolve(Number(port));
        }
      });
    }
    child.once('error', (error) => refuse(`could not be started (${error.message})`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      file.end();
      refuse(`ended with ${code}`);
    });
  });
}
