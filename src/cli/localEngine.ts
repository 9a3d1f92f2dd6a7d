import { existsSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Engine, OpenedShard } from './engine';
import { InputError } from './input';
import { type ArrayNames, stampOf, withShard } from './shardTask';
import type { ShardPair } from './shardFiles';
import { doShardTasks } from './shardThreads';

/** This machine. @param work.program what serves shards when it is begun as a thread. */
export function localEngine(
  names: ArrayNames,
  work: { readonly program: string | undefined; readonly threads: number },
): Engine {
  return {
    names: (folders) => Promise.resolve(new Map(folders.map((folder) => [folder, namesIn(folder)]))),
    open: (pairs) => Promise.resolve(pairs.map((pair) => opened(pair, names))),
    firstRows: (pair, count) =>
      Promise.resolve(
        withShard(pair, names, (predictions, targets) => {
          const some = (rows: number): number => Math.min(rows, count);
          return [predictions.block(0, some(predictions.rows)), targets.block(0, some(targets.rows))] as const;
        }),
      ),
    work: (tasks, done) => doShardTasks(tasks, work, done),
    close: () => undefined,
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
  } catch {
    throw new InputError(`${folder} cannot be read: there is no such folder.`);
  }
}

function opened(pair: ShardPair, names: ArrayNames): OpenedShard {
  const stamp = stampOf(pair);
  if (stamp === undefined) {
    const missing = [pair.predictions, pair.targets].find((file) => !existsSync(file)) ?? pair.targets;
    throw new InputError(`${missing} cannot be read: there is no such file.`);
  }
  return withShard(pair, names, (predictions, targets) => ({
    predictions: { shape: predictions.shape, integers: predictions.integers },
    targets: { shape: targets.shape, integers: targets.integers },
    // Members of an archive are packed, each as a whole.
    inStretches: extname(pair.predictions).toLowerCase() !== '.npz',
    stamp,
  }));
}
