import { headsOf, npyRows, spreadRows } from '../read/bytes/npyRows';
import { NPY_HEAD_BYTES, type NpyHead } from '../read/bytes/npy';
import type { Span } from '../read/reading';
import type { OpenFile } from './files';
import type { Verdict } from './question';

/** What some rows of large files come to: to be looked at while all of them are worked on. */
export interface Glimpse {
  readonly verdict: Verdict;
  /** The places of those rows among all. */
  readonly rows: Uint32Array;
  readonly of: number;
}

/** A file that is read in stretches. */
export interface SpannedFile {
  readonly name: string;
  read(spans: readonly Span[]): Promise<readonly Uint8Array[]>;
}

/** Numbers to look at first: a moment's work, and more than a screen shows. */
const MOST_VALUES = 1_000_000;

/** Evenly spread rows of .npy files that belong together; undefined where there is no such thing. Never throws. */
export async function glimpsedFiles(
  files: readonly SpannedFile[],
): Promise<{ readonly files: readonly OpenFile[]; readonly rows: Uint32Array; readonly of: number } | undefined> {
  try {
    const beginnings = await Promise.all(files.map(({ read }) => read([{ start: 0, end: NPY_HEAD_BYTES }])));
    const first = beginnings.map(([bytes = new Uint8Array()]) => bytes);
    const together = headsOf(first);
    if (together === undefined) return undefined;
    const count = Math.floor(MOST_VALUES / together.widest);
    if (count < 1 || count >= together.rows) return undefined;
    const rows = spreadRows(count, together.rows);
    const read = async ({ name, read }: SpannedFile, index: number): Promise<OpenFile> => {
      const part = npyRows(first[index] ?? new Uint8Array(), together.heads[index] as NpyHead, rows);
      return { name, bytes: part.file(await read(part.spans)) };
    };
    return { files: await Promise.all(files.map(read)), rows, of: together.rows };
  } catch {
    // What is wrong with the files is said by who reads all of them.
    return undefined;
  }
}
