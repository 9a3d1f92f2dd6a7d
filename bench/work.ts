/** What is measured: the same numbers to every contender. */
export interface Work {
  readonly name: string;
  readonly kind: 'cross-entropy' | 'binary' | 'gradient' | 'small';
  readonly rows: number;
  readonly classes: number;
  readonly dtype: 'float32' | 'float64';
  /** Ours also fill argmax and confidence. */
  readonly outputs?: boolean;
  readonly goals: readonly Goal[];
}

/** A ratio of medians: the peer's time over ours. */
export interface Goal {
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
}

const ONE = 'ours, relaxed SIMD';
const TWO = 'ours, 2 threads';
const TORCH = 'torch';
const TUNED = 'torch, memory reused';
const ONNX = 'onnxruntime-node';
const ONNX_TWO = 'onnxruntime-node, 2 threads';

function crossEntropy(rows: number, classes: number, goals: readonly Goal[], more: Partial<Work> = {}): Work {
  const name = `CE ${more.dtype ?? 'float32'} (${rows.toLocaleString('en')} x ${classes.toLocaleString('en')})${more.outputs ? ', argmax, confidence' : ''}`;
  return { name, kind: 'cross-entropy', rows, classes, dtype: 'float32', goals, ...more };
}

function goal(ours: string, peer: string, ratio: number): Goal {
  return { ours, peer, ratio };
}

/** The goals are for an idle machine of two x86 cores. */
export const LOSS_WORKS: readonly Work[] = [
  crossEntropy(100_000, 1000, [
    goal(ONE, TORCH, 5.5),
    goal(ONE, TUNED, 2),
    goal(TWO, TORCH, 10),
    goal(ONE, ONNX, 0.9),
    goal(TWO, ONNX_TWO, 1),
  ]),
  crossEntropy(100_000, 100, [
    goal(ONE, TORCH, 5),
    goal(TWO, TORCH, 9),
    goal(ONE, ONNX, 1),
    goal(TWO, ONNX_TWO, 1),
    goal('ours, plain TypeScript', TORCH, 0.7),
  ]),
  crossEntropy(1_000_000, 10, [goal(ONE, TORCH, 9), goal(TWO, TORCH, 16), goal(ONE, ONNX, 1), goal(TWO, ONNX_TWO, 1)], {
    outputs: true,
  }),
  crossEntropy(2000, 50_257, [
    goal(ONE, TORCH, 5.5),
    goal(TWO, TORCH, 9.5),
    goal(ONE, ONNX, 0.9),
    goal(TWO, ONNX_TWO, 1),
  ]),
  crossEntropy(100_000, 100, [goal(ONE, TORCH, 3)], { dtype: 'float64' }),
  crossEntropy(20_000, 1000, [goal(ONE, TORCH, 3)], { dtype: 'float64' }),
  crossEntropy(1_000_000, 10, [goal(ONE, TORCH, 3)], { dtype: 'float64' }),
  {
    name: 'BCE with logits float32 (10,000,000)',
    kind: 'binary',
    rows: 10_000_000,
    classes: 1,
    dtype: 'float32',
    goals: [goal(ONE, TORCH, 10)],
  },
  {
    name: 'loss, gradient, argmax, confidence float32 (100,000 x 100)',
    kind: 'gradient',
    rows: 100_000,
    classes: 100,
    dtype: 'float32',
    goals: [goal(ONE, TORCH, 12)],
  },
  {
    name: 'CE float32 (32 x 10), 1000 calls from typed arrays',
    kind: 'small',
    rows: 32,
    classes: 10,
    dtype: 'float32',
    goals: [goal(ONE, TORCH, 10)],
  },
];

/** Numbers in [-4, 4), the same in every language: the fractions of multiples of the golden ratio. */
export function fill(values: Float32Array | Float64Array): void {
  for (let index = 0; index < values.length; index++)
    values[index] = (Math.imul(index, 0x9e3779b1) >>> 0) / 2 ** 29 - 4;
}

export function targetOf(row: number, classes: number): number {
  return (row * 7919) % classes;
}

/** One call, measured by the contender itself. */
export interface Measurement {
  readonly ms: number;
  /** Time of the processor for this thread, where the contender can tell: what a busy machine does not stretch. */
  readonly cpu?: number;
  readonly value: number;
}
