import * as vscode from 'vscode';
import { FILE_ENDINGS } from '../../lens/fileEndings';
import type { OpenFiles } from '../../lens/files';
import type { FileSource, FilesSource } from '../../lens/remoteFiles';
import { t } from '../../report/l10n';

/** A worker that reads a file itself holds it, and its numbers, in memory that is not the host's. */
const MOST_BYTES_BY_PATH = 2 ** 30;
/** What is handed over by VS Code is in the host's memory once. */
const MOST_BYTES_HANDED_OVER = 128 * 2 ** 20;
const CHUNK = 2 ** 20;

/** Files that cannot be answered about; the message says which and why. */
export class FilesRefused extends Error {}

/**
 * Files as they are now, to be worked on: their sizes are looked at before anything is taken into memory.
 * @param readsPaths whether workers can read the files of this computer themselves.
 */
export async function filesSource(
  uris: readonly vscode.Uri[],
  roles: OpenFiles['roles'],
  version: number,
  readsPaths: boolean,
): Promise<FilesSource> {
  return { version, roles, files: await Promise.all(uris.map((uri) => fileSource(uri, readsPaths))) };
}

export function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

async function fileSource(uri: vscode.Uri, readsPaths: boolean): Promise<FileSource> {
  const name = fileName(uri);
  if (!FILE_ENDINGS.some((ending) => name.toLowerCase().endsWith(`.${ending}`)))
    throw new FilesRefused(t('{0} is not read; these are: {1}', name, FILE_ENDINGS.join(', ')));
  const byPath = readsPaths && uri.scheme === 'file';
  const size = await sizeOf(uri, name);
  const limit = byPath ? MOST_BYTES_BY_PATH : MOST_BYTES_HANDED_OVER;
  if (size > limit)
    throw new FilesRefused(t('{0} holds {1} MB; at most {2} MB are read', name, mega(size), mega(limit)));
  return {
    name,
    size,
    ...(byPath && { path: uri.fsPath }),
    async *chunks() {
      const bytes = await vscode.workspace.fs.readFile(uri);
      // Copies: what is handed over to a worker may not be a window on the whole.
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.slice(at, at + CHUNK);
    },
  };
}

async function sizeOf(uri: vscode.Uri, name: string): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch (error) {
    throw new FilesRefused(t('{0} cannot be read: {1}', name, error instanceof Error ? error.message : String(error)));
  }
}

function mega(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
