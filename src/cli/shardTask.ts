import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Refusal } from '../core/problem';
import type { SummaryState } from '../core/summary';
import { blockArray, type ShardArray, storedArray } from '../dataset/shardArray';
import { type DatasetQuestion, type Stretch, summariseStretch } from '../dataset/summariseShard';
import { loadKernel } from '../kernel/loadKernel';
import { roleOfName } from '../pair/roles';
import { readBytes } from '../read/bytes/readBytes';
import type { KnownBlock } from '../read/reading';
import { troubleText } from '../report/troubles';
import { InputError } from './input';
import { openRows, openTensors, withFile } from './largeFiles';
import { ParquetShard } from './parquetShard';
import { Refused } from './refused';
import type { ShardPair } from './shardFiles';

/** Larger files are not taken into memory as a whole. */
const WHOLE_BYTES = 2 ** 30;

/** Names of the arrays in files that hold several. */
export interface ArrayNames {
  readonly predictions?: string;
  readonly targets?: string;
}

/** Some rows of a shard and what is asked about them. Plain data: a thread may do it. */
export interface ShardTask {
  readonly pair: ShardPair;
  /** Sizes and times of its files when the task was made. */
  readonly stamp: readonly number[];
  readonly names: ArrayNames;
  readonly stretch: Stretch;
  readonly question: DatasetQuestion;
}

export type ShardDone =
  | { readonly kind: 'summary'; readonly state: SummaryState }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Does a task, whatever becomes of it. */
export function doShardTask(task: ShardTask): ShardDone {
  const { pair, names, stretch, question } = task;
  try {
    const done = withShard(pair, names, (predictions, targets): ShardDone => {
      const found = summariseStretch(predictions, targets, stretch, question, loadKernel());
      return found.ok ? { kind: 'summary', state: found.value.state() } : { kind: 'refused', refusal: found.refusal };
    });
    return isStill(task) ? done : CHANGED;
  } catch (error) {
    // What changes while it is read fails in many ways.
    if (!isStill(task)) return CHANGED;
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

const CHANGED: ShardDone = { kind: 'unreadable', message: 'it changed, or is gone, since its rows were counted.' };

/** Sizes and times of the files of a shard; undefined where one is no file any more. */
export function stampOf({ predictions, targets }: ShardPair): readonly number[] | undefined {
  const stamps = [predictions, targets].flatMap((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() === true ? [[stats.size, stats.mtimeMs]] : [];
  });
  return stamps.length === 2 ? stamps.flat() : undefined;
}

/** Are the files of a task the same as when it was made? Else its rows would be of one and its neighbours' of another. */
function isStill({ pair, stamp }: ShardTask): boolean {
  return stampOf(pair)?.join() === stamp.join();
}

/** Opens both arrays of a shard for as long as `use` takes. Throws {@link InputError} or {@link Refused}. */
export function withShard<T>(
  { predictions, targets }: ShardPair,
  names: ArrayNames,
  use: (predictions: ShardArray, targets: ShardArray) => T,
): T {
  return withArrays(predictions, (first) => {
    if (predictions !== targets)
      return withArrays(targets, (second) =>
        use(first.pick(names.predictions, 'predictions'), second.pick(names.targets, 'targets')),
      );
    const both = names.predictions === undefined && names.targets === undefined ? first.labelled?.() : undefined;
    if (both === undefined && first.count < 2)
      throw new Refused('no-pairing', `${predictions} holds ${first.count} arrays; expected predictions and targets.`);
    return both === undefined
      ? use(first.pick(names.predictions, 'predictions'), first.pick(names.targets, 'targets'))
      : use(both.predictions, both.targets);
  });
}

type Part = 'predictions' | 'targets';

/** The arrays of a file that is open. */
interface FileArrays {
  readonly count: number;
  /** The array of that name; of those without a name the only one, or the only one that is called as such an array is. */
  pick(name: string | undefined, part: Part): ShardArray;
  /** The two parts of a table that holds its labels in a column. */
  labelled?(): { readonly predictions: ShardArray; readonly targets: ShardArray } | undefined;
}

function withArrays<T>(file: string, use: (arrays: FileArrays) => T): T {
  switch (extname(file).toLowerCase()) {
    case '.npy':
      return withFile(file, (bytes) => {
        const array = storedArray(openRows(bytes, file));
        return use({ count: 1, pick: () => array });
      });
    case '.safetensors':
      return withFile(file, (bytes) => {
        const tensors = openTensors(bytes);
        const names = tensors.map((rows) => rows.block(0, 0).name);
        return use({
          count: tensors.length,
          pick: (name, part) => storedArray(tensors[picked(file, names, name, part)]),
        });
      });
    case '.parquet': {
      const shard = new ParquetShard(file);
      return use({
        count: shard.names.length,
        pick: (name, part) => shard.array(picked(file, shard.names, name, part)),
        labelled: () => shard.labelled(),
      });
    }
    case '.npz': {
      const blocks = blocksOf(file);
      const names = blocks.map(({ name }) => name);
      return use({ count: blocks.length, pick: (name, part) => blockArray(blocks[picked(file, names, name, part)]) });
    }
    default:
      throw new InputError(`${file} is not read; expected .npy, .npz, .safetensors or .parquet.`);
  }
}

/** The place of the array that is meant. Throws {@link Refused}. */
function picked(file: string, names: readonly (string | undefined)[], wanted: string | undefined, part: Part): number {
  const places = [...names.keys()];
  const named = places.filter((place) => names[place] === wanted);
  const called = places.filter((place) => roleOfName(names[place] ?? '') === part);
  const [only, another] = wanted !== undefined ? named : names.length === 1 ? places : called;
  if (only !== undefined && another === undefined) return only;
  const option = part === 'predictions' ? '--pred' : '--target';
  const there = names.map((name) => name ?? '-').join(', ');
  throw new Refused('no-such-array', `${file} holds ${there}; ${option} says which of them are the ${part}.`);
}

/** A file that is read whole: its members are packed. */
function blocksOf(file: string): readonly KnownBlock[] {
  const { size } = statSync(file);
  if (size > WHOLE_BYTES)
    throw new InputError(
      `${file} holds ${Math.ceil(size / 2 ** 20)} MB; at most ${WHOLE_BYTES / 2 ** 20} MB are read whole. ` +
        `Shards of .npy, .safetensors and .parquet are read in stretches.`,
    );
  const { blocks, troubles } = readBytes(readFileSync(file), 'npz');
  const [trouble] = troubles;
  if (trouble !== undefined) throw new InputError(`${file}: ${troubleText(trouble)}`);
  return blocks.filter((block): block is KnownBlock => !block.elided);
}
