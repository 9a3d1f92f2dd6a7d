// Builds dist/: one bundle per place the extension runs in. `node esbuild.mjs [--watch]`.
import { build, context } from 'esbuild';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
};

/**
 * Two parts of the code wait until they are needed: the desk, which reads and computes, and the exact evaluator with
 * its big numbers. The Node extension has each in a file of its own, so that activation loads neither. Where there must
 * be one file only (the web extension, the terminal's command) they lie inside it, unexecuted until then; cut to size
 * first, since what is loaded late is not shaken.
 * @param {{ apart: boolean }} where
 * @returns {import('esbuild').Plugin}
 */
const late = ({ apart }) => ({
  name: 'late',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/(?:exact\/exactLoss|lens\/desk)$/ }, ({ path: wanted, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = wanted.endsWith('desk') ? 'desk.js' : 'exact.js';
      return apart ? { path: `./${file}`, external: true } : { path: path.resolve('dist', file) };
    }),
});

/**
 * The server for agents is a file of its own beside the terminal's command, which takes no longer to start for it.
 * @type {import('esbuild').Plugin}
 */
const mcpApart = {
  name: 'mcp apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/mcp\/serve$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './mcp.js', external: true } : undefined,
    ),
};

/** @type {import('esbuild').Plugin} */
const noSchemas = {
  name: 'no schemas',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/validation\/ajv-provider\.js$/ }, () => ({ path: path.resolve('src/mcp/noSchemas.ts') })),
};

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  // The page's script, and parts that it fetches when they are first drawn. First, for the extension is told its parts.
  inspector: {
    entryPoints: { inspector: 'src/inspector/main.tsx' },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
  exact: {
    entryPoints: ['src/exact/exactLoss.ts'],
    outfile: 'dist/exact.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  },
  desk: {
    entryPoints: ['src/lens/desk.ts'],
    outfile: 'dist/desk.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  },
  // The extension in a Node extension host.
  extension: {
    entryPoints: ['src/host/node/main.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    plugins: [late({ apart: true })],
    supported: { 'dynamic-import': false },
  },
  // What the extension hands large documents to.
  worker: {
    entryPoints: ['src/host/node/worker.ts'],
    outfile: 'dist/worker.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [late({ apart: true })],
    supported: { 'dynamic-import': false },
  },
  // The thread before the process that very large ones are handed to.
  relay: {
    entryPoints: ['src/host/node/relay.ts'],
    outfile: 'dist/relay.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  },
  webWorker: {
    entryPoints: ['src/host/web/worker.ts'],
    outfile: 'dist/web/worker.js',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    plugins: [late({ apart: false })],
  },
  // The extension in a web worker: a single file, nothing of Node.
  web: {
    entryPoints: ['src/host/web/main.ts'],
    outfile: 'dist/web/extension.js',
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    plugins: [late({ apart: false })],
  },
  cli: {
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [late({ apart: false }), mcpApart],
    supported: { 'dynamic-import': false },
    banner: { js: '#!/usr/bin/env node' },
  },
  // The process that reads one Parquet file, for a worker or for the terminal's command.
  parquet: {
    entryPoints: ['src/parquet/child.ts'],
    outfile: 'dist/parquet.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  },
  mcp: {
    entryPoints: ['src/mcp/serve.ts'],
    outfile: 'dist/mcp.js',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [noSchemas],
  },
};

await rm('dist', { recursive: true, force: true });
await mkdir('out/meta', { recursive: true });

// What the terminal's command runs with a Python of the user's, as it is.
await cp('src/cli/loss_lens_dask.py', 'dist/loss_lens_dask.py');

/** @type {readonly string[]} */
let parts = [];
for (const [name, options] of Object.entries(bundles)) {
  const define = { INSPECTOR_PARTS: JSON.stringify(parts) };
  if (watch) {
    const live = await context({ ...common, define, ...options });
    await live.watch();
  } else {
    const { metafile } = await build({ ...common, define, ...options });
    if (name === 'inspector') parts = begunWith(metafile);
    // Read by the fence that checks every import arrow and the size of each bundle.
    await writeFile(`out/meta/${name}.json`, JSON.stringify(metafile));
  }
}

/**
 * The files that the page's script imports before it runs: they can be fetched with it, not after it.
 * @param {import('esbuild').Metafile} metafile
 */
function begunWith({ outputs }) {
  const script = Object.entries(outputs).find(([file]) => path.basename(file) === 'inspector.js');
  const imports = script?.[1].imports ?? [];
  return imports.filter(({ kind }) => kind === 'import-statement').map((each) => path.basename(each.path));
}
