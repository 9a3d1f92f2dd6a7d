// Bundles every test/**/*.test.ts outside VS Code and runs them with mocha in this process.
// `node scripts/unit.mjs [--grep WORDS] [--update-goldens] [FILE...]`.
import { build } from 'esbuild';
import { mkdir, readdir, rm } from 'node:fs/promises';
import Mocha from 'mocha';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, 'update-goldens': { type: 'boolean' } },
  allowPositionals: true,
});

const files = positionals.length > 0 ? positionals : await testFiles();
const outdir = path.resolve('out/unit');
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await build({
  entryPoints: files,
  outdir,
  outbase: 'test',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'inline',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});

process.setSourceMapsEnabled(true);
if (values['update-goldens']) process.env.UPDATE_GOLDENS = '1';

const mocha = new Mocha({ ui: 'bdd', reporter: 'dot', forbidOnly: true, forbidPending: true, grep: values.grep });
for (const file of files) mocha.addFile(path.join(outdir, path.relative('test', file).replace(/\.tsx?$/, '.js')));

const counts = await new Promise((resolve) => {
  const runner = mocha.run(() => resolve(runner.stats));
});
console.log(`unit: ${counts.passes} passed, ${counts.failures} failed`);
if (counts.failures > 0 || counts.passes === 0) process.exitCode = 1;

async function testFiles() {
  const found = await readdir('test', { recursive: true });
  return found
    .filter((file) => /^(unit|golden)[\\/].*\.test\.tsx?$|^house\.test\.ts$/.test(file))
    .map((file) => path.join('test', file))
    .sort();
}
