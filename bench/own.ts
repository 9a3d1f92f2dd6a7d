// Our kernels as contenders: `node own.cjs relaxed-simd|simd128|typescript|threads`.
import { Worker } from 'node:worker_threads';
import path from 'node:path';
import type { Floats, Kernel } from '../src/kernel/kernel';
import { plainKernel } from '../src/kernel/plainKernel';
import { shardBoard, sumOfShards, workOnShards } from '../src/kernel/shards';
import { newMemory, WasmKernel } from '../src/kernel/wasmKernel';
import { measured, serve } from './serve';
import { fill, type Measurement, targetOf, type Work } from './work';

const contender = process.argv[2] ?? 'relaxed-simd';
void serve((work) => Promise.resolve(contender === 'threads' ? threaded(work) : single(work)));

function single(work: Work): (() => Measurement) | undefined {
  const { kind, rows, classes, dtype } = work;
  const size = dtype === 'float32' ? 4 : 8;
  const memory = contender === 'typescript' ? undefined : new WasmKernel(contender as 'simd128');
  const kernel: Kernel = memory ?? plainKernel;
  const make = (length: number) => resident(memory, length, size);
  if (kind === 'binary') {
    const logits = make(rows);
    const targets = make(rows);
    fill(logits);
    for (let row = 0; row < rows; row++) targets[row] = row & 1;
    return () => measured(() => kernel.binaryCrossEntropy({ logits, targets }) / rows);
  }
  const small = kind === 'small';
  const logits = small ? new Float32Array(rows * classes) : make(rows * classes);
  const targets = small ? new Int32Array(rows) : asInt32(make(size === 4 ? rows : Math.ceil(rows / 2)), rows);
  fill(logits);
  for (let row = 0; row < rows; row++) targets[row] = targetOf(row, classes);
  const given = { logits, targets, classes, ignoreIndex: -100, losses: small ? new Float32Array(rows) : make(rows) };
  const outputs = { argmax: asInt32(make(rows), rows), confidence: make(rows) };
  if (kind === 'gradient') {
    const gradient = make(rows * classes);
    const all = { ...given, ...outputs, gradient, scale: 1 / rows } as Parameters<Kernel['crossEntropyGradient']>[0];
    return () => measured(() => kernel.crossEntropyGradient(all) / rows);
  }
  if (small) {
    return () =>
      measured(() => {
        let sum = 0;
        for (let call = 0; call < 1000; call++) sum = kernel.crossEntropy(given);
        return sum / rows;
      });
  }
  const all = work.outputs ? { ...given, ...outputs } : given;
  return () => measured(() => kernel.crossEntropy(all) / rows);
}

/** This thread and one more over one memory; the time includes waking and waiting. */
function threaded(work: Work): (() => Measurement) | undefined {
  const { kind, rows, classes, dtype } = work;
  if (kind !== 'cross-entropy' || dtype !== 'float32') return undefined;
  const memory = newMemory();
  const kernel = new WasmKernel('relaxed-simd', memory);
  const room = kernel.allocate(2 ** 24);
  const at = {
    logits: kernel.allocate(rows * classes * 4),
    targets: kernel.allocate(rows * 4),
    losses: kernel.allocate(rows * 4),
    argmax: kernel.allocate(rows * 4),
    confidence: kernel.allocate(rows * 4),
  };
  const { buffer } = memory;
  const logits = new Float32Array(buffer, at.logits, rows * classes);
  const targets = new Int32Array(buffer, at.targets, rows);
  fill(logits);
  for (let row = 0; row < rows; row++) targets[row] = targetOf(row, classes);
  const given = { logits, targets, classes, ignoreIndex: -100, losses: new Float32Array(buffer, at.losses, rows) };
  const outputs = {
    argmax: new Int32Array(buffer, at.argmax, rows),
    confidence: new Float32Array(buffer, at.confidence, rows),
  };
  const all = work.outputs ? { ...given, ...outputs } : given;
  const board = shardBoard(rows, classes);
  // Which turn it is, which the worker has done last, and which it has begun.
  const signal = new Int32Array(new SharedArrayBuffer(12));
  new Worker(path.join(__dirname, 'ownWorker.cjs'), {
    workerData: { memory, room, at, rows, classes, outputs: work.outputs ?? false, board, signal },
  }).unref();
  return () =>
    measured(() => {
      board.next[0] = 0;
      const turn = Atomics.add(signal, 0, 1) + 1;
      Atomics.notify(signal, 0);
      // A thread woken on this processor would wait for it to be free: until it has begun, there is one.
      if (Atomics.load(signal, 2) !== turn) Atomics.wait(signal, 2, turn - 1, 1);
      workOnShards(kernel, all, board);
      while (Atomics.load(signal, 1) !== turn) Atomics.wait(signal, 1, turn - 1, 100);
      return sumOfShards(board) / rows;
    });
}

function resident(kernel: WasmKernel | undefined, length: number, size: number): Floats {
  if (!kernel) return floats(size, length);
  const place = kernel.allocate(length * size);
  const { buffer } = kernel.memory;
  return size === 4 ? new Float32Array(buffer, place, length) : new Float64Array(buffer, place, length);
}

function asInt32(values: Floats, length: number): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, length);
}

function floats(size: number, length: number): Floats {
  return size === 4 ? new Float32Array(length) : new Float64Array(length);
}
