import type { Layer } from './layers';
import type { MapLayout } from './layout';

/** What cells too small to see come to together, as one point of the map. */
export interface BlockSummary {
  /** The mean of the finite ones; NaN where there is none. */
  readonly value: number;
  /** What must not be lost among many: nan comes before infinity. */
  readonly mark: 'none' | 'infinite' | 'nan';
}

/** How many cells each point stands for, along either axis: powers of two, so that zooming keeps the borders. */
export interface BlockSize {
  readonly rows: number;
  readonly columns: number;
}

/** A point is at least so many pixels wide; cells of that size are drawn as they are. */
const LEAST_PIXELS = 3;
/** Cells narrower than this are drawn in blocks. */
export const SEEN_ALONE = 4;
/** Of a larger block so many rows and columns are looked at, spread evenly. */
const SAMPLES = 4;
/** Blocks to a tile, along either axis, and tiles that are kept. */
const TILE = 32;
const MOST_TILES = 1024;

export function blockSize({ across, down }: MapLayout): BlockSize {
  return { rows: cellsToPoint(down.size), columns: cellsToPoint(across.size) };
}

function cellsToPoint(size: number): number {
  return size >= SEEN_ALONE ? 1 : 2 ** Math.max(0, Math.ceil(Math.log2(LEAST_PIXELS / size)));
}

/** Whether every cell of a block is looked at. */
export function isExhaustive({ rows, columns }: BlockSize): boolean {
  return rows <= SAMPLES && columns <= SAMPLES;
}

interface Tile {
  readonly values: Float64Array;
  /** 0, 1 or 2: none, infinite, nan. */
  readonly marks: Uint8Array;
}

const MARKS = ['none', 'infinite', 'nan'] as const;

/**
 * A layer seen from afar: point by point, at one size. Points are worked out a tile at a time and kept, so that scrolling
 * asks only for what comes into sight, however many cells the source has; a source never read is never asked.
 */
export class Blocks {
  private readonly tiles = new Map<number, Tile>();
  private readonly across: number;

  constructor(
    private readonly at: Layer['at'],
    private readonly rows: number,
    private readonly columns: number,
    readonly size: BlockSize,
  ) {
    this.across = Math.ceil(columns / size.columns / TILE);
  }

  /** @returns undefined where the point's tile is not worked out yet and `mayWork` says that there is no time to. */
  get(row: number, column: number, mayWork: () => boolean): BlockSummary | undefined {
    const key = Math.floor(row / TILE) * this.across + Math.floor(column / TILE);
    let tile = this.tiles.get(key);
    if (tile === undefined) {
      if (!mayWork()) return undefined;
      tile = this.work(Math.floor(row / TILE) * TILE, Math.floor(column / TILE) * TILE);
      this.keep(key, tile);
    }
    const place = (row % TILE) * TILE + (column % TILE);
    return { value: tile.values[place], mark: MARKS[tile.marks[place]] ?? 'none' };
  }

  private keep(key: number, tile: Tile): void {
    const [oldest] = this.tiles.keys();
    if (this.tiles.size >= MOST_TILES && oldest !== undefined) this.tiles.delete(oldest);
    this.tiles.set(key, tile);
  }

  private work(firstRow: number, firstColumn: number): Tile {
    const tile = { values: new Float64Array(TILE * TILE).fill(NaN), marks: new Uint8Array(TILE * TILE) };
    for (let row = 0; row < TILE; row++) {
      for (let column = 0; column < TILE; column++) {
        this.summarise(tile, row * TILE + column, firstRow + row, firstColumn + column);
      }
    }
    return tile;
  }

  private summarise({ values, marks }: Tile, place: number, blockRow: number, blockColumn: number): void {
    const { rows, columns } = this.size;
    const top = blockRow * rows;
    const left = blockColumn * columns;
    const height = Math.min(rows, this.rows - top);
    const width = Math.min(columns, this.columns - left);
    const down = Math.min(SAMPLES, height);
    const across = Math.min(SAMPLES, width);
    let sum = 0;
    let finite = 0;
    let mark = 0;
    for (let i = 0; i < down; i++) {
      const row = top + Math.floor(((i + 0.5) * height) / down);
      for (let j = 0; j < across; j++) {
        const value = this.at(row, left + Math.floor(((j + 0.5) * width) / across));
        if (Number.isNaN(value)) mark = 2;
        else if (!Number.isFinite(value)) mark = Math.max(mark, 1);
        else {
          sum += value;
          finite++;
        }
      }
    }
    values[place] = finite === 0 ? NaN : sum / finite;
    marks[place] = mark;
  }
}
