// @ts-check
// Takes the README's pictures anew, of the real editor with the build in dist/: docs/pictures/. Look at them afterwards.
import path from 'node:path';
import { workbenchAddress } from './vscode/address.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { linkExtension } from './vscode/link-extension.mjs';
import { root } from './vscode/paths.mjs';
import { runE2e } from './vscode/run-e2e.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';

const browser = await launchChromium();
const install = await installServer('newest');
const server = await startServer(install, { extensions: await linkExtension(), log: 'pictures' });
/** @param {string} folder */
const address = (folder) => workbenchAddress(server, { folder });
report('pictures', [await runE2e([path.join(root, 'test/e2e/pictures/pictures.e2e.ts')], { browser, address })]);
process.exit();
