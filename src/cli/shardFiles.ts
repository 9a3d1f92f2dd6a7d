import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from './input';

/** Where the predictions of one shard lie, and its targets; one and the same file where it holds both. */
export interface ShardPair {
  readonly predictions: string;
  readonly targets: string;
}

/** As people count: shard-2 before shard-10. */
const COUNTING = new Intl.Collator('en', { numeric: true });

/**
 * The shards that one pattern or two name, in the order of their names. What stands for the wildcards must be the same in
 * both: files that merely are as many might belong to others. Throws {@link InputError}.
 */
export function shardsOf([first = '', second]: readonly string[]): readonly ShardPair[] {
  const predictions = matches(first);
  if (second === undefined) return predictions.map(({ file }) => ({ predictions: file, targets: file }));
  const targets = matches(second);
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

interface Match {
  readonly file: string;
  /** What stands for the wildcards. */
  readonly wild: string;
}

function matches(pattern: string): readonly Match[] {
  const { dir, base } = path.parse(pattern);
  if (!/[*?]/.test(base)) {
    if (statSync(pattern, { throwIfNoEntry: false })?.isFile() !== true)
      throw new InputError(`${pattern} cannot be read: there is no such file.`);
    return [{ file: pattern, wild: '' }];
  }
  const form = new RegExp(
    `^${base
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '(.*)')
      .replace(/\?/g, '(.)')}$`,
    's',
  );
  const found = names(dir === '' ? '.' : dir).flatMap((name) => {
    const match = form.exec(name);
    return match ? [{ file: path.join(dir, name), wild: match.slice(1).join('\0') }] : [];
  });
  if (found.length === 0) throw new InputError(`${pattern} names no file.`);
  return found.sort((a, b) => COUNTING.compare(a.file, b.file) || (a.file < b.file ? -1 : 1));
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
  } catch {
    throw new InputError(`${folder} cannot be read: there is no such folder.`);
  }
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
