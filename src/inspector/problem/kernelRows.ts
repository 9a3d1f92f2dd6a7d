import { CHUNK_ELEMENTS, rowsPerChunk } from '../../kernel/kernel';
import type { WasmKernel } from '../../kernel/wasmKernel';

/** To the kernel no row is ignored. */
const NONE = -1;

/**
 * Rows of logits worked out by WebAssembly, some at a time, in arrays that stand in its memory: numbers that are to be
 * divided must be written somewhere, and there they need no second copy.
 */
export class KernelRows {
  /** The logits of the rows last worked out, one row after the other. */
  logits = new Float64Array();
  /** What each of those rows came to: see CrossEntropyRows. */
  losses = new Float64Array();
  argmax = new Int32Array();
  confidence = new Float64Array();
  private targets = new Int32Array();

  constructor(private readonly kernel: WasmKernel) {}

  /** The most rows to a call of {@link work}. */
  atOnce(columns: number): number {
    return rowsPerChunk(columns);
  }

  /** @param targetOf a class of the row, any where there is none. */
  work(
    data: Float64Array,
    by: number,
    columns: number,
    first: number,
    count: number,
    targetOf: (row: number) => number,
  ): void {
    // The kernel may read three rows on.
    this.reserve((this.atOnce(columns) + 3) * columns, this.atOnce(columns) + 3);
    const { logits, targets, losses, argmax, confidence } = this;
    const start = first * columns;
    const size = count * columns;
    if (by === 1) logits.set(data.subarray(start, start + size));
    else for (let index = 0; index < size; index++) logits[index] = (data[start + index] ?? NaN) / by;
    for (let row = 0; row < count; row++) targets[row] = targetOf(first + row);
    this.kernel.crossEntropy({
      logits: logits.subarray(0, size),
      targets: targets.subarray(0, count),
      classes: columns,
      ignoreIndex: NONE,
      losses: losses.subarray(0, count),
      argmax: argmax.subarray(0, count),
      confidence: confidence.subarray(0, count),
    });
  }

  private reserve(values: number, rows: number): void {
    const { kernel } = this;
    if (this.logits.length < values) {
      const length = Math.max(values, CHUNK_ELEMENTS);
      const at = kernel.allocate(8 * length);
      this.logits = new Float64Array(kernel.memory.buffer, at, length);
    }
    if (this.losses.length >= rows) return;
    const [losses, confidence, argmax, targets] = [8, 8, 4, 4].map((bytes) => kernel.allocate(bytes * rows));
    this.losses = new Float64Array(kernel.memory.buffer, losses, rows);
    this.confidence = new Float64Array(kernel.memory.buffer, confidence, rows);
    this.argmax = new Int32Array(kernel.memory.buffer, argmax, rows);
    this.targets = new Int32Array(kernel.memory.buffer, targets, rows);
  }
}
