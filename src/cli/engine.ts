import type { ArrayHead } from '../dataset/summariseShard';
import type { KnownBlock } from '../read/reading';
import type { ShardPair } from './shardFiles';
import type { ShardDone, ShardTask } from './shardTask';

/** A shard as far as its files' heads tell. */
export interface OpenedShard {
  readonly predictions: ArrayHead;
  readonly targets: ArrayHead;
  /** Whether rows can be read by themselves; otherwise a file is read whole. */
  readonly inStretches: boolean;
  /** Sizes and times of its files: others where they have changed. */
  readonly stamp: readonly number[];
}

/** Where shards lie and are worked on: this machine, or a cluster. Everything throws InputError or Refused. */
export interface Engine {
  /** The files in each of these folders. */
  names(folders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  open(pairs: readonly ShardPair[]): Promise<readonly OpenedShard[]>;
  /** At most so many of a shard's first rows: predictions and targets. */
  firstRows(pair: ShardPair, count: number): Promise<readonly [KnownBlock, KnownBlock]>;
  /**
   * Does tasks in any order, and hands over what comes of one or of several together as it comes; ends early where
   * `done` says so.
   */
  work(tasks: readonly ShardTask[], done: TasksDone): Promise<void>;
  close(): void;
}

export type TasksDone = (tasks: readonly ShardTask[], outcome: ShardDone) => 'on' | 'stop';
