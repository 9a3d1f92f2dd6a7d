import { headsOf, npyRows } from '../read/bytes/npyRows';
import { NPY_HEAD_BYTES } from '../read/bytes/npy';
import type { Span } from '../read/reading';
import type { OpenFile } from './files';
import { type PartOfRows, spreadRows } from './partOfRows';
import type { Verdict } from './question';

/** What some rows of large files come to: to be looked at while all of them are worked on. */
export interface Glimpse {
  readonly verdict: Verdict;
  readonly part: PartOfRows;
}

/** A file that is read in stretches. */
export interface SpannedFile {
  readonly name: string;
  readonly read: (spans: readonly Span[]) => Promise<readonly Uint8Array[]>;
}

/** Numbers to look at first: a moment's work, and more than a screen shows. */
const MOST_VALUES = 1_000_000;

/** Evenly spread rows of .npy files that belong together; undefined where there is no such thing. Never throws. */
export async function glimpsedFiles(
  files: readonly SpannedFile[],
  most = MOST_VALUES,
): Promise<{ readonly files: readonly OpenFile[]; readonly part: PartOfRows } | undefined> {
  try {
    const beginnings = await Promise.all(files.map(({ read }) => read([{ start: 0, end: NPY_HEAD_BYTES }])));
    const first = beginnings.map(([bytes = new Uint8Array()]) => bytes);
    const together = headsOf(first);
    if (together === undefined) return undefined;
    const part = spreadRows(together.rows, together.widest, most);
    if (part === undefined) return undefined;
    const someOf = async ({ name, read }: SpannedFile, index: number): Promise<OpenFile> => {
      const some = npyRows(first[index], together.heads[index], part.rows);
      return { name, bytes: some.file(await read(some.spans)) };
    };
    return { files: await Promise.all(files.map(someOf)), part };
  } catch {
    // What is wrong with the files is said by who reads all of them.
    return undefined;
  }
}
