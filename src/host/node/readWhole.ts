import { open, stat } from 'node:fs/promises';
import type { FileFault } from '../../read/reading';

/** Bytes at a time: between two windows it is told how much is done, and nobody waits long for the end of a thread. */
const WINDOW = 8 * 2 ** 20;

/**
 * A file as it was at one moment: one that is written, cut, replaced or deleted while it is read is refused, since its
 * beginning would be of one file and its end of another.
 */
export async function readWhole(path: string, progress: (share: number) => void): Promise<Uint8Array | FileFault> {
  const before = await stampOf(path);
  if (before === undefined) return 'gone';
  const file = await open(path);
  try {
    const bytes = new Uint8Array(before.size);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await file.read(bytes, at, Math.min(WINDOW, bytes.length - at), at);
      if (bytesRead === 0) return 'changed';
      at += bytesRead;
      progress(at / bytes.length);
    }
    const after = await stampOf(path);
    const same = after?.size === before.size && after.time === before.time && after.place === before.place;
    return same ? bytes : 'changed';
  } finally {
    await file.close();
  }
}

interface Stamp {
  readonly size: number;
  readonly time: number;
  /** Another one where a file of the same name took its place. */
  readonly place: number;
}

async function stampOf(path: string): Promise<Stamp | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return { size, time: mtimeMs, place: ino };
  } catch {
    return undefined;
  }
}
