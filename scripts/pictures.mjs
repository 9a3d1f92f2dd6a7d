// @ts-check
// Takes the README's pictures anew, of the real editor with the build in dist/: docs/pictures/. Look at them afterwards.
//   --surfaces     instead every surface of the editor in four themes, a sheet each: out/screenshots/surfaces/
//   --grep WORDS   only what holds these words
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './vscode/address.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { linkExtension } from './vscode/link-extension.mjs';
import { root } from './vscode/paths.mjs';
import { runE2e } from './vscode/run-e2e.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';

const { values } = parseArgs({ options: { surfaces: { type: 'boolean' }, grep: { type: 'string' } } });
const file = path.join(root, 'test/e2e/pictures', values.surfaces ? 'surfaces.e2e.ts' : 'pictures.e2e.ts');
const browser = await launchChromium();
const install = await installServer('newest');
const server = await startServer(install, { extensions: await linkExtension(), log: 'pictures' });
/** @param {string} folder */
const address = (folder) => workbenchAddress(server, { folder });
report('pictures', [await runE2e([file], { browser, address }, { grep: values.grep })]);
process.exit();
