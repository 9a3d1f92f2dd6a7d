// @ts-check
// Drives the extension in a real VS Code workbench as a person would: test/e2e. `npm run build` first.
//   --vscode floor|newest   which VS Code (newest)
//   --grep WORDS            only the tests whose full name holds these words
//   --of page|workbench     only those of the inspector's page by itself, or of VS Code's whole window (both)
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './vscode/address.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { linkExtension } from './vscode/link-extension.mjs';
import { root } from './vscode/paths.mjs';
import { whichRelease } from './vscode/releases.mjs';
import { runE2e } from './vscode/run-e2e.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';

const { values } = parseArgs({
  options: { vscode: { type: 'string', default: 'newest' }, grep: { type: 'string' }, of: { type: 'string' } },
});

const tests = path.join(root, 'test/e2e');
// Those of installed/ are about the packaged extension and are run by test-vsix.mjs; pictures/ draws the README's, and
// bench/ measures. page/ needs no VS Code.
const files = (await readdir(tests, { recursive: true }))
  .filter((file) => file.endsWith('.e2e.ts') && !/^(installed|pictures|bench)/.test(file))
  .filter((file) => values.of === undefined || file.startsWith('page') === (values.of === 'page'))
  .map((file) => path.join(tests, file))
  .sort();

const browser = await launchChromium();
if (values.of === 'page') {
  console.log(`Chromium ${browser.version()}`);
  report('page', [await runE2e(files, { browser }, { grep: values.grep })]);
  process.exit();
}
const install = await installServer(whichRelease(values.vscode));
const server = await startServer(install, { extensions: await linkExtension(), log: 'test-e2e' });
console.log(`VS Code ${install.version} (server), Chromium ${browser.version()}`);
/** @param {string} folder */
const address = (folder) => workbenchAddress(server, { folder });
report('e2e', [await runE2e(files, { browser, address }, { grep: values.grep })]);
process.exit();
