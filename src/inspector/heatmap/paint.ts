import { css, inkOn, type Colour } from '../colour/colour';
import { stepOf, type Ramp } from '../colour/ramp';
import type { Theme } from '../colour/theme';
import { className, type Names } from '../names';
import { shortText } from '../numbers';
import type { Span } from '../scrollAxis';
import type { RowMatrix } from '../problem/rowMatrix';
import type { Blocks } from './blocks';
import type { CellPixels } from './cellPixels';
import { GAP, paintGround } from './ground';
import { shareOf, type Layer } from './layers';
import { cellLeft, cellTop, visibleCells, type Cell, type MapLayout, type Scroll, type Size } from './layout';
import { markTarget, type Hatches } from './marks';

/** Everything one frame shows. Only the cells in sight are looked at. */
export interface Scene {
  readonly matrix: RowMatrix;
  readonly names: Names;
  readonly layer: Layer;
  readonly layout: MapLayout;
  /** The layer from afar, where cells are too small to see alone. */
  readonly blocks: Blocks | undefined;
  readonly scroll: Scroll;
  readonly view: Size;
  readonly theme: Theme;
  readonly ramp: Ramp;
  /** Where the colours of the cells are put together, the same from frame to frame. */
  readonly pixels: CellPixels;
  readonly hatches: Hatches;
  readonly chosen: number | undefined;
  readonly pointed: Cell | undefined;
  /** The keyboard's cell, while the map has the focus. */
  readonly cursor: Cell | undefined;
}

const HEADER_FONT_SIZE = 12;

/** @returns whether all of it could be drawn in one frame's time; else it is to be painted again. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): boolean {
  const { view, theme, layout } = scene;
  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, view.width, view.height);
  context.font = `${layout.fontSize}px ${theme.numbers}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';

  context.save();
  context.beginPath();
  context.rect(layout.gutter, layout.header, view.width - layout.gutter, view.height - layout.header);
  context.clip();
  const whole = paintGround(context, scene);
  if (scene.blocks === undefined) {
    if (layout.numbered) paintNumbers(context, scene);
    paintTargets(context, scene);
  }
  paintChosen(context, scene);
  paintCell(context, scene, scene.pointed, 1, theme.foreground);
  paintCell(context, scene, scene.cursor, 2, theme.focus);
  context.restore();

  paintHeaders(context, scene);
  return whole;
}

function paintNumbers(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layer, layout, scroll, ramp } = scene;
  const { rows, columns } = visibleCells(layout, scroll);
  for (let row = rows.first; row < rows.end; row++) {
    const y = (cellTop(layout, scroll, row) + cellTop(layout, scroll, row + 1) - GAP) / 2;
    for (let column = columns.first; column < columns.end; column++) {
      const x = (cellLeft(layout, scroll, column) + cellLeft(layout, scroll, column + 1) - GAP) / 2;
      const value = layer.at(row, column);
      paintNumber(context, scene, value, x, y, ramp.inks[stepOf(shareOf(layer, value))] ?? '');
    }
  }
}

function paintNumber(
  context: CanvasRenderingContext2D,
  { theme, layer }: Scene,
  value: number,
  x: number,
  y: number,
  ink: string,
): void {
  const text = shortText(value, layer.decimals);
  if (!Number.isFinite(value)) {
    // A plate under the word, for the hatch would cut through its letters.
    const width = context.measureText(text).width + 8;
    context.fillStyle = css(theme.background);
    context.fillRect(x - width / 2, y - 8, width, 16);
    ink = css(inkOn(theme.background, theme.error));
  }
  context.fillStyle = ink;
  context.fillText(text, x, y + 0.5);
}

function paintTargets(context: CanvasRenderingContext2D, { matrix, layout, scroll, theme }: Scene): void {
  const { rows, columns } = visibleCells(layout, scroll);
  for (let row = rows.first; row < rows.end; row++) {
    const top = cellTop(layout, scroll, row);
    const height = cellTop(layout, scroll, row + 1) - top;
    const only = matrix.targetIndex(row);
    const first = only === undefined ? columns.first : Math.max(only, columns.first);
    const end = only === undefined ? columns.end : Math.min(only + 1, columns.end);
    for (let column = first; column < end; column++) {
      const target = matrix.target(row, column);
      if (!(target > 0)) continue;
      const left = cellLeft(layout, scroll, column);
      const width = cellLeft(layout, scroll, column + 1) - left;
      markTarget(context, theme, left, top, width, height, target);
    }
  }
}

function paintChosen(context: CanvasRenderingContext2D, { chosen, layout, scroll, theme, view }: Scene): void {
  if (chosen === undefined) return;
  const top = cellTop(layout, scroll, chosen);
  const right = Math.min(view.width, cellLeft(layout, scroll, layout.across.count));
  context.fillStyle = css(theme.focus);
  context.fillRect(layout.gutter, top - 1.5, right - layout.gutter, 2);
  context.fillRect(layout.gutter, cellTop(layout, scroll, chosen + 1) - 1.5, right - layout.gutter, 2);
}

function paintCell(
  context: CanvasRenderingContext2D,
  { layout, scroll }: Scene,
  cell: Cell | undefined,
  line: number,
  colour: Colour,
): void {
  if (cell === undefined) return;
  context.strokeStyle = css(colour);
  context.lineWidth = line;
  const left = cellLeft(layout, scroll, cell.column);
  const top = cellTop(layout, scroll, cell.row);
  const width = cellLeft(layout, scroll, cell.column + 1) - left;
  const height = cellTop(layout, scroll, cell.row + 1) - top;
  context.strokeRect(left - 0.5, top - 0.5, width, height);
}

function paintHeaders(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, scroll, view, theme } = scene;
  const { rows, columns } = visibleCells(layout, scroll);
  const current = scene.pointed ?? scene.cursor;
  context.font = `${HEADER_FONT_SIZE}px ${theme.numbers}`;

  context.fillStyle = css(theme.background);
  context.fillRect(0, layout.header, layout.gutter, view.height - layout.header);
  context.textAlign = 'right';
  context.save();
  context.beginPath();
  context.rect(0, layout.header, layout.gutter, view.height - layout.header);
  context.clip();
  for (const row of headed(rows, layout.everyRow, [current?.row, scene.chosen])) {
    const state = row === scene.chosen ? 'chosen' : row === current?.row ? 'pointed' : 'plain';
    const top = cellTop(layout, scroll, row);
    // The first row's number stays whole where the rows are lower than its letters.
    const middle = Math.max(top + layout.down.size / 2 - 0.5, row === 0 ? top + 7 : -Infinity);
    const height = Math.max(layout.down.size - 1, 15);
    if (state !== 'plain') {
      context.fillStyle = css(state === 'chosen' ? theme.chosen : theme.hover);
      context.fillRect(0, middle - height / 2, layout.gutter - 3, height);
      if (state === 'chosen' && theme.highContrast) {
        context.strokeStyle = css(theme.focus);
        context.lineWidth = 1;
        context.strokeRect(0.5, middle - height / 2 + 0.5, layout.gutter - 4, height - 1);
      }
    }
    context.fillStyle = css(headerInk(theme, state));
    context.fillText(String(row), layout.gutter - 9, middle + 0.5);
  }
  context.restore();

  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, view.width, layout.header);
  context.textAlign = 'center';
  context.save();
  context.beginPath();
  context.rect(layout.gutter - 5, 0, view.width - layout.gutter + 5, layout.header);
  context.clip();
  for (const column of headed(columns, layout.everyColumn, [current?.column])) {
    const state = column === current?.column ? 'pointed' : 'plain';
    const middle = cellLeft(layout, scroll, column) + (layout.across.size - 1) / 2;
    if (state !== 'plain') {
      const width = Math.max(layout.across.size - 1, context.measureText(String(column)).width + 8);
      context.fillStyle = css(theme.hover);
      context.fillRect(middle - width / 2, 2, width, layout.header - 5);
    }
    context.fillStyle = css(headerInk(theme, state));
    const name = className(scene.names, column);
    // A name that does not fit gives way to the number; the readout has both.
    const fits = name.length <= 40 && context.measureText(name).width <= layout.across.size * layout.everyColumn - 6;
    context.fillText(fits ? name : String(column), middle, layout.header / 2);
  }
  context.restore();
}

/** The rows or columns in sight whose headers are written, those that stand out last, so that they stand on top. */
function* headed({ first, end }: Span, every: number, special: readonly (number | undefined)[]): Iterable<number> {
  for (let index = Math.ceil(first / every) * every; index < end; index += every) {
    if (!special.includes(index)) yield index;
  }
  for (const index of special) if (index !== undefined && index >= first && index < end) yield index;
}

function headerInk(theme: Theme, state: 'chosen' | 'pointed' | 'plain'): Colour {
  switch (state) {
    case 'chosen':
      return inkOn(theme.chosen, theme.chosenInk);
    case 'pointed':
      return inkOn(theme.hover, theme.foreground);
    case 'plain':
      return theme.muted;
  }
}
