// @ts-check
// Packages the build in dist/, installs it into a real VS Code and uses it there: what is tested last is what users get.
//   --vscode floor|newest   which VS Code (newest)
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './vscode/address.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { root } from './vscode/paths.mjs';
import { whichRelease } from './vscode/releases.mjs';
import { runE2e } from './vscode/run-e2e.mjs';
import { installServer } from './vscode/server-install.mjs';
import { installExtension, startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';
import { packageExtension } from './vscode/vsix.mjs';

const { values } = parseArgs({ options: { vscode: { type: 'string', default: 'newest' } } });

const { file, entries, bytes } = await packageExtension();
console.log(`${path.relative(root, file)}: ${entries.length} files, ${Math.round(bytes / 1024)} KB`);

const tests = path.join(root, 'test/e2e/installed');
const files = (await readdir(tests)).filter((name) => name.endsWith('.e2e.ts')).map((name) => path.join(tests, name));

const install = await installServer(whichRelease(values.vscode));
const extensions = await temporaryFolder('extensions');
await installExtension(install, file, extensions);
const browser = await launchChromium();
const server = await startServer(install, { extensions, log: 'test-vsix' });
console.log(`VS Code ${install.version} (server), Chromium ${browser.version()}`);
/** @param {string} folder */
const address = (folder) => workbenchAddress(server, { folder });
report('vsix', [await runE2e(files, { browser, address })]);
process.exit();
