// @ts-check
// Packs the command for npm, installs that package in an empty folder without a network, and uses it there by npx: a dry
// run of what is published. Its last line counts.
import { strict as assert } from 'node:assert';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npm, packForNpm } from './npm-package.mjs';
import { examples, root } from './vscode/paths.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';

const { file, files, bytes } = await packForNpm();
console.log(`${path.relative(root, file)}: ${files.length} files, ${Math.round(bytes / 1024)} KB`);

const folder = await temporaryFolder('npm');
await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
await cp(path.join(examples, 'notebook.txt'), path.join(folder, 'notebook.txt'));
npm(['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', file], folder);
const installed = path.join(folder, 'node_modules', 'loss-lens');
/** @param {readonly string[]} args */
const lossLens = (...args) => npm(['exec', '--offline', '--no', '--', 'loss-lens', ...args], folder);

/** @type {readonly (readonly [string, () => Promise<void> | void])[]} */
const tests = [
  [
    'brings nothing else along',
    async () => {
      const { dependencies, scripts } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
      assert.deepEqual([dependencies, scripts], [undefined, undefined]);
    },
  ],
  [
    'says its version',
    async () => {
      const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
      assert.equal(lossLens('--version').trim(), version);
    },
  ],
  [
    'computes the loss of the example',
    () => {
      // Made by torch 2.13, as the example says itself.
      const { value } = JSON.parse(
        lossLens('compute', 'notebook.txt', '--pred', 'logits', '--target', 'tags', '--json'),
      );
      assert.equal(value.toFixed(4), '0.8936');
    },
  ],
  [
    'has a manual page, and it is the one that the command prints',
    async () => assert.equal(await readFile(path.join(installed, 'man', 'loss-lens.1'), 'utf8'), lossLens('man')),
  ],
  [
    'finds the server for agents beside it',
    async () => {
      const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
      const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
      const client = new Client({ name: 'test', version: '1.0.0' });
      const script = path.join(installed, 'dist', 'cli.js');
      await client.connect(new StdioClientTransport({ command: process.execPath, args: [script, 'mcp'] }));
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['compute_cross_entropy'],
      );
      await client.close();
    },
  ],
];

let failed = 0;
for (const [name, test] of tests) {
  try {
    await test();
    console.log(`  ✔ ${name}`);
  } catch (error) {
    failed++;
    console.log(`  ✘ ${name}\n${error instanceof Error ? error.stack : String(error)}`);
  }
}
console.log(`npm: ${tests.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
