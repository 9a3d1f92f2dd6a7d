// @ts-check
import { createVSIX } from '@vscode/vsce';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { out, root } from './paths.mjs';
import { zipEntries } from './zip-entries.mjs';

/**
 * All that may be in the package. `.vscodeignore` says what goes in; this says, independently, what came out, so that a
 * slip in either of them shows.
 */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE(\.txt|\.md)?)$/i,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/(web\/|webview\/)?[\w.-]+\.(js|css|wasm)$/,
  /^extension\/dist\/loss_lens_dask\.py$/,
  /^extension\/media\/(sample\.txt|icon\.png|[a-z]+-(dark|light)\.svg|walkthrough\/\w+\.svg)$/,
  /^extension\/docs\/pictures\/\w+\.webp$/,
];

/** Without these the extension would install and do nothing. */
const required = [
  'extension/package.json',
  'extension/package.nls.zh-cn.json',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/dist/extension.js',
  'extension/dist/web/extension.js',
  'extension/dist/webview/inspector.js',
  'extension/media/sample.txt',
];

/**
 * Packages the build that is in dist/.
 *
 * @returns {Promise<{ file: string, entries: import('./zip-entries.mjs').ZipEntry[], bytes: number }>}
 * @throws where anything is in it that must not ship, or something that must is missing
 */
export async function packageExtension() {
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const file = path.join(out, `${name}-${version}.vsix`);
  await mkdir(out, { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: file,
    // What the extension needs is bundled, so node_modules is not even looked at.
    dependencies: false,
    // The manifest names no public repository, so there is none that the README's links could be made to point into.
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const content = await readFile(file);
  const entries = zipEntries(content);
  const names = entries.map((entry) => entry.name);
  const strangers = names.filter((name) => !allowed.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) throw new Error(`the package holds what must not ship:\n  ${strangers.join('\n  ')}`);
  const missing = [...required, ...(await picturesOfReadme())].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`the package lacks ${missing.join(' and ')}`);
  return { file, entries, bytes: content.length };
}

/**
 * The pictures that the README shows lie where it looks for them, so that it can be read from the package too. (The page
 * on which VS Code describes an extension shows pictures from public addresses only, and there is none yet.)
 *
 * @returns {Promise<string[]>}
 */
async function picturesOfReadme() {
  const readme = await readFile(path.join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file]) => `extension/${file}`);
}
