// Runs one TypeScript program of the tests in Node: `node scripts/bundled.mjs [--instrumented] FILE.ts [ARGUMENT...]`.
import { build } from 'esbuild';
import path from 'node:path';
import { fakeVscode } from './fake-vscode.mjs';
import { instrumented } from './instrumented.mjs';

const [, , ...given] = process.argv;
const failing = given[0] === '--instrumented';
const [file, ...args] = failing ? given.slice(1) : given;
const outfile = path.resolve('out/programs', `${path.basename(file, '.ts')}.cjs`);
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  plugins: failing ? [fakeVscode, instrumented] : [fakeVscode],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});
process.argv = [process.argv[0], outfile, ...args];
await import(outfile);
