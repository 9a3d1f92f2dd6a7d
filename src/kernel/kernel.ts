/** Which code does the work: WebAssembly with fused multiply-add, without it, or plain TypeScript. */
export type Build = 'relaxed-simd' | 'simd128' | 'typescript';

export type Floats = Float32Array | Float64Array;

/**
 * Rows of logits with class indices, row-major. float32 logits give losses in float32 to a few units, or, when
 * `losses` is a Float64Array, computed in float64 (the exact mode: rounded to float32 they are the nearest).
 */
export interface CrossEntropyRows {
  readonly logits: Floats;
  readonly targets: Int32Array;
  readonly classes: number;
  /** A row of this target counts for nothing: its loss is 0. No class: below 0 or from `classes` on. */
  readonly ignoreIndex: number;
  /** One loss a row. Float64Array where logits are. */
  readonly losses: Floats;
  /** The class of the largest logit, the first of equals; -1 where the largest is NaN. */
  readonly argmax?: Int32Array;
  /** The probability of the argmax, in the type of `losses`. */
  readonly confidence?: Floats;
}

/** The same with the gradient of the sum times `scale`, float32 only, shaped like the logits. */
export interface GradientRows extends CrossEntropyRows {
  readonly logits: Float32Array;
  readonly losses: Float32Array;
  readonly gradient: Float32Array;
  readonly scale: number;
}

/** Logits and targets of the same length and type. */
export interface BinaryCells {
  readonly logits: Floats;
  readonly targets: Floats;
}

/** What fills the outputs of rows; the ignored ones have a loss of 0. */
export interface RowKernel {
  crossEntropy(rows: CrossEntropyRows): void;
}

/**
 * Fast twins of the exact losses of core/, row by row equal to them within stated units: float32 6, float64 4 (3 of
 * the truth), exact mode correctly rounded. Whatever they do not take (NaN, infinities, logits beyond their range,
 * losses below 1e-30) is computed by core/ itself. Every target is in [0, classes) or ignoreIndex: the caller checks.
 * Sums are of fixed chunks in their order, whatever the number of threads.
 */
export interface Kernel {
  readonly build: Build;
  /** Fills the outputs; the sum of the losses. */
  crossEntropy(rows: CrossEntropyRows): number;
  crossEntropyGradient(rows: GradientRows): number;
  /** The sum of the losses of all cells. */
  binaryCrossEntropy(cells: BinaryCells): number;
}

/** Elements to a call: a call that starts in V8's first compiler stays there, so calls are short; and sums have fixed chunks. */
export const CHUNK_ELEMENTS = 65_536;

/** Rows to a call, a multiple of four. */
export function rowsPerChunk(classes: number): number {
  return Math.max(4, Math.floor(CHUNK_ELEMENTS / Math.max(1, classes)) & ~3);
}
