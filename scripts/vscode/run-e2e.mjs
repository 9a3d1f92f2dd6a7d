// @ts-check
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import Mocha from 'mocha';
import path from 'node:path';
import { out, root } from './paths.mjs';
import { workspaceCopy } from './temporary.mjs';

const TEST_MILLISECONDS = 90_000;

/**
 * Runs end-to-end tests in this process: each opens windows of its own in the browser.
 *
 * @param {readonly string[]} files
 * @param {object} where
 * @param {import('playwright-core').Browser} where.browser
 * @param {(folder: string) => string} [where.address] of VS Code, for tests that open a window of it
 * @param {{ grep?: string | undefined }} [options]
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function runE2e(files, { browser, address }, { grep } = {}) {
  const outdir = path.join(out, 'e2e');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [...files],
    outdir,
    outbase: path.join(root, 'test/e2e'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    packages: 'external',
    logLevel: 'warning',
  });
  process.setSourceMapsEnabled(true);
  Object.assign(globalThis, { lossLensE2e: { browser, address, copy: workspaceCopy } });
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: TEST_MILLISECONDS, forbidOnly: true });
  mocha.forbidPending();
  if (grep !== undefined) mocha.fgrep(grep);
  for (const file of files) {
    mocha.addFile(path.join(outdir, path.relative(path.join(root, 'test/e2e'), file).replace(/\.ts$/, '.js')));
  }
  /** @type {Mocha.Stats} */
  const stats = await new Promise((resolve) => {
    const runner = mocha.run(() => resolve(/** @type {Mocha.Stats} */ (runner.stats)));
  });
  const troubles = stats.passes + stats.failures === 0 ? ['no test was run'] : [];
  return { passed: stats.passes, failed: stats.failures, troubles };
}
