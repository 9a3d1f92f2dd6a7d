import { DEFAULT_IGNORE_INDEX } from '../core/categorical';
import { ExactSum } from '../core/exactSum';
import type { LossOptions, Outcome } from '../core/problem';
import type { Kernel } from './kernel';
import { WasmKernel } from './wasmKernel';

/** Rows of numbers that lie in a file as an array does in memory, row by row. */
export interface StoredRows {
  readonly head: {
    readonly dtype: { readonly name: string; readonly size: number; readonly integer: boolean };
    readonly little: boolean;
    readonly shape: readonly number[];
  };
  readonly rows: number;
  /** How many numbers a row holds, and in how many bytes. */
  readonly width: number;
  readonly rowBytes: number;
  /** Fills `bytes` with whole rows. @returns how many fitted. */
  readInto(from: number, bytes: Uint8Array): number;
  block(from: number, to: number): { readonly tensor: { readonly data: Float64Array } };
}

/** The loss of stored rows. */
export interface StoredLoss {
  readonly value: number;
  readonly exact: number;
  readonly rows: number;
  readonly ignored: number;
}

/** Bytes of logits at a time. */
export const STORED_WINDOW = 2 ** 20;
const IGNORED = -1;

/**
 * Cross entropy of logits (N, C) and class indices (N) that lie in files, read straight into the memory of the kernel. In float64 every row is rounded once and the sum is exact; in float32 rows are those of the kernel, to a
 * few units of the last place as PyTorch's own are.
 * @returns undefined for everything else, which is to be computed in pieces.
 */
export function crossEntropyOfStored(
  predictions: StoredRows,
  targets: StoredRows,
  options: LossOptions,
  kernel: Kernel,
): Outcome<StoredLoss> | undefined {
  if (!isPlain(predictions, targets, options) || !(kernel instanceof WasmKernel)) return undefined;
  const { rows, width, rowBytes, head } = predictions;
  const step = Math.max(4, Math.floor(STORED_WINDOW / rowBytes) & ~3);
  const single = options.dtype === 'float32';
  const Logits = head.dtype.size === 4 ? Float32Array : Float64Array;
  const Losses = single && head.dtype.size === 4 ? Float32Array : Float64Array;
  const place = kernel.allocate((step + 3) * rowBytes);
  const targetsPlace = kernel.allocate(step * 4);
  const lossesPlace = kernel.allocate(step * 8);
  // Shared or not, the views are the same.
  const buffer = kernel.memory.buffer as ArrayBuffer;
  const bytes = new Uint8Array(buffer, place, step * rowBytes);
  const classes = new ClassReader(targets, new Int32Array(buffer, targetsPlace, step), width, options);
  const total = new ExactSum();
  for (let from = 0; from < rows; from += step) {
    const count = predictions.readInto(from, bytes);
    const wrong = classes.read(from, count);
    if (wrong >= 0) return refused(targets.block(wrong, wrong + 1).tensor.data[0], wrong, width);
    const losses = new Losses(buffer, lossesPlace, count);
    const sum = kernel.crossEntropy({
      logits: new Logits(buffer, place, count * width),
      targets: new Int32Array(buffer, targetsPlace, count),
      classes: width,
      ignoreIndex: IGNORED,
      losses,
    });
    if (single) total.add(sum);
    else for (let row = 0; row < count; row++) total.add(losses[row]);
  }
  const round = single ? Math.fround : Number;
  const divisor = options.reduction === 'sum' ? 1 : rows - classes.ignored;
  const value = round(round(total.value()) / divisor);
  return { ok: true, value: { value, exact: total.value() / divisor, rows, ignored: classes.ignored } };
}

function isPlain(predictions: StoredRows, targets: StoredRows, options: LossOptions): boolean {
  const { shape, dtype, little } = predictions.head;
  const { weight, labelSmoothing = 0, eps, reduction = 'mean', dtype: wanted = 'float64' } = options;
  const plain = labelSmoothing <= 0 && !weight && eps === undefined;
  const floats = little && (dtype.name === 'float32' || (dtype.name === 'float64' && wanted === 'float64'));
  const shapes = shape.length === 2 && predictions.width > 0 && targets.head.shape.length === 1;
  return (
    plain && floats && shapes && targets.rows === predictions.rows && targets.head.dtype.integer && reduction !== 'none'
  );
}

/** Class indices of any type of integers, as the kernel takes them. */
class ClassReader {
  ignored = 0;
  private readonly words: Int32Array;

  constructor(
    private readonly targets: StoredRows,
    private readonly into: Int32Array,
    private readonly classes: number,
    private readonly options: LossOptions,
  ) {
    this.words = new Int32Array(2 * into.length);
  }

  /** @returns the first row whose target is no class; -1 where all are. */
  read(from: number, count: number): number {
    const { into, classes, options } = this;
    const { ignoreIndex = DEFAULT_IGNORE_INDEX } = options;
    const numbers = this.numbers(from, count);
    for (let row = 0; row < count; row++) {
      const target = numbers(row);
      if (target === ignoreIndex) {
        this.ignored++;
        into[row] = IGNORED;
      } else if (target >= 0 && target < classes) into[row] = target;
      else return from + row;
    }
    return -1;
  }

  /** 64 bits are read as two halves: a class is in the lower, and the upper says whether it is one. */
  private numbers(from: number, count: number): (row: number) => number {
    const { targets, words } = this;
    const { dtype, little } = targets.head;
    if (!little || !(dtype.name === 'int64' || dtype.name === 'int32')) {
      const { data } = targets.block(from, from + count).tensor;
      return (row) => data[row];
    }
    targets.readInto(from, new Uint8Array(words.buffer, 0, count * dtype.size));
    if (dtype.name === 'int32') return (row) => words[row];
    return (row) => (words[2 * row + 1] === words[2 * row] >> 31 ? words[2 * row] : NaN);
  }
}

function refused(target: number, row: number, classes: number): Outcome<StoredLoss> {
  return { ok: false, refusal: { code: 'target-out-of-bounds', target, row, classes } };
}
