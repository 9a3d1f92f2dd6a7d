import { css, pixelOf } from '../colour/colour';
import { stepOf } from '../colour/ramp';
import type { Span } from '../scrollAxis';
import type { Blocks, BlockSize } from './blocks';
import type { Borders, PixelItem } from './cellPixels';
import { shareOf } from './layers';
import { cellLeft, cellTop, visibleCells } from './layout';
import { flagOf, MINUS_INFINITY, NOT_A_NUMBER, PLUS_INFINITY } from './notFinite';
import type { Scene } from './paint';

/** Cells large enough are set apart by so much. */
export const GAP = 1;
const SET_APART = 9;
/** From afar a mark is at least so wide and high, however small the point it marks: its hatch must be seen. */
const LEAST_MARK = 8;
/** The milliseconds of a frame in which what comes into sight from afar may be worked out. */
const WORK_MS = 10;

/** What is not finite, in the order of the rows: where it stands and its flags. */
interface Marked {
  readonly row: number;
  readonly column: number;
  readonly flags: number;
}

/**
 * The colours of all cells in sight, or of the points that stand for them from afar, and the hatches of what is not
 * finite. @returns whether there was time for all.
 */
export function paintGround(context: CanvasRenderingContext2D, scene: Scene): boolean {
  const { layout, scroll, view, ramp, pixels, theme, blocks } = scene;
  const ratio = context.getTransform().a;
  const size = blocks?.size ?? ALONE;
  const seen = visibleCells(layout, scroll);
  const apart = layout.down.size >= SET_APART && layout.across.size >= SET_APART ? GAP : 0;
  const left = Math.floor(layout.gutter * ratio);
  const top = Math.floor(layout.header * ratio);
  const place = {
    ...{ left, top },
    width: Math.ceil(view.width * ratio) - left,
    height: Math.ceil(view.height * ratio) - top,
  };
  const columns = borders(
    seen.columns,
    layout.across.count,
    size.columns,
    (column) => cellLeft(layout, scroll, column),
    apart,
    ratio,
    left,
  );
  const rows = borders(
    seen.rows,
    layout.down.count,
    size.rows,
    (row) => cellTop(layout, scroll, row),
    apart,
    ratio,
    top,
  );
  const marked: Marked[] = [];
  const colours = { ground: pixelOf(theme.background), steps: ramp.pixels, dot: pixelOf(theme.foreground) };
  const looks = blocks === undefined ? looksAtCells(scene, marked) : looksAtBlocks(scene, blocks, marked);
  pixels.draw(context, place, rows, columns, colours, looks.look);
  paintMarks(context, scene, size, apart, marked);
  return looks.isWhole();
}

const ALONE: BlockSize = { rows: 1, columns: 1 };

interface Looks {
  readonly look: (row: number, column: number, item: PixelItem) => void;
  readonly isWhole: () => boolean;
}

function looksAtCells({ layer }: Scene, marked: Marked[]): Looks {
  return {
    look(row, column, item) {
      const value = layer.at(row, column);
      item.step = value !== value ? -1 : stepOf(shareOf(layer, value));
      if (value - value !== 0) marked.push({ row, column, flags: flagOf(value) });
    },
    isWhole: () => true,
  };
}

function looksAtBlocks({ layer }: Scene, blocks: Blocks, marked: Marked[]): Looks {
  const start = performance.now();
  const mayWork = (): boolean => performance.now() - start < WORK_MS;
  let whole = true;
  let flagged: Uint8Array | undefined;
  let flaggedRow = -1;
  return {
    look(row, column, item) {
      if (row !== flaggedRow) {
        flagged = blocks.flagsOfRow(row, mayWork);
        flaggedRow = row;
        if (flagged === undefined && blocks.flagsAll) whole = false;
      }
      const found = blocks.get(row, column, mayWork);
      item.step = -1;
      item.dot = 0;
      const flags = flagged?.[column] ?? found?.flags ?? 0;
      if (flags !== 0) marked.push({ row, column, flags });
      if (found === undefined) whole = false;
      else {
        // As near by: an infinity has the colour of its end.
        const value = flags === PLUS_INFINITY ? Infinity : flags === MINUS_INFINITY ? -Infinity : found.value;
        if (value === value) item.step = stepOf(shareOf(layer, value));
        item.dot = Math.sqrt(found.targets);
      }
    },
    isWhole: () => whole,
  };
}

/** Hatched over their colours, neighbours of one kind together. */
function paintMarks(
  context: CanvasRenderingContext2D,
  { layout, scroll, hatches, theme, blocks }: Scene,
  size: BlockSize,
  apart: number,
  marked: readonly Marked[],
): void {
  for (let index = 0; index < marked.length; index++) {
    const first = marked[index];
    if (first === undefined) return;
    const notANumber = (first.flags & NOT_A_NUMBER) !== 0;
    let end = first.column + 1;
    if (apart === 0) {
      for (let next = marked[index + 1]; next?.row === first.row && next.column === end; next = marked[index + 1]) {
        if (((next.flags & NOT_A_NUMBER) !== 0) !== notANumber) break;
        end++;
        index++;
      }
    }
    let left = cellLeft(layout, scroll, first.column * size.columns);
    let top = cellTop(layout, scroll, first.row * size.rows);
    let width = cellLeft(layout, scroll, Math.min(end * size.columns, layout.across.count)) - left - apart;
    let height = cellTop(layout, scroll, Math.min((first.row + 1) * size.rows, layout.down.count)) - top - apart;
    context.fillStyle = notANumber ? hatches.notANumber : hatches.infinite;
    if (blocks !== undefined && Math.min(width, height) < LEAST_MARK) {
      const [wider, higher] = [Math.max(0, LEAST_MARK - width), Math.max(0, LEAST_MARK - height)];
      left -= Math.floor(wider / 2);
      top -= Math.floor(higher / 2);
      width += wider;
      height += higher;
      context.save();
      context.fillStyle = css(notANumber ? theme.error : theme.foreground);
      context.fillRect(left, top, width, height);
      context.restore();
      context.fillRect(left + 1, top + 1, width - 2, height - 2);
    } else context.fillRect(left, top, width, height);
  }
}

function borders(
  { first, end }: Span,
  count: number,
  each: number,
  at: (cell: number) => number,
  apart: number,
  ratio: number,
  edge: number,
): Borders {
  const from = Math.floor(first / each);
  const length = Math.max(0, Math.ceil(end / each) - from);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    starts[index] = Math.round(at((from + index) * each) * ratio) - edge;
    ends[index] = Math.round((at(Math.min(count, (from + index + 1) * each)) - apart) * ratio) - edge;
  }
  return { first: from, starts, ends };
}
