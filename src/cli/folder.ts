import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Larger files are data: nobody pins a loss in one. */
const MOST_BYTES = 64 * 2 ** 20;

/** Folders of others. Those with a dot in front are passed over as well. */
const PASSED_OVER = new Set(['node_modules', '__pycache__']);

/** Every text below a folder that holds a word, in the order of the names. Links are not followed. */
export async function* textsWith(folder: string, word: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !PASSED_OVER.has(entry.name)) yield* textsWith(file, word);
    } else if (entry.isFile() && (await holds(file, word))) yield file;
  }
}

async function holds(file: string, word: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size > MOST_BYTES) return false;
  const bytes = await readFile(file);
  // A text has no byte of 0, as git has it.
  return bytes.includes(word) && !bytes.subarray(0, 8000).includes(0);
}
