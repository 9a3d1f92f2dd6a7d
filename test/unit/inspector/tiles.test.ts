import { strict as assert } from 'node:assert';
import { Blocks, blockSize, type BlockSource } from '../../../src/inspector/heatmap/blocks';
import {
  cellAt,
  cellLeft,
  cellTop,
  contentSize,
  layoutMap,
  moved,
  scrollToCell,
  twinWindow,
  visibleCells,
} from '../../../src/inspector/heatmap/layout';
import {
  flagsOf,
  MINUS_INFINITY,
  NOT_A_NUMBER,
  NotFinite,
  PLUS_INFINITY,
} from '../../../src/inspector/heatmap/notFinite';

const ROWS = 1_000_000;
const COLUMNS = 50_257;
/** Browsers cut elements off near 33 million pixels. */
const LONGEST_ELEMENT = 33_000_000;

describe('a map of 1,000,000 × 50,257', () => {
  let read = 0;
  /** Stands for data that no memory holds: each number made when asked for. */
  const at = (row: number, column: number): number => {
    read++;
    return ((row * 31 + column * 17) % 201) / 100 - 1;
  };
  const source: BlockSource = {
    ...{ rows: ROWS, columns: COLUMNS, at },
    target: (row, column) => (row % COLUMNS === column ? 1 : 0),
    targetIndex: (row) => row % COLUMNS,
    notFinite: undefined,
  };
  const view = { width: 1280, height: 800 };
  const layout = layoutMap({ rows: ROWS, columns: COLUMNS, view, character: 0.6, characters: 7, zoom: 0 });

  it('is an element that browsers bear', () => {
    const { width, height } = contentSize(layout);
    assert.ok(width < LONGEST_ELEMENT && height < LONGEST_ELEMENT, `${width} × ${height}`);
  });

  it('asks only for the cells in sight, wherever it is scrolled to', () => {
    for (const cell of [
      { row: 0, column: 0 },
      { row: 613_000, column: 20_000 },
      { row: ROWS - 1, column: COLUMNS - 1 },
    ]) {
      const scroll = scrollToCell(layout, { left: 0, top: 0 }, cell);
      const { rows, columns } = visibleCells(layout, scroll);
      assert.ok(rows.first <= cell.row && cell.row < rows.end, `row ${cell.row}`);
      assert.ok(columns.first <= cell.column && cell.column < columns.end, `column ${cell.column}`);
      read = 0;
      for (let row = rows.first; row < rows.end; row++) {
        for (let column = columns.first; column < columns.end; column++) at(row, column);
      }
      assert.ok(read > 1000 && read < 70_000, `${read} cells`);
      const found = cellAt(
        layout,
        scroll,
        cellLeft(layout, scroll, cell.column) + 1,
        cellTop(layout, scroll, cell.row) + 1,
      );
      assert.deepEqual(found, cell);
    }
  });

  it('is walked from corner to corner by keyboard', () => {
    assert.deepEqual(moved(layout, { row: 0, column: 0 }, 'End', true), { row: ROWS - 1, column: COLUMNS - 1 });
    const window = twinWindow(visibleCells(layout, scrollToCell(layout, { left: 0, top: 0 }, { row: 5, column: 9 })), {
      row: 5,
      column: 9,
    });
    const cells = (window.rows.end - window.rows.first) * (window.columns.end - window.columns.first);
    assert.ok(cells <= 400, `${cells} cells for screen readers`);
  });

  it('writes its numbers after zooming in', () => {
    const near = layoutMap({ rows: ROWS, columns: COLUMNS, view, character: 0.6, characters: 7, zoom: 9 });
    assert.ok(near.numbered);
    const { rows, columns } = visibleCells(near, { left: 0, top: 0 });
    assert.ok((rows.end - rows.first) * (columns.end - columns.first) < 1500);
  });

  it('is seen from afar, step by step, until all of it is in sight', () => {
    let sizes = { down: Infinity, across: Infinity };
    let widest = 0;
    const view = { width: 480, height: 320 };
    for (let zoom = -1; zoom >= -9; zoom--) {
      const far = layoutMap({ rows: ROWS, columns: COLUMNS, view, character: 0.6, characters: 7, zoom });
      const { rows, columns } = visibleCells(far, { left: 0, top: 0 });
      const blocks = new Blocks(source, blockSize(far));
      read = 0;
      let points = 0;
      for (let row = 0; row * blocks.size.rows < rows.end; row++) {
        for (let column = 0; column * blocks.size.columns < columns.end; column++) {
          const { value, flags } = blocks.get(row, column, () => true) ?? assert.fail();
          assert.ok(Math.abs(value) <= 1 && flags === 0);
          points++;
        }
      }
      // A screen of points in whole tiles of 32 by 32, none of which looks at more than sixteen cells.
      const tiles = Math.ceil(rows.end / blocks.size.rows / 32) * Math.ceil(columns.end / blocks.size.columns / 32);
      assert.ok(points < 20_000 && read <= tiles * 1024 * 16, `${points} points of ${read} cells at ${zoom}`);
      assert.ok(far.down.size <= sizes.down && far.across.size <= sizes.across);
      sizes = { down: far.down.size, across: far.across.size };
      widest = Math.max(widest, (rows.end - rows.first) * (columns.end - columns.first));
    }
    assert.equal(widest, ROWS * COLUMNS);
  });

  it('is worked out a tile at a time, and only once', () => {
    const far = layoutMap({ rows: ROWS, columns: COLUMNS, view, character: 0.6, characters: 7, zoom: -3 });
    const blocks = new Blocks(source, blockSize(far));
    read = 0;
    assert.equal(
      blocks.get(10, 10, () => false),
      undefined,
    );
    assert.equal(read, 0);
    const first = blocks.get(10, 10, () => true);
    const once = read;
    assert.deepEqual(
      blocks.get(10, 10, () => false),
      first,
    );
    assert.equal(read, once);
  });
});

/** A matrix given row by row, its targets by their classes. */
function sourceOf(cells: readonly (readonly number[])[], targets: readonly number[]): BlockSource {
  const columns = cells[0]?.length ?? 0;
  const layout = { rows: cells.length, columns, start: (row: number) => row * columns, stride: 1 };
  return {
    ...{ rows: cells.length, columns },
    at: (row, column) => cells[row]?.[column] ?? NaN,
    target: (row, column) => (targets[row] === column ? 1 : 0),
    targetIndex: (row) => targets[row],
    notFinite: new NotFinite(cells.length, columns, flagsOf(Float64Array.from(cells.flat()), layout)),
  };
}

describe('a point that stands for several cells', () => {
  const summary = (cells: readonly (readonly number[])[], targets: readonly number[] = []): unknown => {
    const size = { rows: cells.length, columns: cells[0]?.length ?? 0 };
    return new Blocks(sourceOf(cells, targets), size).get(0, 0, () => true);
  };

  it('has their mean', () =>
    assert.deepEqual(
      summary([
        [1, 2],
        [3, 6],
      ]),
      { value: 3, flags: 0, targets: 0 },
    ));
  it('hides no nan among them', () =>
    assert.deepEqual(
      summary([
        [1, NaN],
        [3, 2],
      ]),
      { value: 2, flags: NOT_A_NUMBER, targets: 0 },
    ));
  it('hides no infinity', () =>
    assert.deepEqual(
      summary([
        [1, -Infinity],
        [3, 2],
      ]),
      { value: 2, flags: MINUS_INFINITY, targets: 0 },
    ));
  it('has no value where none of them has', () =>
    assert.deepEqual(summary([[NaN, Infinity]]), { value: NaN, flags: NOT_A_NUMBER | PLUS_INFINITY, targets: 0 }));
  it('says which share of the rows has its target there', () =>
    assert.deepEqual(
      summary(
        [
          [1, 2],
          [3, 6],
        ],
        [1, -100],
      ),
      { value: 3, flags: 0, targets: 0.5 },
    ));
});

describe('a map from afar', () => {
  const SIZE = { rows: 64, columns: 16 };
  const [rows, columns] = [500, 70];
  const flagsWith = (at: readonly [row: number, column: number, value: number][]): Map<string, number> => {
    const cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0.5));
    for (const [row, column, value] of at) (cells[row] ?? [])[column] = value;
    const blocks = new Blocks(sourceOf(cells, []), SIZE);
    assert.ok(blocks.flagsAll);
    const found = new Map<string, number>();
    for (let row = 0; row * SIZE.rows < rows; row++) {
      const flags = blocks.flagsOfRow(row, () => true) ?? assert.fail();
      flags.forEach((flag, column) => flag !== 0 && found.set(`${row} ${column}`, flag));
    }
    return found;
  };

  it('marks a lone nan wherever it stands', () => {
    for (let cell = 0; cell < rows * columns; cell += 1709) {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      const place = `${Math.floor(row / SIZE.rows)} ${Math.floor(column / SIZE.columns)}`;
      assert.deepEqual([...flagsWith([[row, column, NaN]])], [[place, NOT_A_NUMBER]], `row ${row}, column ${column}`);
    }
  });

  it('tells both infinities and nan in one point', () =>
    assert.deepEqual(
      [
        ...flagsWith([
          [499, 69, -Infinity],
          [450, 64, Infinity],
          [0, 0, Infinity],
          [63, 15, NaN],
        ]),
      ],
      [
        ['0 0', PLUS_INFINITY | NOT_A_NUMBER],
        ['7 4', PLUS_INFINITY | MINUS_INFINITY],
      ],
    ));

  it('looks at all cells in some frames, and never at one twice', () => {
    let looked = 0;
    const notFinite = new NotFinite(100_000, 100, (row, flags, each) => {
      looked++;
      assert.equal(flags.length, Math.ceil(100 / each));
      if (row === 70_001) flags[3] = NOT_A_NUMBER;
    });
    const size = { rows: 65_536, columns: 16 };
    let frames = 0;
    for (let left = 0; !notFinite.look(size, 1, () => left-- > 0); left = 10) {
      assert.equal(notFinite.flags(size, 1), undefined);
      frames++;
    }
    assert.ok(frames > 5, `${frames} frames`);
    assert.equal(looked, 100_000 - 65_536);
    assert.deepEqual([...(notFinite.flags(size, 1) ?? [])], [0, 0, 0, NOT_A_NUMBER, 0, 0, 0]);
    assert.ok(notFinite.look(size, 1, () => false));
    assert.equal(looked, 100_000 - 65_536);
  });
});
