// @ts-check
import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { undoOnExit } from './processes.mjs';

/**
 * A folder that is gone when this process is.
 *
 * @param {string} purpose part of its name
 */
export async function temporaryFolder(purpose) {
  const folder = await mkdtemp(path.join(tmpdir(), `loss-lens-${purpose}-`));
  undoOnExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/**
 * A workspace that a test may change as it likes.
 *
 * @param {string} original
 */
export async function workspaceCopy(original) {
  const folder = path.join(await temporaryFolder('workspace'), path.basename(original));
  await cp(original, folder, { recursive: true });
  return folder;
}
