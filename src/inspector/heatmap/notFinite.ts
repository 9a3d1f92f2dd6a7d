import type { RowLayout } from '../problem/rowMatrix';
import type { BlockSize } from './blocks';

/** What a block holds, in bits: nothing, or any of these. */
export const PLUS_INFINITY = 1;
export const MINUS_INFINITY = 2;
export const NOT_A_NUMBER = 4;

/** Adds what a row holds to the flags of blocks of so many columns. */
export type FlagRow = (row: number, flags: Uint8Array, columns: number) => void;

/** Cells to look at before the time is asked for again. */
const AT_ONCE = 16_384;

interface Strip {
  readonly flags: Uint8Array;
  /** Rows of it that have been looked at. */
  looked: number;
}

/**
 * Which blocks of a matrix hold what is not finite, without exception: all cells of a strip of blocks are looked at when
 * it first comes into sight, some rows a frame, and what was found is kept.
 */
export class NotFinite {
  private size: BlockSize | undefined;
  private readonly strips = new Map<number, Strip>();

  constructor(
    private readonly rows: number,
    private readonly columns: number,
    private readonly flagRow: FlagRow,
  ) {}

  /** The flags of one row of blocks; undefined until all of its cells have been looked at. */
  flags(size: BlockSize, blockRow: number): Uint8Array | undefined {
    if (this.size?.rows !== size.rows || this.size.columns !== size.columns) return undefined;
    const strip = this.strips.get(blockRow);
    return strip?.looked === this.height(size, blockRow) ? strip.flags : undefined;
  }

  /** Looks at one row of blocks. @returns whether it is done; `mayWork` says whether there is time for some more. */
  look(size: BlockSize, blockRow: number, mayWork: () => boolean): boolean {
    if (this.size?.rows !== size.rows || this.size.columns !== size.columns) this.strips.clear();
    this.size = size;
    let strip = this.strips.get(blockRow);
    if (strip === undefined) {
      strip = { flags: new Uint8Array(Math.ceil(this.columns / size.columns)), looked: 0 };
      this.strips.set(blockRow, strip);
    }
    const height = this.height(size, blockRow);
    const rowsAtOnce = Math.max(1, Math.floor(AT_ONCE / Math.max(1, this.columns)));
    while (strip.looked < height) {
      if (!mayWork()) return false;
      const end = Math.min(height, strip.looked + rowsAtOnce);
      for (; strip.looked < end; strip.looked++) {
        this.flagRow(blockRow * size.rows + strip.looked, strip.flags, size.columns);
      }
    }
    return true;
  }

  private height({ rows }: BlockSize, blockRow: number): number {
    return Math.min(rows, this.rows - blockRow * rows);
  }
}

/** Of numbers in rows; `kept` are the flags that count. */
export function flagsOf(data: Float64Array, { columns, start, stride }: RowLayout, kept = ~0): FlagRow {
  return (row, flags, each) => {
    const first = start(row);
    for (let column = 0; column < columns; column++) {
      const value = data[first + column * stride] ?? NaN;
      // Only what is not finite is not 0 away from itself.
      if (value - value === 0) continue;
      const block = Math.floor(column / each);
      flags[block] = (flags[block] ?? 0) | (flagOf(value) & kept);
    }
  };
}

export function flagOf(value: number): number {
  if (value !== value) return NOT_A_NUMBER;
  return value === Infinity ? PLUS_INFINITY : value === -Infinity ? MINUS_INFINITY : 0;
}
