// @ts-check
// `npm run leaks [-- --cycles 97] [--vscode floor|newest]`: everything that a user does with the extension, over and over
// in a real VS Code, and what is left of it: in the extension host what the extension holds of VS Code, threads, timers,
// files and memory; in the workbench's page frames, style rules, listeners and memory. Exits with 1 where any grows.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuite } from './vscode/bundle-suite.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { dormantExtension } from './vscode/dormant-extension.mjs';
import { examples, root } from './vscode/paths.mjs';
import { whichRelease } from './vscode/releases.mjs';
import { runInServer } from './vscode/run-in-server.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';
import { prefix } from './vscode/tally.mjs';
import { workspaceCopy } from './vscode/temporary.mjs';

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '97' }, vscode: { type: 'string', default: 'newest' } },
});
const cycles = Number(values.cycles);
const MILLISECONDS = 1_200_000;

/** @typedef {{ name: string, first: number, last: number, holds: boolean }} Row of the table: before all cycles, and after */

/** The extension host has the environment of the server. */
process.env['LOSS_LENS_CYCLES'] = String(cycles);
const editor = await installServer(whichRelease(values.vscode));
console.log(`VS Code ${editor.version} (server)`);
const server = await startServer(editor, { development: true, log: 'leaks' });
const folder = await workspaceCopy(examples);
const traits = /** @type {const} */ ({ host: 'node', trusted: true });
const where = { server, browser: await launchChromium(), extension: await dormantExtension(), folder, traits };
const suite = await bundleSuite({ folder: path.join(root, 'test/vscode/leaks') });

/** @type {Map<string, Record<string, number>>} */
const looks = new Map();
/** @type {import('playwright-core').Page | undefined} */
let page;
const outcome = await runInServer(where, suite, {
  milliseconds: MILLISECONDS,
  opened: (opened) => (page = opened),
  console: (line) => {
    const at = line.indexOf(prefix);
    /** @type {{ event?: string, name: string } & Partial<Row>} */
    const message = at === -1 ? {} : JSON.parse(line.slice(at + prefix.length));
    if (message.event === 'look') void look(message.name);
    if (message.event === 'row') printRow(message);
  },
});
const [before, after] = [looks.get('before'), looks.get('after')];
const troubles = [...outcome.troubles];
if (before === undefined || after === undefined) troubles.push('the page was not looked at');
for (const [name, first] of Object.entries(before ?? {})) {
  const last = after?.[name] ?? NaN;
  const grown = last - first;
  // Memory and nodes are mostly the workbench's own: told, and not tested.
  const holds = /told/.test(name) || grown < cycles;
  printRow({ name: `page: ${name}`, first, last, holds });
  if (!holds) troubles.push(`the page has more ${name} with every cycle`);
}
report('leaks', [{ ...outcome, troubles }]);
process.exit();

/** @param {Partial<Row>} row */
function printRow({ name = '', first, last, holds }) {
  console.log(`  ${holds ? '✔' : '✘'} ${name.padEnd(56)} ${String(first).padStart(8)} → ${last}`);
}

/** @param {string} moment */
async function look(moment) {
  if (page === undefined) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  const rules = await page.evaluate(() =>
    [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0),
  );
  looks.set(moment, {
    frames: page.frames().length,
    'style rules': rules,
    documents: of('Documents'),
    'listeners (told)': of('JSEventListeners'),
    'nodes (told)': of('Nodes'),
    'kilobytes (told)': Math.round(of('JSHeapUsedSize') / 1000),
  });
  await session.detach();
  await writeFile(path.join(folder, `looked-${moment}`), '');
}
