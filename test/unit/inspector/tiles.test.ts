import { strict as assert } from 'node:assert';
import { Blocks, blockSize } from '../../../src/inspector/heatmap/blocks';
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
      const blocks = new Blocks(at, ROWS, COLUMNS, blockSize(far));
      read = 0;
      let points = 0;
      for (let row = 0; row * blocks.size.rows < rows.end; row++) {
        for (let column = 0; column * blocks.size.columns < columns.end; column++) {
          const { value, mark } = blocks.get(row, column, () => true) ?? assert.fail();
          assert.ok(Math.abs(value) <= 1 && mark === 'none');
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
    const blocks = new Blocks(at, ROWS, COLUMNS, blockSize(far));
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

describe('a point that stands for several cells', () => {
  const summary = (cells: readonly (readonly number[])[]): unknown => {
    const size = { rows: cells.length, columns: cells[0].length };
    return new Blocks((row, column) => cells[row][column], size.rows, size.columns, size).get(0, 0, () => true);
  };

  it('has their mean', () =>
    assert.deepEqual(
      summary([
        [1, 2],
        [3, 6],
      ]),
      { value: 3, mark: 'none' },
    ));
  it('hides no nan among them', () =>
    assert.deepEqual(
      summary([
        [1, NaN],
        [3, 2],
      ]),
      { value: 2, mark: 'nan' },
    ));
  it('hides no infinity', () =>
    assert.deepEqual(
      summary([
        [1, -Infinity],
        [3, 2],
      ]),
      { value: 2, mark: 'infinite' },
    ));
  it('has no value where none of them has', () =>
    assert.deepEqual(summary([[NaN, Infinity]]), { value: NaN, mark: 'nan' }));
});
