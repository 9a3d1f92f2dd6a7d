import { strict as assert } from 'node:assert';
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
    return Math.sin(row * 12.9898 + column * 78.233);
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
});
