import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from './input';

/** Where the predictions of one shard lie, and its targets; one and the same file where it holds both. */
export interface ShardPair {
  readonly predictions: string;
  readonly targets: string;
}

/** As people count: shard-2 before shard-10. */
const COUNTING = new Intl.Collator('en', { numeric: true });

/** The folders that have to be looked through to know which files the patterns name. */
export function foldersOf(patterns: readonly string[]): readonly string[] {
  const wild = patterns.map(parted).filter(({ base }) => /[*?]/.test(base));
  return [...new Set(wild.map(({ folder }) => folder))];
}

/**
 * The shards that one pattern or two name, in the order of their names. What stands for the wildcards must be the same in
 * both: files that merely are as many might belong to others. Throws {@link InputError}.
 * @param names the files of each of {@link foldersOf}
 */
export function shardsOf([first = '', second]: readonly string[], names: Names): readonly ShardPair[] {
  const predictions = matches(first, names);
  if (second === undefined) return predictions.map(({ file }) => ({ predictions: file, targets: file }));
  const targets = matches(second, names);
  if (predictions.length !== targets.length) {
    throw new InputError(
      `${first} is ${predictions.length} files and ${second} is ${targets.length}; expected as many.`,
    );
  }
  return predictions.map(({ file, wild }, index) => {
    const other = targets[index];
    if (predictions.length > 1 && wild !== other.wild)
      throw new InputError(
        `${file} and ${other.file} do not belong together by their names; a manifest says which do.`,
      );
    return { predictions: file, targets: other.file };
  });
}

type Names = ReadonlyMap<string, readonly string[]>;

interface Match {
  readonly file: string;
  /** What stands for the wildcards. */
  readonly wild: string;
}

function matches(pattern: string, names: Names): readonly Match[] {
  const { folder, base } = parted(pattern);
  if (!/[*?]/.test(base)) return [{ file: pattern, wild: '' }];
  const form = new RegExp(
    `^${base
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '(.*)')
      .replace(/\?/g, '(.)')}$`,
    's',
  );
  const found = (names.get(folder) ?? []).flatMap((name) => {
    const match = form.exec(name);
    return match ? [{ file: `${folder}${name}`, wild: match.slice(1).join('\0') }] : [];
  });
  if (found.length === 0) throw new InputError(`${pattern} names no file.`);
  return found.sort((a, b) => COUNTING.compare(a.file, b.file) || (a.file < b.file ? -1 : 1));
}

/** The folder with the stroke that ends it, as it is written: where the files lie it may be written in another way than here. */
function parted(pattern: string): { readonly folder: string; readonly base: string } {
  const end = pattern.length - path.basename(pattern).length;
  return { folder: pattern.slice(0, end), base: pattern.slice(end) };
}

/** The shards that a manifest lists; its paths are relative to itself. Throws {@link InputError}. */
export function shardsOfManifest(file: string): readonly ShardPair[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file} is no manifest: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!Array.isArray(list) || list.length === 0)
    throw new InputError(`${file} is no manifest: expected a list of shards.`);
  return list.map((entry: unknown, index) => {
    const { predictions, targets = predictions } = (entry ?? {}) as Record<string, unknown>;
    if (typeof predictions !== 'string' || typeof targets !== 'string')
      throw new InputError(`${file} is no manifest: entry ${index} has no "predictions" that is a path.`);
    const folder = path.dirname(file);
    return { predictions: path.resolve(folder, predictions), targets: path.resolve(folder, targets) };
  });
}
