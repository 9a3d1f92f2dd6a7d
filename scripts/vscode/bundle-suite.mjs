// @ts-check
import { build } from 'esbuild';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { out, root } from './paths.mjs';

/**
 * @typedef {object} Suite
 * @property {string} module what VS Code is told to run: it exports `run()`
 * @property {number} files how many test files are in it
 *
 * @typedef {object} SuiteOptions
 * @property {string} folder searched for `*.test.ts`
 * @property {string | undefined} [grep] runs only the tests whose full name holds this
 * @property {'node' | 'web'} [host]
 */

/**
 * Bundles every test file of a folder, with the runner, into one module for the extension host. Files are found, never
 * listed, so that none can be forgotten; and they are in the bundle because a web worker has no file system to search.
 *
 * @param {SuiteOptions} options
 * @returns {Promise<Suite>}
 */
export async function bundleSuite({ folder, grep, host = 'node' }) {
  const found = await readdir(folder, { recursive: true });
  const files = found.filter((file) => file.endsWith('.test.ts')).sort();
  const outfile = path.join(out, 'vscode', `${host}-${path.basename(folder)}`, 'index.js');
  await rm(path.dirname(outfile), { recursive: true, force: true });
  await build({
    entryPoints: [path.join(root, 'test/vscode/index.ts')],
    outfile,
    bundle: true,
    platform: host === 'node' ? 'node' : 'browser',
    target: host === 'node' ? 'node20' : 'es2022',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode'],
    alias: host === 'node' ? {} : { 'node:assert/strict': path.join(root, 'test/vscode/assert-in-worker.ts') },
    logLevel: 'warning',
    define: { TEST_GREP: JSON.stringify(grep ?? '') },
    plugins: [suiteFiles(folder, files), mochaScript],
  });
  return { module: outfile.replace(/\.js$/, ''), files: files.length };
}

/**
 * Answers `import 'suite:files'` with all of them.
 *
 * @param {string} folder
 * @param {readonly string[]} files
 * @returns {import('esbuild').Plugin}
 */
function suiteFiles(folder, files) {
  return {
    name: 'suite-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^suite:files$/ }, () => ({ path: 'files', namespace: 'suite' }));
      onLoad({ filter: /.*/, namespace: 'suite' }, () => ({
        contents: files.map((file) => `import ${JSON.stringify(`./${file}`)};`).join('\n'),
        resolveDir: folder,
      }));
    },
  };
}

/**
 * mocha's browser build is a plain script, but stands in a package whose every file is declared a module. Taken for one,
 * it would find the bundle's own `module.exports` and overwrite `run()`.
 *
 * @type {import('esbuild').Plugin}
 */
const mochaScript = {
  name: 'mocha-script',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^mocha\/mocha\.js$/ }, ({ path }) => ({ path, namespace: 'script' }));
    onLoad({ filter: /.*/, namespace: 'script' }, async ({ path }) => ({
      contents: await readFile(createRequire(import.meta.url).resolve(path), 'utf8'),
    }));
  },
};
