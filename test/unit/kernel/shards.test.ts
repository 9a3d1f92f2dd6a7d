import { strict as assert } from 'node:assert';
import type { CrossEntropyRows } from '../../../src/kernel/kernel';
import { rowsPerShard, shardBoard, sumOfShards, workOnShards } from '../../../src/kernel/shards';
import { plainKernel } from '../../../src/kernel/plainKernel';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { IGNORED, rowSamples } from './rowSamples';

const CLASSES = 1000;
/** Several shards and a part of one. */
const ROWS = 3 * rowsPerShard(CLASSES) + 17;

describe('shards', () => {
  for (const kernel of [new WasmKernel('simd128'), plainKernel]) {
    it(`of ${kernel.build} come to the same bits whoever takes them`, () => {
      const rows: CrossEntropyRows = {
        ...rowSamples('ordinary', ROWS, CLASSES, 2),
        ignoreIndex: IGNORED,
        losses: new Float32Array(ROWS),
      };
      const alone = shardBoard(ROWS, CLASSES);
      workOnShards(kernel, rows, alone);
      const shared = shardBoard(ROWS, CLASSES);
      // Another thread has taken the second shard, and is done with it only afterwards.
      const other = { ...shared, sums: shared.sums.slice() };
      Atomics.store(shared.next, 0, 2);
      workOnShards(kernel, rows, shared);
      Atomics.store(other.next, 0, 0);
      workOnShards(kernel, rows, other);
      shared.sums.set(other.sums.subarray(0, 2));
      assert.equal(sumOfShards(shared), sumOfShards(alone));
      assert.deepEqual(Array.from(shared.sums), Array.from(alone.sums));
    });
  }
});
