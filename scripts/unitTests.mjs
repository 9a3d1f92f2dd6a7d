// @ts-check
// The unit tests, bundled: every test/**/*.test.ts outside VS Code becomes a file of its own.
import { build } from 'esbuild';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** @returns the sources of all unit tests, sorted. */
export async function unitTests() {
  const found = await readdir('test', { recursive: true });
  return found
    .filter((file) => /^(unit|golden)[\\/].*\.test\.tsx?$|^house\.test\.ts$/.test(file))
    .map((file) => path.join('test', file))
    .sort();
}

/**
 * @param {readonly string[]} files
 * @param {string} folder emptied first
 * @param {import('esbuild').BuildOptions} [options]
 * @returns the bundle of each file, in the same order, and what went into them.
 */
export async function bundled(files, folder, options = {}) {
  const outdir = path.resolve(folder);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: [...files],
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
    metafile: true,
    ...options,
  });
  const bundles = files.map((file) => path.join(outdir, path.relative('test', file).replace(/\.tsx?$/, '.js')));
  return { bundles, metafile };
}
