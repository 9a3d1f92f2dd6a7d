import { css } from '../colour/colour';
import { stepOf } from '../colour/ramp';
import { npyOf } from '../files/npy';
import type { Sheet } from '../files/sheet';
import { className } from '../names';
import { shortText } from '../numbers';
import { word } from '../words';
import { CellPixels } from './cellPixels';
import { GAP } from './ground';
import { shareOf } from './layers';
import { cellLeft, cellTop, contentSize, type Scroll } from './layout';
import { paint, type Scene } from './paint';

/** Pixels to a CSS pixel: sharp on paper and on dense screens. */
const SHARPNESS = 2;
/** Of a picture, in CSS pixels: larger ones cannot be made by every browser. A larger map is drawn as far as it is in sight. */
const MOST_PIXELS = 6_000_000;
const LONGEST_SIDE = 8_000;
/** Cells as shapes of their own. */
const MOST_SHAPES = 10_000;
/** Cells as text: a table of more is for no program that reads tables, and npy holds them all. */
const MOST_TEXTS = 1_000_000;

export function fitsShapes({ matrix }: Scene): boolean {
  return matrix.rows * matrix.columns <= MOST_SHAPES;
}

export function fitsText({ matrix }: Scene): boolean {
  return matrix.rows * matrix.columns <= MOST_TEXTS;
}

/** All of the map as large as its cells are now, or what is in sight of one that is too large. */
function wholly(scene: Scene): Scene {
  const { width, height } = contentSize(scene.layout);
  const all = width * height <= MOST_PIXELS && Math.max(width, height) <= LONGEST_SIDE;
  const seen = { ...scene, pixels: new CellPixels(), pointed: undefined, cursor: undefined };
  if (!all) return seen;
  const { layout } = scene;
  const { gutter, header } = layout;
  return {
    ...seen,
    layout: {
      ...layout,
      across: { ...layout.across, view: width - gutter },
      down: { ...layout.down, view: height - header },
    },
    scroll: ORIGIN,
    view: { width, height },
  };
}

const ORIGIN: Scroll = { left: 0, top: 0 };

export async function mapPng(scene: Scene): Promise<Uint8Array | undefined> {
  const drawn = wholly(scene);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(drawn.view.width) * SHARPNESS;
  canvas.height = Math.ceil(drawn.view.height) * SHARPNESS;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return undefined;
  context.scale(SHARPNESS, SHARPNESS);
  // From afar it is worked out in pieces, so that the page lives on.
  while (!paint(context, drawn)) await new Promise((next) => requestAnimationFrame(next));
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}

/** Every cell as a shape, with its number where the map writes it, its target's outline and the names of the classes. */
export function mapSvg(scene: Scene): string {
  const { matrix, names, layer, layout, ramp, theme, view } = wholly({ ...scene, blocks: undefined });
  const ink = css(theme.foreground);
  const text = (x: number, y: number, content: string, fill: string, anchor = 'middle'): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" dominant-baseline="central" fill="${fill}">${escaped(content)}</text>`;
  const parts: string[] = [];
  for (let column = 0; column < matrix.columns; column += layout.everyColumn) {
    const middle = cellLeft(layout, ORIGIN, column) + (layout.across.size - GAP) / 2;
    parts.push(text(middle, layout.header / 2, className(names, column), css(theme.muted)));
  }
  for (let row = 0; row < matrix.rows; row++) {
    const top = cellTop(layout, ORIGIN, row);
    const height = cellTop(layout, ORIGIN, row + 1) - top - GAP;
    if (row % layout.everyRow === 0) {
      parts.push(text(layout.gutter - 9, top + height / 2, String(row), css(theme.muted), 'end'));
    }
    for (let column = 0; column < matrix.columns; column++) {
      const left = cellLeft(layout, ORIGIN, column);
      const width = cellLeft(layout, ORIGIN, column + 1) - left - GAP;
      const value = layer.at(row, column);
      const step = stepOf(shareOf(layer, value));
      const fill = Number.isNaN(value) ? css(theme.error) : (ramp.fills[step] ?? '');
      const place = `x="${left}" y="${top}" width="${width}" height="${height}"`;
      parts.push(`<rect ${place} fill="${fill}"><title>${shortText(value, 6)}</title></rect>`);
      if (layout.numbered) {
        const own = Number.isNaN(value) ? css(theme.background) : (ramp.inks[step] ?? ink);
        parts.push(text(left + width / 2, top + height / 2, shortText(value, layer.decimals), own));
      }
      const target = matrix.target(row, column);
      if (target > 0) {
        const inner = `x="${left + 1}" y="${top + 1}" width="${Math.max(0, width - 2)}" height="${Math.max(0, height - 2)}"`;
        parts.push(
          `<rect ${inner} fill="none" stroke="${ink}" stroke-width="2" stroke-opacity="${Math.min(1, target)}"/>`,
        );
      }
    }
  }
  const size = `width="${view.width}" height="${view.height}" viewBox="0 0 ${view.width} ${view.height}"`;
  const font = `font-family="${escaped(theme.numbers)}" font-size="${layout.fontSize}"`;
  const ground = `<rect width="100%" height="100%" fill="${css(theme.background)}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font}>${ground}${parts.join('')}</svg>`;
}

/** The layer's numbers: a row of the matrix a row, under the names of its classes. */
export function mapSheet({ matrix, names, layer }: Scene): Sheet {
  const columns = Array.from({ length: matrix.columns }, (_, column) => className(names, column));
  const named = names.rows !== undefined;
  return {
    columns: [word('Row'), ...(named ? [word('Name')] : []), ...columns],
    rows: Array.from({ length: matrix.rows }, (_, row) => [
      row,
      ...(named ? [names.rows?.[row] ?? ''] : []),
      ...Array.from({ length: matrix.columns }, (_, column) => layer.at(row, column)),
    ]),
  };
}

export function mapNpy({ matrix: { rows, columns }, layer }: Scene): Uint8Array {
  const values = new Float64Array(rows * columns);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) values[index] = layer.at(row, column);
  }
  return npyOf(values, [rows, columns]);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
