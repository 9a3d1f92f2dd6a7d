// @ts-check
// Packs the terminal's command in dist/ as a package for npm: out/loss-lens-<version>.tgz. Its manifest is made here, since
// the one of the extension is VS Code's: `private` there keeps it from being published by a slip.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { out, root } from './vscode/paths.mjs';

/** What goes in, by its place in the project. */
const FILES = {
  'dist/cli.js': 'dist/cli.js',
  'dist/mcp.js': 'dist/mcp.js',
  'dist/parquet.js': 'dist/parquet.js',
  'dist/loss_lens_dask.py': 'dist/loss_lens_dask.py',
  'docs/cli.md': 'docs/cli.md',
  'docs/cli.schema.json': 'docs/cli.schema.json',
  'docs/agents.md': 'docs/agents.md',
  'docs/sizing.md': 'docs/sizing.md',
  'docs/npm.md': 'README.md',
  LICENSE: 'LICENSE',
};

/**
 * @returns {Promise<{ file: string, files: string[], bytes: number }>}
 * @throws where what came out is not what went in
 */
export async function packForNpm() {
  const stage = path.join(out, 'npm');
  await rm(stage, { recursive: true, force: true });
  for (const [from, to] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(stage, to)), { recursive: true });
    await cp(path.join(root, from), path.join(stage, to));
  }
  const { name, version, license, keywords, bin, engines } = JSON.parse(
    await readFile(path.join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name,
    version,
    description: 'Cross-entropy losses of printed matrices and array files, as PyTorch returns them.',
    license,
    keywords,
    bin,
    man: './man/loss-lens.1',
    engines: { node: engines.node },
    files: ['dist', 'docs', 'man'],
  };
  await writeFile(path.join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await mkdir(path.join(stage, 'man'));
  await writeFile(path.join(stage, 'man', 'loss-lens.1'), said(process.execPath, ['dist/cli.js', 'man'], stage));
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', out], stage));
  const files = packed.files.map((/** @type {{ path: string }} */ each) => each.path).sort();
  const wanted = [...Object.values(FILES), 'man/loss-lens.1', 'package.json'].sort();
  if (files.join() !== wanted.join())
    throw new Error(`the package holds ${files.join(', ')}; expected ${wanted.join(', ')}`);
  return { file: path.join(out, packed.filename), files, bytes: packed.size };
}

/**
 * Runs npm and answers what it printed.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  // On Windows npm is a script of the shell's.
  return said('npm', args, cwd, process.platform === 'win32');
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function said(command, args, cwd, shell = false) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, shell, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { file, files, bytes } = await packForNpm();
  console.log(`${path.relative(root, file)}: ${files.length} files, ${Math.round(bytes / 1024)} KB, all of them meant`);
}
