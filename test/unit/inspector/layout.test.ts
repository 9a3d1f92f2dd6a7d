import { strict as assert } from 'node:assert';
import {
  cellAt,
  cellLeft,
  contentSize,
  layoutMap,
  moved,
  roundStep,
  scrollToCell,
  twinWindow,
  visibleCells,
  type LayoutInput,
} from '../../../src/inspector/heatmap/layout';

const INPUT: LayoutInput = {
  rows: 10,
  columns: 4,
  view: { width: 600, height: 400 },
  character: 0.6,
  characters: 7,
  zoom: 0,
};
const TOP = { left: 0, top: 0 };

describe('the layout of the heat map', () => {
  it('shares the width among few columns, with room for the numbers', () => {
    const layout = layoutMap(INPUT);
    assert.ok(layout.numbered);
    assert.equal(layout.fontSize, 12);
    assert.equal(contentSize(layout).width, 600);
  });

  it('writes smaller before it leaves the numbers out', () => {
    const layout = layoutMap({ ...INPUT, columns: 10 });
    assert.ok(layout.numbered && layout.fontSize < 12);
    assert.ok(!layoutMap({ ...INPUT, columns: 40 }).numbered);
  });

  it('keeps many columns in sight while they can be seen at all, then scrolls', () => {
    assert.equal(contentSize(layoutMap({ ...INPUT, columns: 100 })).width, 600);
    assert.ok(contentSize(layoutMap({ ...INPUT, columns: 1000 })).width > 600);
  });

  it('zooms in until the numbers are written, and out again', () => {
    const narrow = { ...INPUT, columns: 100 };
    assert.ok(layoutMap({ ...narrow, zoom: 6 }).numbered);
    const sizes = [-3, -2, -1, 0, 1, 2, 3, 99].map((zoom) => layoutMap({ ...narrow, zoom }).across.size);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => a - b),
    );
  });

  it('looks at no more cells than are in sight', () => {
    const layout = layoutMap({ ...INPUT, rows: 1_000_000, columns: 50_257 });
    const { rows, columns } = visibleCells(layout, { left: 1e5, top: 1e6 });
    assert.ok((rows.end - rows.first) * (columns.end - columns.first) <= (400 / 4 + 1) * (600 / 4 + 1));
  });

  it('finds the cell under a point, and none over the headers or beyond the last', () => {
    const layout = layoutMap(INPUT);
    const x = cellLeft(layout, TOP, 2) + 1;
    assert.deepEqual(cellAt(layout, TOP, x, layout.header + 3 * layout.down.size + 1), { row: 3, column: 2 });
    assert.equal(cellAt(layout, TOP, x, layout.header - 1), undefined);
    assert.equal(cellAt(layout, TOP, layout.gutter - 1, 100), undefined);
    assert.equal(cellAt(layout, TOP, x, layout.header + 10 * layout.down.size + 1), undefined);
  });

  it('has neighbours meet without a seam at any width', () => {
    const layout = layoutMap({ ...INPUT, columns: 97 });
    for (let column = 0; column < 97; column++) assert.ok(Number.isInteger(cellLeft(layout, TOP, column)));
  });

  it('moves the cursor by keys and stops at the edges', () => {
    const layout = layoutMap({ ...INPUT, rows: 100 });
    const from = { row: 50, column: 2 };
    const moves: readonly [string, boolean, number, number][] = [
      ['ArrowUp', false, 49, 2],
      ['ArrowDown', false, 51, 2],
      ['ArrowLeft', false, 50, 1],
      ['ArrowRight', false, 50, 3],
      ['Home', false, 50, 0],
      ['End', false, 50, 3],
      ['Home', true, 0, 0],
      ['End', true, 99, 3],
    ];
    for (const [key, ends, row, column] of moves) assert.deepEqual(moved(layout, from, key, ends), { row, column });
    assert.ok((moved(layout, from, 'PageDown', false)?.row ?? 0) > 60);
    assert.deepEqual(moved(layout, { row: 0, column: 0 }, 'ArrowUp', false), { row: 0, column: 0 });
    assert.equal(moved(layout, from, 'a', false), undefined);
  });

  it('brings a cell into sight', () => {
    const layout = layoutMap({ ...INPUT, rows: 1000, columns: 1000 });
    const scroll = scrollToCell(layout, TOP, { row: 700, column: 800 });
    const { rows, columns } = visibleCells(layout, scroll);
    assert.ok(rows.first <= 700 && 700 < rows.end && columns.first <= 800 && 800 < columns.end);
  });

  it('writes headers at round steps', () => {
    assert.deepEqual([0.5, 1.5, 3, 7, 30].map(roundStep), [1, 2, 5, 10, 50]);
  });

  it('bounds the table for screen readers, around the cursor', () => {
    const all = { rows: { first: 0, end: 10 }, columns: { first: 0, end: 4 } };
    assert.deepEqual(twinWindow(all, { row: 0, column: 0 }), all);
    const many = { rows: { first: 100, end: 300 }, columns: { first: 0, end: 150 } };
    const { rows, columns } = twinWindow(many, { row: 200, column: 149 });
    assert.ok((rows.end - rows.first) * (columns.end - columns.first) <= 400);
    assert.ok(rows.first <= 200 && 200 < rows.end && columns.first <= 149 && 149 < columns.end);
  });
});
