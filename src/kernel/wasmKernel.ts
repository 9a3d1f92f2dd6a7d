import { ExactSum } from '../core/exactSum';
import {
  type BinaryCells,
  type Build,
  CHUNK_ELEMENTS,
  type CrossEntropyRows,
  type Floats,
  type GradientRows,
  type Kernel,
  rowsPerChunk,
} from './kernel';
import { referenceCells, referenceGradient, referenceRow } from './reference';
import { WASM_BASE64 as RELAXED_SIMD } from './wasm/relaxedSimd';
import { WASM_BASE64 as SIMD128 } from './wasm/simd128';

const PAGE = 65_536;
/** Pages the modules declare as their limit. */
const MOST_PAGES = 65_536;
/** Below stands what the modules keep of their own. */
export const FIRST_FREE = 8192;
/** Up to here rows stand side by side in the lanes; from here on each row fills them. Measured on 4 to 400 columns. */
const SHORT_CLASSES = 64;
/** The same for float32 computed in float64, where a row alone fills fewer lanes for the work that each takes. */
const SHORT_CLASSES_64_OF_32 = 128;
/** Rows of float32 longer than this are taken in segments. */
const LONG_CLASSES = 2048;
/** Fours or pairs of rows that stand in the scratch at a time, at most. */
const SCRATCH_GROUPS = 8;
/** Up to here a loop is faster than a view and its copy. */
const SHORT_COPY = 64;

type Pointer = number;

/**
 * One call of the module over a few rows; addresses are bytes into the memory, 0 where an output is not wanted.
 * Returns how many rows it left out (for crossEntropy64 how many pairs).
 */
type Run = (
  logits: Pointer,
  targets: Pointer,
  rows: number,
  classes: number,
  losses: Pointer,
  gaps: Pointer,
  argmax: Pointer,
  confidence: Pointer,
  scratch: Pointer,
) => number;

interface Exports {
  readonly crossEntropyLong: Run;
  readonly crossEntropyVeryLong: Run;
  readonly crossEntropyShort: Run;
  readonly crossEntropy64: Run;
  readonly crossEntropy64Of32: Run;
  readonly crossEntropyShort64: Run;
  readonly crossEntropyShort64Of32: Run;
  readonly crossEntropyGradient: (...places: readonly number[]) => number;
  sumOf(losses: Pointer, rows: number): number;
  binaryCrossEntropy(logits: Pointer, targets: Pointer, cells: number, losses: Pointer): number;
  binaryCrossEntropy64(logits: Pointer, targets: Pointer, cells: number, losses: Pointer): number;
  isFused(value: number): number;
}

interface Views {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
}

/** Where the windows of one kind of work stand. */
interface Layout {
  readonly logits: Pointer;
  readonly targets: Pointer;
  readonly losses: Pointer;
  readonly gaps: Pointer;
  readonly argmax: Pointer;
  readonly confidence: Pointer;
  readonly gradient: Pointer;
  readonly scratch: Pointer;
  readonly rows: number;
}

/** A kernel in WebAssembly and the memory it works in. */
export class WasmKernel implements Kernel {
  private free = FIRST_FREE;
  private layout: { readonly classes: number; readonly bytes: number; readonly layout: Layout } | undefined;
  private views: Views;
  /** Every object that has stood for the memory: each growth makes another, and the old ones stay good. */
  private readonly own = new WeakSet<ArrayBufferLike>();
  private readonly exports: Exports;

  /** Throws where the platform does not take the module: {@link loadKernel} tries the builds in turn. */
  constructor(
    readonly build: Exclude<Build, 'typescript'>,
    readonly memory: WebAssembly.Memory = newMemory(),
    firstFree: number = FIRST_FREE,
  ) {
    this.free = firstFree;
    this.views = this.look();
    this.exports = instantiated(build, memory) as unknown as Exports;
    if (build === 'relaxed-simd' && this.exports.isFused(1 + 2 ** -12) === 0) {
      throw new Error('relaxed multiply-add is not fused on this machine');
    }
  }

  /**
   * Room for data inside the memory: arrays made on it are worked on where they stand, all others are copied
   * through a window. Leave room for three rows behind the last, which may be read.
   */
  allocate(bytes: number): Pointer {
    const pointer = this.free;
    this.free = aligned(pointer + bytes);
    this.reach(this.free);
    return pointer;
  }

  crossEntropy(rows: CrossEntropyRows): number {
    return this.eachChunk(rows, this.layoutOf(rows.classes, rows.losses.BYTES_PER_ELEMENT, false), undefined);
  }

  crossEntropyGradient(rows: GradientRows): number {
    return this.eachChunk(rows, this.layoutOf(rows.classes, 4, true), rows);
  }

  binaryCrossEntropy({ logits, targets }: BinaryCells): number {
    const size = logits.BYTES_PER_ELEMENT;
    const layout = this.layoutOf(1, size, true);
    const { exports } = this;
    const total = new ExactSum();
    for (let start = 0; start < logits.length; start += CHUNK_ELEMENTS / 4) {
      const end = Math.min(logits.length, start + CHUNK_ELEMENTS / 4);
      // The last lanes of a chunk that is no multiple of four are left to the reference.
      const whole = start + ((end - start) & ~3);
      const x = this.placed(logits, start, whole, layout.logits);
      const y = this.placed(targets, start, whole, layout.gradient);
      const cells = whole - start;
      const sum =
        size === 4 ? exports.binaryCrossEntropy(x, y, cells, 0) : exports.binaryCrossEntropy64(x, y, cells, 0);
      // Clamped far tails would count in a sum as small as this; what is not finite is for the reference.
      const usual = sum > 1e-20 && sum < Infinity;
      total.add(usual ? sum : referenceCells(logits, targets, start, whole));
      total.add(referenceCells(logits, targets, whole, end));
    }
    return total.value();
  }

  /** Copies in, runs, copies out, and leaves to the reference what the module left out. */
  private eachChunk(rows: CrossEntropyRows, layout: Layout, gradient: GradientRows | undefined): number {
    const { length } = rows.targets;
    if (length <= layout.rows) return this.chunk(rows, layout, 0, length, gradient);
    const total = new ExactSum();
    for (let start = 0; start < length; start += layout.rows) {
      total.add(this.chunk(rows, layout, start, Math.min(length, start + layout.rows), gradient));
    }
    return total.value();
  }

  private chunk(
    rows: CrossEntropyRows,
    layout: Layout,
    start: number,
    end: number,
    gradient: GradientRows | undefined,
  ): number {
    const { logits, targets, classes, losses, argmax, confidence } = rows;
    const count = end - start;
    const from = this.placed(logits, start * classes, end * classes, layout.logits);
    const wanted = this.placed(targets, start, end, layout.targets);
    const ofLosses = this.outputPlace(losses, start, count, layout.losses);
    const ofArgmax = this.outputPlace(argmax, start, count, layout.argmax);
    const ofConfidence = this.outputPlace(confidence, start, count, layout.confidence);
    const run = gradient ? this.gradientRunner(gradient, start, layout) : this.runner(rows);
    const unusual = run(from, wanted, count, classes, ofLosses, layout.gaps, ofArgmax, ofConfidence, layout.scratch);
    const simple = unusual === 0 && count > SHORT_COPY && losses instanceof Float32Array;
    const sum = simple ? this.exports.sumOf(ofLosses, count) : NaN;
    this.collect(losses, start, count, ofLosses);
    this.collect(argmax, start, count, ofArgmax);
    this.collect(confidence, start, count, ofConfidence);
    if (gradient) this.collectGradient(gradient, start, end, layout);
    return simple ? sum : this.mend(rows, start, end, unusual, gradient);
  }

  /** Sums, after the reference has computed the rows that were left out. */
  private mend(
    rows: CrossEntropyRows,
    start: number,
    end: number,
    unusual: number,
    gradient: GradientRows | undefined,
  ): number {
    const { losses, classes } = rows;
    const logP = unusual === 0 ? undefined : new Float64Array(classes);
    let total = 0;
    for (let row = start; row < end; row++) {
      if (logP && Number.isNaN(losses[row])) {
        if (gradient) referenceGradient(gradient, row, logP);
        else referenceRow(rows, row, logP);
      }
      total += losses[row];
    }
    return total;
  }

  /** The module's function for these types and so many classes. */
  private runner({ logits, losses, classes }: CrossEntropyRows): Run {
    const { exports } = this;
    const short = classes <= SHORT_CLASSES;
    if (losses instanceof Float32Array) {
      if (classes > LONG_CLASSES) return exports.crossEntropyVeryLong;
      return short ? exports.crossEntropyShort : exports.crossEntropyLong;
    }
    if (logits instanceof Float64Array) return short ? exports.crossEntropyShort64 : exports.crossEntropy64;
    return classes <= SHORT_CLASSES_64_OF_32 ? exports.crossEntropyShort64Of32 : exports.crossEntropy64Of32;
  }

  private gradientRunner({ gradient, classes, scale }: GradientRows, start: number, layout: Layout): Run {
    const inPlace = this.isOwn(gradient.buffer);
    const to = inPlace ? gradient.byteOffset + start * classes * 4 : layout.gradient;
    const run = this.exports.crossEntropyGradient;
    return (logits, targets, count, width, losses, gaps, argmax, confidence) =>
      run(logits, targets, count, width, losses, gaps, argmax, confidence, to, scale);
  }

  private collectGradient({ gradient, classes }: GradientRows, start: number, end: number, layout: Layout): void {
    if (this.isOwn(gradient.buffer)) return;
    const { float32 } = this.views;
    const from = layout.gradient / 4;
    gradient.set(float32.subarray(from, from + (end - start) * classes), start * classes);
  }

  /** The address of a stretch of an array: its own where it stands in the memory, else that of the window it is copied to. */
  private placed(values: Floats | Int32Array, start: number, end: number, window: Pointer): Pointer {
    if (this.isOwn(values.buffer)) return values.byteOffset + start * values.BYTES_PER_ELEMENT;
    const whole = start === 0 && end === values.length;
    this.viewLike(values).set(whole ? values : values.subarray(start, end), window / values.BYTES_PER_ELEMENT);
    return window;
  }

  /** Outputs are written in place where four rows at a time do not reach beyond their end. */
  private outputPlace(values: Floats | Int32Array | undefined, start: number, count: number, window: Pointer): Pointer {
    if (values === undefined) return 0;
    const inPlace = this.isOwn(values.buffer) && count % 4 === 0;
    return inPlace ? values.byteOffset + start * values.BYTES_PER_ELEMENT : window;
  }

  /** Looking up what is plainly too small would cost a small call a third of its time. */
  private isOwn(buffer: ArrayBufferLike): boolean {
    return buffer.byteLength >= PAGE && this.own.has(buffer);
  }

  private collect(values: Floats | Int32Array | undefined, start: number, count: number, place: Pointer): void {
    if (values === undefined) return;
    const own = values.byteOffset + start * values.BYTES_PER_ELEMENT;
    if (this.isOwn(values.buffer) && place === own) return;
    const from = place / values.BYTES_PER_ELEMENT;
    const view = this.viewLike(values);
    if (count > SHORT_COPY) values.set(view.subarray(from, from + count), start);
    else for (let row = 0; row < count; row++) values[start + row] = view[from + row];
  }

  private viewLike(values: Floats | Int32Array): Floats | Int32Array {
    const views = this.views;
    if (values instanceof Float32Array) return views.float32;
    return values instanceof Float64Array ? views.float64 : views.int32;
  }

  /** Views of the whole memory as it is now. Asking the memory for its buffer costs more than a small row: only here. */
  private look(): Views {
    const { buffer } = this.memory;
    this.own.add(buffer);
    return {
      buffer,
      float32: new Float32Array(buffer),
      float64: new Float64Array(buffer),
      int32: new Int32Array(buffer),
    };
  }

  /** Windows for rows of so many classes, made once and again when the classes change. */
  private layoutOf(classes: number, bytes: number, withGradient: boolean): Layout {
    const key = bytes * 2 + (withGradient ? 1 : 0);
    if (this.layout?.classes === classes && this.layout.bytes === key) return this.layout.layout;
    const rows = rowsPerChunk(classes);
    const spare = rows + 4;
    let next = this.free;
    const take = (size: number) => {
      const pointer = next;
      next = aligned(next + size);
      return pointer;
    };
    const layout: Layout = {
      logits: take(spare * classes * bytes),
      targets: take(spare * 4),
      losses: take(spare * 8),
      gaps: take(spare * 8),
      argmax: take(spare * 4),
      confidence: take(spare * 8),
      gradient: take(withGradient ? spare * classes * bytes : 0),
      scratch: take((classes <= SHORT_CLASSES_64_OF_32 ? SCRATCH_GROUPS : 1) * (classes + 2) * 16),
      rows,
    };
    this.reach(next);
    this.layout = { classes, bytes: key, layout };
    return layout;
  }

  private reach(bytes: number): void {
    const missing = Math.ceil(bytes / PAGE) - this.views.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    this.memory.grow(missing);
    this.views = this.look();
  }
}

/** To a cache line; not by bits, since addresses go beyond 2 ** 31. */
function aligned(address: Pointer): Pointer {
  return Math.ceil(address / 64) * 64;
}

export function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
}

/** Throws where the platform does not take the module. */
export function instantiated(
  build: Exclude<Build, 'typescript'>,
  memory: WebAssembly.Memory,
): Readonly<Record<string, unknown>> {
  const text = atob(build === 'relaxed-simd' ? RELAXED_SIMD : SIMD128);
  const module = new WebAssembly.Module(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  return new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } }).exports;
}
