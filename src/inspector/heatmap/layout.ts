import { offsetAt, scrollIntoSight, scrollLength, visibleSpan, type ScrollAxis, type Span } from '../scrollAxis';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Scroll {
  readonly left: number;
  readonly top: number;
}

/** Where everything stands on the canvas, in CSS pixels. */
export interface MapLayout {
  /** The row headers' width and the column headers' height. */
  readonly gutter: number;
  readonly header: number;
  readonly across: ScrollAxis;
  readonly down: ScrollAxis;
  /** Whether the cells have room for their numbers, and the size of the type they are written in. */
  readonly numbered: boolean;
  readonly fontSize: number;
  /** Headers are written for every so many rows and columns. */
  readonly everyRow: number;
  readonly everyColumn: number;
}

/** The widths that zooming steps through; the last step is wide enough for the numbers, whatever they are. */
const WIDTHS = [4, 6, 9, 13, 18, 26] as const;
/** Beyond those, cells are too small to see alone: each step shows so many times as many along either axis. */
const AFAR = 4;
const MOST_AFAR = 12;
const ROW_HEIGHT = 24;
const WIDEST_CELL = 180;
const PADDING = 8;
/** Numbers are written at the first of these sizes for which all columns fit. */
const FONT_SIZES = [12, 11, 10] as const;

export interface LayoutInput {
  readonly rows: number;
  readonly columns: number;
  readonly view: Size;
  /** Width of one character in ems, and the characters of the longest number written in a cell. */
  readonly character: number;
  readonly characters: number;
  /** Steps in or out from the size chosen of itself. */
  readonly zoom: number;
}

export function layoutMap({ rows, columns, view, character, characters, zoom }: LayoutInput): MapLayout {
  const digit = character * FONT_SIZES[0];
  const gutter = Math.ceil(String(Math.max(0, rows - 1)).length * digit + 18);
  const header = 24;
  const space = Math.max(0, view.width - gutter);
  const roomyAt = (fontSize: number): number => Math.ceil(characters * character * fontSize + PADDING);
  const roomy = roomyAt(FONT_SIZES.at(-1) ?? FONT_SIZES[0]);
  const room = Math.max(0, view.height - header);
  const wanted = zoomed(fitting(space, columns, roomy), roomyAt(FONT_SIZES[0]), zoom, [space / columns, room / rows]);
  const width = Math.max(wanted, Math.min(WIDTHS[0], space / Math.max(1, columns)));
  const numbered = width >= roomy;
  const height = numbered
    ? ROW_HEIGHT
    : Math.min(ROW_HEIGHT, Math.max(wanted, Math.min(WIDTHS[0], room / Math.max(1, rows))));
  return {
    gutter,
    header,
    across: { count: columns, size: width, view: space },
    down: { count: rows, size: height, view: room },
    numbered,
    fontSize: FONT_SIZES.find((size) => width >= roomyAt(size)) ?? FONT_SIZES[0],
    everyRow: roundStep(15 / height),
    everyColumn: roundStep((String(Math.max(0, columns - 1)).length * digit + 8) / width),
  };
}

/** All columns in sight, unless that would make them too narrow to see or wider than serves. */
function fitting(space: number, columns: number, roomy: number): number {
  const share = space / Math.max(1, columns);
  return Math.min(Math.max(share, WIDTHS[0]), Math.max(WIDEST_CELL, roomy));
}

/** @param fits the widths at which all columns and all rows are in sight: from there on nothing is gained. */
function zoomed(width: number, roomy: number, zoom: number, fits: readonly number[]): number {
  let result = width;
  const afar: number[] = [];
  for (let step = WIDTHS[0] / AFAR; step * AFAR > Math.min(...fits) && afar.length < MOST_AFAR; step /= AFAR) {
    afar.unshift(step);
  }
  const steps = [...afar, ...WIDTHS.filter((step) => step < roomy), roomy, Math.ceil(roomy * 1.5)];
  for (let step = 0; step < Math.abs(zoom); step++) {
    const next =
      zoom > 0 ? steps.find((candidate) => candidate > result) : steps.findLast((candidate) => candidate < result);
    if (next === undefined) break;
    result = next;
  }
  return result;
}

/** 1, 2, 5, 10, 20, 50 …: the least that is not below. */
export function roundStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power >= least) return step * power;
  }
}

export function contentSize(layout: MapLayout): Size {
  return { width: layout.gutter + scrollLength(layout.across), height: layout.header + scrollLength(layout.down) };
}

export function visibleCells(layout: MapLayout, scroll: Scroll): { rows: Span; columns: Span } {
  return { rows: visibleSpan(layout.down, scroll.top), columns: visibleSpan(layout.across, scroll.left) };
}

/** Left and top of a cell on the canvas: on whole pixels, so that neighbours meet without a seam. */
export function cellLeft(layout: MapLayout, scroll: Scroll, column: number): number {
  return layout.gutter + Math.round(column * layout.across.size - offsetAt(layout.across, scroll.left));
}

export function cellTop(layout: MapLayout, scroll: Scroll, row: number): number {
  return layout.header + Math.round(row * layout.down.size - offsetAt(layout.down, scroll.top));
}

/** The cell under a point of the canvas; undefined over the headers and beyond the last cell. */
export function cellAt(layout: MapLayout, scroll: Scroll, x: number, y: number): Cell | undefined {
  if (x < layout.gutter || y < layout.header) return undefined;
  const column = Math.floor((x - layout.gutter + offsetAt(layout.across, scroll.left)) / layout.across.size);
  const row = Math.floor((y - layout.header + offsetAt(layout.down, scroll.top)) / layout.down.size);
  return row < layout.down.count && column < layout.across.count ? { row, column } : undefined;
}

/** The row whose header or cells are at this height, for a click beside the cells. */
export function rowAt(layout: MapLayout, scroll: Scroll, y: number): number | undefined {
  return cellAt(layout, scroll, layout.gutter, y)?.row;
}

export function scrollToCell(layout: MapLayout, scroll: Scroll, { row, column }: Cell): Scroll {
  return {
    left: scrollIntoSight(layout.across, scroll.left, column),
    top: scrollIntoSight(layout.down, scroll.top, row),
  };
}

/** Where a key moves the cursor to; undefined for keys that do not move it. */
export function moved(layout: MapLayout, from: Cell, key: string, toEnds: boolean): Cell | undefined {
  const { count: rows } = layout.down;
  const { count: columns } = layout.across;
  const page = Math.max(1, Math.floor(layout.down.view / layout.down.size) - 1);
  const to = (row: number, column: number): Cell => ({
    row: Math.min(Math.max(row, 0), rows - 1),
    column: Math.min(Math.max(column, 0), columns - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return to(from.row - 1, from.column);
    case 'ArrowDown':
      return to(from.row + 1, from.column);
    case 'ArrowLeft':
      return to(from.row, from.column - 1);
    case 'ArrowRight':
      return to(from.row, from.column + 1);
    case 'PageUp':
      return to(from.row - page, from.column);
    case 'PageDown':
      return to(from.row + page, from.column);
    case 'Home':
      return to(toEnds ? 0 : from.row, 0);
    case 'End':
      return to(toEnds ? rows - 1 : from.row, columns - 1);
    default:
      return undefined;
  }
}

/**
 * The cells that the table for screen readers holds: those in sight where they are few, else a neighbourhood of
 * the cursor, so that a fine-grained map of many thousand cells does not become as many elements.
 */
export function twinWindow(
  seen: { rows: Span; columns: Span },
  cursor: Cell,
  most = 400,
): { rows: Span; columns: Span } {
  const columns = narrowed(seen.columns, cursor.column, 20);
  const rows = narrowed(
    seen.rows,
    cursor.row,
    Math.max(1, Math.floor(most / Math.max(1, columns.end - columns.first))),
  );
  return { rows, columns };
}

function narrowed({ first, end }: Span, around: number, most: number): Span {
  if (end - first <= most) return { first, end };
  const start = Math.min(Math.max(around - Math.floor(most / 2), first), end - most);
  return { first: start, end: start + most };
}
