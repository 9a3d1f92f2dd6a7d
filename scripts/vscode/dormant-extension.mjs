// @ts-check
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';
import { temporaryFolder } from './temporary.mjs';

/**
 * The extension as it is, but activated by its commands alone: a window opens texts of its own, and what an extension does
 * that is active already cannot be looked at from its beginning.
 */
export async function dormantExtension() {
  const folder = await temporaryFolder('extension');
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  const parts = (await readdir(root)).filter((name) => /^(dist|l10n|media|package\.nls.*\.json)$/.test(name));
  for (const name of parts) await cp(path.join(root, name), path.join(folder, name), { recursive: true });
  return folder;
}
