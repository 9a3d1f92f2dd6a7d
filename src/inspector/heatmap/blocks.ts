import type { MapLayout } from './layout';
import { flagOf, type NotFinite } from './notFinite';

/** What cells too small to see come to together, as one point of the map. */
export interface BlockSummary {
  /** The mean of the finite ones; NaN where there is none. */
  readonly value: number;
  /** What must not be lost among many, in the bits of notFinite.ts. */
  readonly flags: number;
  /** The share of the rows that have their target here; of targets that are one number a cell, their mean. */
  readonly targets: number;
}

/** The cells that are looked at from afar. */
export interface BlockSource {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
  /** What the target asks of a cell, 0 to 1. */
  readonly target: (row: number, column: number) => number;
  /** The one class a row asks for, where targets are classes: then no cell need be asked. */
  readonly targetIndex: (row: number) => number | undefined;
  /** Where cells are not finite, if that can be known of all: else it is seen in those looked at. */
  readonly notFinite: NotFinite | undefined;
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
/** Of the targets of a row of blocks so many are counted; of fewer, all. */
const MOST_TARGETS = 4096;
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
  readonly targets: Float64Array;
  readonly flags: Uint8Array;
}

/**
 * A layer seen from afar: point by point, at one size. Points are worked out a tile at a time and kept, so that scrolling
 * asks only for what comes into sight, however many cells the source has; a source never read is never asked.
 */
export class Blocks {
  private readonly tiles = new Map<number, Tile>();
  private readonly across: number;

  constructor(
    private readonly source: BlockSource,
    readonly size: BlockSize,
  ) {
    this.across = Math.ceil(source.columns / size.columns / TILE);
  }

  /** Whether all cells are looked at for what is not finite, beside those that are looked at for their mean. */
  get flagsAll(): boolean {
    return this.source.notFinite !== undefined && !isExhaustive(this.size);
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
    return { value: tile.values[place], targets: tile.targets[place], flags: tile.flags[place] };
  }

  /** Where {@link flagsAll}, the flags of a row of points by all of their cells; undefined while there is no time to. */
  flagsOfRow(row: number, mayWork: () => boolean): Uint8Array | undefined {
    const { notFinite } = this.source;
    if (notFinite === undefined || !this.flagsAll) return undefined;
    return notFinite.look(this.size, row, mayWork) ? notFinite.flags(this.size, row) : undefined;
  }

  private keep(key: number, tile: Tile): void {
    const [oldest] = this.tiles.keys();
    if (this.tiles.size >= MOST_TILES && oldest !== undefined) this.tiles.delete(oldest);
    this.tiles.set(key, tile);
  }

  private work(firstRow: number, firstColumn: number): Tile {
    const tile: Tile = {
      values: new Float64Array(TILE * TILE).fill(NaN),
      targets: new Float64Array(TILE * TILE),
      flags: new Uint8Array(TILE * TILE),
    };
    for (let row = 0; row < TILE; row++) {
      for (let column = 0; column < TILE; column++) {
        this.summarise(tile, row * TILE + column, firstRow + row, firstColumn + column);
      }
      this.countTargets(tile, row * TILE, firstRow + row, firstColumn);
    }
    return tile;
  }

  private summarise({ values, targets, flags }: Tile, place: number, blockRow: number, blockColumn: number): void {
    const { source, size } = this;
    const top = blockRow * size.rows;
    const left = blockColumn * size.columns;
    const height = Math.min(size.rows, source.rows - top);
    const width = Math.min(size.columns, source.columns - left);
    if (height <= 0 || width <= 0) return;
    const down = Math.min(SAMPLES, height);
    const across = Math.min(SAMPLES, width);
    const indexed = source.targetIndex(top) !== undefined;
    let sum = 0;
    let finite = 0;
    let asked = 0;
    let flag = 0;
    for (let i = 0; i < down; i++) {
      const row = top + Math.floor(((i + 0.5) * height) / down);
      for (let j = 0; j < across; j++) {
        const column = left + Math.floor(((j + 0.5) * width) / across);
        const value = source.at(row, column);
        if (value - value === 0) {
          sum += value;
          finite++;
        } else flag |= flagOf(value);
        if (!indexed) asked += Math.max(0, source.target(row, column)) || 0;
      }
    }
    values[place] = finite === 0 ? NaN : sum / finite;
    targets[place] = Math.min(1, asked / (down * across));
    flags[place] = flag;
  }

  /** Each row adds its one target to the point where it lies. */
  private countTargets({ targets }: Tile, place: number, blockRow: number, firstColumn: number): void {
    const { source, size } = this;
    const top = blockRow * size.rows;
    const end = Math.min(top + size.rows, source.rows);
    const looked = Math.min(MOST_TARGETS, end - top);
    for (let index = 0; index < looked; index++) {
      const row = top + Math.floor(((index + 0.5) * (end - top)) / looked);
      const target = source.targetIndex(row);
      if (target === undefined) return;
      const block = Math.floor(target / size.columns) - firstColumn;
      if (block >= 0 && block < TILE) targets[place + block] = (targets[place + block] ?? 0) + 1 / looked;
    }
  }
}
