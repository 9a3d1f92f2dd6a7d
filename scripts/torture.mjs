// @ts-check
// Everything that docs/reliability.md promises, each line of it a command: `npm run torture [-- --bounded] [--only NAME]`.
// Bounded, each is small enough for every change; in full it takes hours. The last line is "N passed, M failed".
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './vscode/paths.mjs';
import { ended, spawnOwned } from './vscode/processes.mjs';

const { values } = parseArgs({ options: { bounded: { type: 'boolean', default: false }, only: { type: 'string' } } });

/** Collections that lie outside of the project; without them its own payloads are all there are. */
const corpora = path.join(root, '..', 'shared', 'corpora');
const collections = existsSync(corpora) ? [corpora] : [];

const bundled = (/** @type {string[]} */ ...args) => ['scripts/bundled.mjs', ...args];

/**
 * Each promise with its command, in full and bounded; none where it is only shown in full, or by another suite.
 *
 * @type {readonly { name: string, full: string[], bounded?: string[] }[]}
 */
const promises = [
  {
    name: 'markup',
    full: bundled('test/markup/markup.ts', ...collections),
    bounded: bundled('test/markup/markup.ts', '--messages', '1000'),
  },
  {
    name: 'races',
    full: bundled('test/races/races.ts', '--schedules', '10000'),
    bounded: bundled('test/races/races.ts', '--schedules', '200', '--seed', '1'),
  },
  {
    name: 'faults',
    full: bundled('test/faults/faults.ts'),
    bounded: bundled('test/faults/faults.ts', '--times', '5'),
  },
  {
    name: 'nth',
    full: bundled('--instrumented', 'test/nth/nth.ts'),
    bounded: bundled('--instrumented', 'test/nth/nth.ts', '--every', '10'),
  },
  { name: 'fuzz', full: bundled('test/fuzz/fuzz.ts', '--inputs', '50000000') },
  { name: 'coverage', full: ['scripts/coverage.mjs'] },
  { name: 'mutants', full: ['scripts/mutants.mjs'] },
  { name: 'leaks', full: ['scripts/leaks.mjs'], bounded: ['scripts/leaks.mjs', '--cycles', '2'] },
  { name: 'offline', full: ['scripts/offline.mjs'] },
  { name: 'same', full: ['scripts/same.mjs'], bounded: ['scripts/same.mjs'] },
];

let passed = 0;
let failed = 0;
for (const { name, full, bounded } of promises) {
  const args = values.bounded ? bounded : full;
  if (args === undefined || (values.only !== undefined && values.only !== name)) continue;
  console.log(`── ${name} ──`);
  const start = Date.now();
  const code = await ended(spawnOwned(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }));
  console.log(`${name}: ${code === 0 ? 'holds' : 'does not hold'}, ${((Date.now() - start) / 1000).toFixed(0)} s\n`);
  if (code === 0) passed++;
  else failed++;
}
console.log(`torture: ${passed} passed, ${failed} failed`);
// Said outright: the channel to whoever started this would keep it waiting.
process.exit(failed > 0 || passed === 0 ? 1 : 0);
