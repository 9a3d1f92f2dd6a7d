// @ts-check
// Opens a real VS Code with the extension loaded and examples/ open, until Ctrl+C. `npm run build` first.
//   --server   in a browser even where desktop VS Code can be had
//   --port N   where the browser finds it (a free port)
//   --check    for tests: in a browser that nobody sees; ends as soon as the extension's command is there
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './vscode/address.mjs';
import { findChromium, launchChromium, quietFlags } from './vscode/chromium.mjs';
import { commandShown } from './vscode/command-shown.mjs';
import { findDesktop } from './vscode/desktop.mjs';
import { linkExtension } from './vscode/link-extension.mjs';
import { cache, examples, root } from './vscode/paths.mjs';
import { ended, spawnOwned } from './vscode/processes.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, server: { type: 'boolean' }, port: { type: 'string', default: '0' } },
});

/** Settings and state survive from one start to the next, apart from those of the user's own VS Code. */
const data = path.join(cache, 'start');
const sample = path.join(examples, 'notebook.txt');

try {
  const desktop = values.check || values.server ? undefined : await findDesktop('newest', { visible: true });
  if (desktop?.kind === 'desktop') await openDesktop(desktop);
  else {
    if (desktop) console.log(`Not desktop VS Code: ${desktop.reason}. Using the VS Code server and a browser.`);
    await openServer();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
process.exit();

/** @param {import('./vscode/desktop.mjs').Desktop} desktop */
async function openDesktop({ executable, version }) {
  console.log(`Opening VS Code ${version} with Loss Lens. Close its window, or press Ctrl+C, to end.`);
  const folders = [`--user-data-dir=${data}/desktop`, `--extensions-dir=${data}/extensions`];
  const switches = ['--new-window', '--skip-welcome', '--skip-release-notes', '--disable-workspace-trust'];
  // Its own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawnOwned(
    executable,
    [examples, sample, `--extensionDevelopmentPath=${root}`, ...folders, ...switches, ...sandbox],
    { stdio: 'ignore' },
  );
  process.exitCode = await ended(child);
}

async function openServer() {
  const executable = findChromium();
  const install = await installServer('newest');
  const options = values.check ? {} : { data, port: Number(values.port) };
  const server = await startServer(install, { ...options, extensions: await linkExtension(), log: 'start' });
  const address = workbenchAddress(server, { folder: examples, file: sample });
  if (values.check) {
    await check(address);
    console.log(`VS Code ${install.version} (server) shows Loss Lens at\n\n    ${address}\n`);
    return;
  }
  console.log(`VS Code ${install.version} (server) with Loss Lens. Open\n\n    ${address}\n\nCtrl+C ends it.`);
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.platform !== 'linux') show(executable, address);
  await new Promise(() => setInterval(() => undefined, 1 << 30));
}

/** @param {string} address */
async function check(address) {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(address);
  await commandShown(page, 'Loss Lens: Compute Cross Entropy');
  await browser.close();
}

/**
 * @param {string} executable
 * @param {string} address
 */
function show(executable, address) {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  spawnOwned(executable, [...quietFlags, ...sandbox, `--user-data-dir=${data}/chromium`, address], { stdio: 'ignore' });
}
