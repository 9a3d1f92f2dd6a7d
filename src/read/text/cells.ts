import type { RowsTaken } from '../../kernel/textRows';
import type { Cells, KnownBlock, Notation, Span } from '../reading';
import type { NumberScanner } from './numbers';

/** From this many numbers on, their density tells how many there will be. */
const SETTLED = 16_384;

const NO_VALUES = new Float64Array(0);
const NO_PLACES = new Uint32Array(0);

/** Collects values with their places; grows by doubling, so that a number costs three stores and no object. */
export class CellSink {
  count = 0;
  decimals = 0;
  /** Every number so far was an integer or a boolean. */
  integers = true;
  booleans = true;
  /** Where the first integer stands that no double holds; -1 where there is none. */
  inexact = -1;

  /** @param textLength how long the text is, so that a long array grows once to the size it will have. */
  constructor(private readonly textLength = 0) {}

  // Most brackets of a text hold no number: memory is taken with the first.
  private values = NO_VALUES;
  private starts = NO_PLACES;
  private ends = NO_PLACES;

  /** Takes over what the scanner read last. */
  add(scanner: NumberScanner, start: number, end: number): void {
    if (scanner.decimals > this.decimals) this.decimals = scanner.decimals;
    if (scanner.kind !== 'boolean') {
      this.booleans = false;
      if (scanner.kind !== 'integer') this.integers = false;
      else if (scanner.inexact && this.inexact < 0) this.inexact = start;
    }
    this.push(scanner.value, start, end);
  }

  /** A cell that holds no value. */
  addMissing(start: number, end: number): void {
    this.integers = false;
    this.booleans = false;
    this.push(NaN, start, end);
  }

  /** A dot that stands for zero. */
  addZero(start: number, end: number): void {
    this.booleans = false;
    this.push(0, start, end);
  }

  /** Takes over all that another collected, and empties it for further use. */
  takeAll(other: CellSink): void {
    const { count } = other;
    this.decimals = Math.max(this.decimals, other.decimals);
    this.integers &&= other.integers;
    this.booleans &&= other.booleans;
    if (this.inexact < 0) this.inexact = other.inexact;
    while (this.count + count > this.values.length) this.grow(count);
    for (let index = 0, to = this.count; index < count; index++, to++) {
      this.values[to] = other.values[index];
      this.starts[to] = other.starts[index];
      this.ends[to] = other.ends[index];
    }
    this.count += count;
    other.clear();
  }

  /** Takes over numbers that were read together, none of them boolean. */
  takeRows({ values, starts, ends, decimals, integers }: Omit<RowsTaken, 'minus'>): void {
    const { count } = this;
    if (count + values.length > this.values.length) this.grow(values.length);
    this.values.set(values, count);
    this.starts.set(starts, count);
    this.ends.set(ends, count);
    this.count += values.length;
    this.decimals = Math.max(this.decimals, decimals);
    this.integers &&= integers;
    this.booleans = false;
  }

  /** Ready for another array. */
  clear(): void {
    this.count = 0;
    this.decimals = 0;
    this.integers = this.booleans = true;
    this.inexact = -1;
  }

  valueAt(index: number): number {
    return this.values[index];
  }

  /** The collected values, cut to size; the sink is not used afterwards. */
  data(): Float64Array {
    return cut(this.values, this.count);
  }

  cells(): Cells {
    return { starts: cut(this.starts, this.count), ends: cut(this.ends, this.count) };
  }

  private push(value: number, start: number, end: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = value;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }

  /** How many numbers there will be if the rest of the text is as dense. Fresh memory costs nothing until it is used. */
  private expected(): number {
    const first = this.starts[0];
    const density = this.count / (this.ends[this.count - 1] - first);
    return Math.ceil((this.textLength - first) * density * 1.02);
  }

  private grow(more = 1): void {
    // What fits 64 bytes costs a fraction of what does not.
    const size = Math.max(
      8,
      this.count + more,
      this.values.length * (this.count < 1024 ? 4 : 2),
      this.count < SETTLED ? 0 : this.expected(),
    );
    this.values = extend(this.values, new Float64Array(size));
    this.starts = extend(this.starts, new Uint32Array(size));
    this.ends = extend(this.ends, new Uint32Array(size));
  }
}

/** A copy of what is used, unless little more was taken: the copy of a long array costs more than its reading. */
function cut<T extends Float64Array | Uint32Array>(from: T, count: number): T {
  return (from.length - count < count / 16 ? from.subarray(0, count) : from.slice(0, count)) as T;
}

function extend<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** What an array is beside its numbers. */
export interface Particulars {
  readonly notation: Notation;
  readonly span: Span;
  readonly shape: readonly number[];
  readonly name?: string | undefined;
  readonly dtype?: string | undefined;
  readonly rowNames?: readonly string[] | undefined;
  readonly columnNames?: readonly string[] | undefined;
  /** The power of ten that was multiplied in. */
  readonly shift?: number;
}

/** The array of the collected numbers, in row-major order. */
export function blockOf(sink: CellSink, particulars: Particulars): KnownBlock {
  const { notation, span, shape, name, rowNames, columnNames, shift = 0 } = particulars;
  const dtype = particulars.dtype ?? (sink.booleans && sink.count > 0 ? 'bool' : undefined);
  return {
    elided: false,
    ...(name !== undefined && { name }),
    span,
    notation,
    ...(dtype !== undefined && { dtype }),
    tensor: { shape, data: sink.data() },
    cells: sink.cells(),
    decimals: Math.max(0, sink.decimals - shift),
    integers: sink.integers && shift === 0,
    ...(rowNames !== undefined && { rowNames }),
    ...(columnNames !== undefined && { columnNames }),
    ...(shift !== 0 && { scale: Number(`1e${shift}`) }),
  };
}
