// The second thread of own.ts: waits for a turn, works on shards, says that it is done.
import { workerData } from 'node:worker_threads';
import { type ShardBoard, workOnShards } from '../src/kernel/shards';
import { WasmKernel } from '../src/kernel/wasmKernel';

interface Given {
  readonly memory: ConstructorParameters<typeof WasmKernel>[1] & { readonly buffer: SharedArrayBuffer };
  /** Where this thread's windows may stand. */
  readonly room: number;
  readonly at: Readonly<Record<'logits' | 'targets' | 'losses' | 'argmax' | 'confidence', number>>;
  readonly rows: number;
  readonly classes: number;
  readonly outputs: boolean;
  readonly board: ShardBoard;
  readonly signal: Int32Array;
}

const { memory, room, at, rows, classes, outputs, board, signal } = workerData as Given;
const kernel = new WasmKernel('relaxed-simd', memory, room);
const { buffer } = memory;
const all = {
  logits: new Float32Array(buffer, at.logits, rows * classes),
  targets: new Int32Array(buffer, at.targets, rows),
  losses: new Float32Array(buffer, at.losses, rows),
  classes,
  ignoreIndex: -100,
  ...(outputs && {
    argmax: new Int32Array(buffer, at.argmax, rows),
    confidence: new Float32Array(buffer, at.confidence, rows),
  }),
};
for (let turn = 0; ;) {
  Atomics.wait(signal, 0, turn);
  turn = Atomics.load(signal, 0);
  Atomics.store(signal, 2, turn);
  Atomics.notify(signal, 2);
  workOnShards(kernel, all, board);
  Atomics.store(signal, 1, turn);
  Atomics.notify(signal, 1);
}
