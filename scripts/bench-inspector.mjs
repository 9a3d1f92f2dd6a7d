// @ts-check
// `npm run bench:inspector`: how soon the inspector's first picture stands after the command, inside the real workbench,
// and how smoothly its page scrolls and follows a slider. `npm run build` first. Exits with 1 where a bound does not hold.
//   --grep WORDS   only those of the workbench whose full name holds these words, and not the page by itself
import { spawnSync } from 'node:child_process';
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

const { values } = parseArgs({ options: { grep: { type: 'string' } } });
let missed = false;
if (values.grep === undefined) {
  const page = spawnSync(process.execPath, ['scripts/measure.mjs', 'bench/inspector.ts'], { stdio: 'inherit' });
  missed = page.status !== 0;
}
const browser = await launchChromium();
const install = await installServer('newest');
const server = await startServer(install, { extensions: await linkExtension(), log: 'bench-inspector' });
/** @param {string} folder */
const address = (folder) => workbenchAddress(server, { folder });
const file = path.join(root, 'test/e2e/bench/firstPicture.e2e.ts');
report('bench:inspector', [await runE2e([file], { browser, address }, { grep: values.grep })]);
if (missed) process.exitCode = 1;
process.exit();
