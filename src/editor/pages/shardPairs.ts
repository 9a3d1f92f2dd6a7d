import { roleOfName } from '../../pair/roles';

/** Where the predictions of a shard lie, and its targets; one and the same file where it holds both. */
export interface ShardPaths {
  readonly predictions: string;
  readonly targets: string;
}

/** As people count: shard-2 before shard-10. */
const COUNTING = new Intl.Collator('en', { numeric: true });

/** Files that hold one array each. */
const SINGLE = /\.npy$/i;

/**
 * Files as shards, in the order of their names: those of one array in pairs, by what they or their folders are called and
 * by what is left of their paths without that; others hold both.
 * @returns undefined where they do not go up in pairs.
 */
export function shardPairs(files: readonly string[]): readonly ShardPaths[] | undefined {
  const sorted = [...files].sort((a, b) => COUNTING.compare(a, b) || (a < b ? -1 : 1));
  const both = sorted.filter((file) => !SINGLE.test(file)).map((file) => ({ predictions: file, targets: file }));
  const pairs = new Map<string, { predictions?: string; targets?: string }>();
  for (const file of sorted.filter((each) => SINGLE.test(each))) {
    const part = partOf(file);
    if (part === undefined) return undefined;
    const pair = pairs.get(part.rest) ?? {};
    if (pair[part.role] !== undefined) return undefined;
    pairs.set(part.rest, { ...pair, [part.role]: file });
  }
  const found = [...pairs.values()];
  const whole = found.filter(
    (pair): pair is ShardPaths => pair.predictions !== undefined && pair.targets !== undefined,
  );
  return whole.length === found.length ? [...both, ...whole] : undefined;
}

/** What a path says of its file, the last word first, and the path without that word. */
function partOf(file: string): { readonly role: 'predictions' | 'targets'; readonly rest: string } | undefined {
  const words = file.split(/([^A-Za-z]+)/);
  for (let index = words.length - 1; index >= 0; index--) {
    const role = roleOfName(words[index] ?? '');
    if (role !== undefined) return { role, rest: words.toSpliced(index, 1, '').join('') };
  }
  return undefined;
}
