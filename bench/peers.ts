// Peers in Node as contenders: `node peers.cjs onnxruntime|tfjs|mathjs [THREADS]`. They live in bench/node_modules.
import { createRequire } from 'node:module';
import path from 'node:path';
import { softmaxGatherModel } from './onnxModel';
import { measured, serve } from './serve';
import { fill, type Measurement, targetOf, type Work } from './work';

type Call = (() => Measurement | Promise<Measurement>) | undefined;

const load = createRequire(path.resolve('bench/package.json'));
const PEERS: Readonly<Record<string, (work: Work) => Promise<Call>>> = { onnxruntime, tfjs, mathjs };
const prepare = PEERS[process.argv[2] ?? ''];
void serve(prepare ?? (() => Promise.resolve(undefined)));

interface Session {
  run(feeds: Record<string, unknown>): Promise<Record<string, { readonly data: Float32Array }>>;
}

/** LogSoftmax and GatherElements, the faster of its two ways; the mean in JavaScript. */
async function onnxruntime({ kind, rows, classes, dtype }: Work): Promise<Call> {
  if (kind !== 'cross-entropy' || dtype !== 'float32') return undefined;
  const ort = load('onnxruntime-node') as {
    InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
    Tensor: new (type: string, data: unknown, shape: readonly number[]) => unknown;
  };
  const session = await ort.InferenceSession.create(softmaxGatherModel(rows, classes), {
    intraOpNumThreads: Number(process.argv[3] ?? 1),
    interOpNumThreads: 1,
  });
  const logits = new Float32Array(rows * classes);
  fill(logits);
  const targets = BigInt64Array.from({ length: rows }, (_, row) => BigInt(targetOf(row, classes)));
  const feeds = {
    logits: new ort.Tensor('float32', logits, [rows, classes]),
    targets: new ort.Tensor('int64', targets, [rows, 1]),
  };
  return async () => {
    const start = performance.now();
    const { losses } = await session.run(feeds);
    let sum = 0;
    for (const logP of losses.data) sum -= logP;
    return { ms: performance.now() - start, value: sum / rows };
  };
}

interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor2d(data: Float32Array, shape: readonly [number, number]): unknown;
  oneHot(indices: unknown, depth: number): unknown;
  tensor1d(data: Int32Array, dtype: string): unknown;
  tidy<T>(call: () => T): T;
  mean(x: unknown): { dataSync(): Float32Array };
  sum(x: unknown, axis: number): unknown;
  mul(a: unknown, b: unknown): unknown;
  logSoftmax(x: unknown): unknown;
}

async function tfjs({ kind, rows, classes, dtype }: Work): Promise<Call> {
  if (kind !== 'cross-entropy' || dtype !== 'float32' || rows * classes > 2e7) return undefined;
  const tf = load('@tensorflow/tfjs-core') as Tfjs;
  load('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  await tf.ready();
  const values = new Float32Array(rows * classes);
  fill(values);
  const logits = tf.tensor2d(values, [rows, classes]);
  const targets = Int32Array.from({ length: rows }, (_, row) => targetOf(row, classes));
  const oneHot = tf.oneHot(tf.tensor1d(targets, 'int32'), classes);
  return () => measured(() => -tf.tidy(() => tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), 1)).dataSync()[0]));
}

interface Mathjs {
  matrix(values: readonly (readonly number[])[]): unknown;
  map(matrix: unknown, call: (value: number) => number): { toArray(): number[][] };
  exp(value: number): number;
  log(value: number): number;
  sum(values: readonly number[]): number;
}

/** A matrix a thousandth of the size: its time is multiplied. */
function mathjs({ kind, rows, classes, dtype }: Work): Promise<Call> {
  if (kind !== 'cross-entropy' || dtype !== 'float32') return Promise.resolve(undefined);
  const math = load('mathjs') as Mathjs;
  const few = Math.max(1, Math.floor(rows / 1000));
  const values = new Float32Array(few * classes);
  fill(values);
  const matrix = math.matrix(
    Array.from({ length: few }, (_, row) => Array.from(values.subarray(row * classes, (row + 1) * classes))),
  );
  return Promise.resolve(() => {
    const { ms, value } = measured(() => {
      const powers = math.map(matrix, (value) => math.exp(value)).toArray();
      let sum = 0;
      powers.forEach(
        (row, index) => (sum += math.log(math.sum(row)) - values[index * classes + targetOf(index, classes)]),
      );
      return sum / few;
    });
    return { ms: (ms * rows) / few, value };
  });
}
