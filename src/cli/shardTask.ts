import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Refusal } from '../core/problem';
import type { SummaryState } from '../core/summary';
import { blockArray, type ShardArray, storedArray } from '../dataset/shardArray';
import { type DatasetQuestion, type Stretch, summariseStretch } from '../dataset/summariseShard';
import { loadKernel } from '../kernel/loadKernel';
import { BYTE_FORMATS, readBytes } from '../read/bytes/readBytes';
import type { KnownBlock } from '../read/reading';
import { troubleText } from '../report/troubles';
import { InputError } from './input';
import { openRows, withFile } from './largeFiles';
import { Refused } from './refused';
import type { ShardPair } from './shardFiles';

/** Names of the arrays in files that hold several. */
export interface ArrayNames {
  readonly predictions?: string;
  readonly targets?: string;
}

/** Some rows of a shard and what is asked about them. Plain data: a thread may do it. */
export interface ShardTask {
  readonly pair: ShardPair;
  readonly names: ArrayNames;
  readonly stretch: Stretch;
  readonly question: DatasetQuestion;
}

export type ShardDone =
  | { readonly kind: 'summary'; readonly state: SummaryState }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Does a task, whatever becomes of it. */
export function doShardTask({ pair, names, stretch, question }: ShardTask): ShardDone {
  try {
    return withShard(pair, names, (predictions, targets) => {
      const found = summariseStretch(predictions, targets, stretch, question, loadKernel());
      return found.ok ? { kind: 'summary', state: found.value.state() } : { kind: 'refused', refusal: found.refusal };
    });
  } catch (error) {
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens both arrays of a shard for as long as `use` takes. Throws {@link InputError} or {@link Refused}. */
export function withShard<T>(
  { predictions, targets }: ShardPair,
  names: ArrayNames,
  use: (predictions: ShardArray, targets: ShardArray) => T,
): T {
  return withArray(predictions, names.predictions, 'predictions', (first) =>
    withArray(targets, names.targets, 'targets', (second) => use(first, second)),
  );
}

function withArray<T>(
  file: string,
  name: string | undefined,
  part: 'predictions' | 'targets',
  use: (array: ShardArray) => T,
): T {
  if (extname(file).toLowerCase() === '.npy') return withFile(file, (bytes) => use(storedArray(openRows(bytes, file))));
  return use(blockArray(blockIn(file, name, part)));
}

/** The array of a file that is read whole: by its name, or the only one. */
function blockIn(file: string, name: string | undefined, part: 'predictions' | 'targets'): KnownBlock {
  const ending = extname(file).toLowerCase();
  const format = Object.hasOwn(BYTE_FORMATS, ending) ? BYTE_FORMATS[ending] : undefined;
  if (format === undefined) throw new InputError(`${file} is not read; expected .npy, .npz or .safetensors.`);
  const { blocks, troubles } = readBytes(readFileSync(file), format, basename(file, ending));
  const [trouble] = troubles;
  if (trouble !== undefined) throw new InputError(`${file}: ${troubleText(trouble)}`);
  const known = blocks.filter((block): block is KnownBlock => !block.elided);
  const wanted = name === undefined ? known : known.filter((block) => block.name === name);
  const [only, another] = wanted;
  if (only !== undefined && another === undefined) return only;
  const option = part === 'predictions' ? '--pred' : '--target';
  const there = known.map((block) => block.name ?? '-').join(', ');
  throw new Refused('no-such-array', `${file} holds ${there}; ${option} says which of them are the ${part}.`);
}
