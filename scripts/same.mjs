// @ts-check
// Builds and packages twice, and compares the packages byte by byte: `npm run same`.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { ended, spawnOwned } from './vscode/processes.mjs';
import { packageExtension } from './vscode/vsix.mjs';

async function once() {
  const code = await ended(spawnOwned(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' }));
  if (code !== 0) throw new Error('the build failed');
  const { file, bytes } = await packageExtension();
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { hash, bytes };
}

// vsce takes the time from here; by it, without, two packages differ though all that is in them is the same.
process.env.SOURCE_DATE_EPOCH ??= '1700000000';
const first = await once();
await wait(2100);
const second = await once();
console.log(`same: ${first.hash} (${first.bytes} bytes)\n      ${second.hash} (${second.bytes} bytes)`);
if (first.hash !== second.hash) {
  console.log('same: the packages differ');
  process.exitCode = 1;
} else console.log('same: two builds, one package');
