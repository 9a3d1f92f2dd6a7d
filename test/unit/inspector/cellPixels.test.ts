import { strict as assert } from 'node:assert';
import { hex, pixelOf, WHITE } from '../../../src/inspector/colour/colour';
import { CellPixels, type Borders, type PixelItem } from '../../../src/inspector/heatmap/cellPixels';

const GROUND = pixelOf(WHITE);
const STEPS = Uint32Array.from([hex('#0000ff'), hex('#ff0000')], pixelOf);
const INK = pixelOf(hex('#000000'));

/** Of the browser's context only what an image takes; keeps what was put. */
function drawn(
  size: { readonly width: number; readonly height: number },
  rows: Borders,
  columns: Borders,
  look: (row: number, column: number, item: PixelItem) => void,
): readonly string[] {
  let put: Uint8ClampedArray | undefined;
  const context = {
    createImageData: (width: number, height: number) => ({
      ...{ width, height },
      data: new Uint8ClampedArray(width * height * 4),
    }),
    putImageData: ({ data }: { readonly data: Uint8ClampedArray }) => {
      put = data;
    },
  } as unknown as CanvasRenderingContext2D;
  const colours = { ground: GROUND, steps: STEPS, dot: INK };
  new CellPixels().draw(context, { left: 0, top: 0, ...size }, rows, columns, colours, look);
  const names = new Map([
    [GROUND, '.'],
    [STEPS[0], 'b'],
    [STEPS[1], 'r'],
    [INK, '#'],
  ]);
  const pixels = new Uint32Array(put?.buffer ?? assert.fail());
  return Array.from({ length: size.height }, (_, y) =>
    Array.from(pixels.subarray(y * size.width, (y + 1) * size.width), (pixel) => names.get(pixel) ?? '?').join(''),
  );
}

function borders(first: number, edges: readonly (readonly [start: number, end: number])[]): Borders {
  return {
    first,
    starts: Int32Array.from(edges, ([start]) => start),
    ends: Int32Array.from(edges, ([, end]) => end),
  };
}

/** Blue and red in turn. */
const chequered = (row: number, column: number, item: PixelItem): void => {
  item.step = (row + column) % 2;
  item.dot = 0;
};

describe('the ground of the heat map', () => {
  it('has each cell in its colour, and the ground between cells that are set apart', () => {
    const rows = borders(0, [
      [0, 2],
      [3, 5],
    ]);
    const columns = borders(0, [
      [0, 2],
      [3, 5],
    ]);
    assert.deepEqual(drawn({ width: 6, height: 6 }, rows, columns, chequered), [
      'bb.rr.',
      'bb.rr.',
      '......',
      'rr.bb.',
      'rr.bb.',
      '......',
    ]);
  });

  it('is cut at its edges, wherever the first cell in sight begins', () => {
    const edges = borders(7, [
      [-2, 1],
      [1, 4],
    ]);
    assert.deepEqual(drawn({ width: 3, height: 2 }, edges, edges, chequered), ['brr', 'rbb']);
  });

  it('leaves the ground where a cell has no colour', () => {
    const edges = borders(0, [
      [0, 1],
      [1, 2],
    ]);
    const found = drawn({ width: 2, height: 2 }, edges, edges, (row, column, item) => {
      item.step = row === column ? -1 : 0;
      item.dot = 0;
    });
    assert.deepEqual(found, ['.b', 'b.']);
  });

  it('has a dot in the middle of what holds targets', () => {
    const rows = borders(0, [[0, 3]]);
    const columns = borders(0, [
      [0, 3],
      [3, 6],
    ]);
    const found = drawn({ width: 6, height: 3 }, rows, columns, (_, column, item) => {
      item.step = 0;
      item.dot = column;
    });
    assert.deepEqual(found, ['bbbbbb', 'bbbb#b', 'bbbbbb']);
  });
});
