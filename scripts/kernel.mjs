// Builds the WebAssembly of src/kernel/assembly/ into src/kernel/wasm/*.ts, which are committed so that nothing but
// the bundler is needed to build or test: `node scripts/kernel.mjs`. A unit test compares the sources' hash.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const SOURCES = 'src/kernel/assembly';
const BUILDS = { relaxedSimd: 'simd,relaxed-simd,threads', simd128: 'simd,threads' };

await mkdir('src/kernel/wasm', { recursive: true });
const hash = createHash('sha256');
for (const file of (await readdir(SOURCES)).sort()) hash.update(await readFile(`${SOURCES}/${file}`));
const sources = hash.digest('hex');

for (const [name, features] of Object.entries(BUILDS)) {
  const outFile = `out/${name}.wasm`;
  const { error, stderr } = await asc.main([
    `${SOURCES}/index.ts`,
    ...['-O3', '--noAssert', '--converge', '--runtime', 'stub', '--enable', features],
    // Shared, so that threads may work on one copy of the data; the first kilobyte stays empty.
    ...['--importMemory', '--sharedMemory', '--initialMemory', '2', '--maximumMemory', '65536', '--memoryBase', '1024'],
    ...['--outFile', outFile],
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const bytes = await readFile(outFile);
  const lines = [
    `// Made by scripts/kernel.mjs from ${SOURCES}/ (${features}). Do not edit.`,
    `export const SOURCES_HASH = '${sources}';`,
    `export const WASM_BASE64 =\n  '${bytes.toString('base64')}';`,
  ];
  await writeFile(`src/kernel/wasm/${name}.ts`, lines.join('\n') + '\n');
  console.log(`${name}: ${bytes.length} bytes`);
}
