import { exactSum } from '../core/exactSum';
import { type CrossEntropyRows, type Kernel, rowsPerChunk } from './kernel';

/** What threads share beside the rows: who takes which shard, and what came of it. */
export interface ShardBoard {
  /** One counter: the next shard nobody has taken. */
  readonly next: Int32Array;
  /** The sum of each shard. */
  readonly sums: Float64Array;
}

/** Kernel calls to a shard: enough that taking one costs nothing beside it. */
const CHUNKS_PER_SHARD = 4;

export function rowsPerShard(classes: number): number {
  return CHUNKS_PER_SHARD * rowsPerChunk(classes);
}

/** On memory that threads can share. */
export function shardBoard(rows: number, classes: number): ShardBoard {
  const shards = Math.ceil(rows / rowsPerShard(classes));
  return {
    next: new Int32Array(new SharedArrayBuffer(4)),
    sums: new Float64Array(new SharedArrayBuffer(8 * shards)),
  };
}

/**
 * Takes shards until none is left. Every thread calls it with the same rows and board and a kernel of its own; the
 * borders of shards depend on the rows alone, so their sums do not depend on who takes them.
 */
export function workOnShards(kernel: Kernel, rows: CrossEntropyRows, { next, sums }: ShardBoard): void {
  const { logits, targets, classes, losses, argmax, confidence } = rows;
  const step = rowsPerShard(classes);
  for (;;) {
    const shard = Atomics.add(next, 0, 1);
    if (shard >= sums.length) return;
    const start = shard * step;
    const end = Math.min(targets.length, start + step);
    sums[shard] = kernel.crossEntropy({
      ...rows,
      logits: logits.subarray(start * classes, end * classes),
      targets: targets.subarray(start, end),
      losses: losses.subarray(start, end),
      ...(argmax && { argmax: argmax.subarray(start, end) }),
      ...(confidence && { confidence: confidence.subarray(start, end) }),
    });
  }
}

/** The sum of all losses, combined in the order of the rows. */
export function sumOfShards({ sums }: ShardBoard): number {
  return exactSum(sums);
}
