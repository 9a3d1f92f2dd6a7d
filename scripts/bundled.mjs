// Runs one TypeScript program of the tests in Node: `node scripts/bundled.mjs FILE.ts [ARGUMENT...]`.
import { build } from 'esbuild';
import path from 'node:path';
import { fakeVscode } from './fake-vscode.mjs';

const [file, ...args] = process.argv.slice(2);
const outfile = path.resolve('out/programs', `${path.basename(file, '.ts')}.cjs`);
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  plugins: [fakeVscode],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});
process.argv = [process.argv[0], outfile, ...args];
await import(outfile);
