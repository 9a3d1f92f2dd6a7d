// @ts-check
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';
import { temporaryFolder } from './temporary.mjs';

/**
 * A folder of installed extensions with one in it, this one unless told, by a link to the working tree: "Reload Window" shows the latest
 * build. Loading it as an extension in development instead would need the server's smoke test driver, under which VS Code
 * shows no notifications; and it would tie the address to that driver.
 *
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function linkExtension(folder = root) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const extensions = path.join(await temporaryFolder('extensions'), 'extensions');
  await mkdir(extensions);
  await symlink(folder, path.join(extensions, `${publisher}.${name}-${version}`), 'dir');
  return extensions;
}
