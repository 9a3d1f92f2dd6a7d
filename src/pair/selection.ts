import type { Block, KnownBlock, Span } from '../read/reading';

/**
 * What a selection points at. A touched array is taken whole, unless whole rows are selected in equal number in two
 * arrays: then just those rows.
 */
export interface Pointed {
  /** Positions of the arrays that are touched, in the order of the text. */
  readonly indices: readonly number[];
  /** The same arrays, cut to the selected rows where that applies. */
  readonly blocks: readonly Block[];
}

export function pointedAt(blocks: readonly Block[], selections: readonly Span[]): Pointed {
  const indices = blocks.flatMap((block, index) =>
    selections.some((span) => touches(block.span, span)) ? [index] : [],
  );
  const touched = indices.map((index) => blocks[index]);
  return { indices, blocks: cutToRows(touched, selections) };
}

/** The array that the cursor is in; -1 where it is in none. */
export function indexAtCursor(blocks: readonly Block[], offset: number): number {
  return blocks.findIndex((block) => block.span.start <= offset && offset <= block.span.end);
}

function touches(span: Span, selection: Span): boolean {
  return selection.start < span.end && selection.end > span.start;
}

interface RowRange {
  readonly first: number;
  readonly count: number;
}

function cutToRows(touched: readonly Block[], selections: readonly Span[]): readonly Block[] {
  const [a, b] = touched;
  if (touched.length !== 2 || a === undefined || b === undefined || a.elided || b.elided) return touched;
  const rangeA = selectedRows(a, selections);
  const rangeB = selectedRows(b, selections);
  if (rangeA === undefined || rangeB === undefined || rangeA.count !== rangeB.count) return touched;
  // One selection that runs from the end of one array into the next points at both; it picks rows of neither.
  const together = selections.some((span) => touches(a.span, span) && touches(b.span, span));
  if (together && rangeA.first !== rangeB.first) return touched;
  return [takeRows(a, rangeA), takeRows(b, rangeB)];
}

/** The whole rows of one array that are selected, as an array; all of it where that is not what is selected. */
export function selectedPart(block: Block, selections: readonly Span[]): Block {
  const range = block.elided ? undefined : selectedRows(block, selections);
  return block.elided || range === undefined ? block : takeRows(block, range);
}

/** The rows of the array that are selected from their first number to their last, where they follow one another. */
function selectedRows(block: KnownBlock, selections: readonly Span[]): RowRange | undefined {
  const { shape } = block.tensor;
  const rows = shape[0] ?? 0;
  if (rows < 2) return undefined;
  const width = block.tensor.data.length / rows;
  const { starts, ends } = block.cells;
  const chosen: number[] = [];
  let partly = false;
  for (let row = 0; row < rows; row++) {
    const start = starts[row * width];
    const end = ends[(row + 1) * width - 1];
    if (selections.some((span) => span.start <= start && span.end >= end)) chosen.push(row);
    else if (selections.some((span) => touches({ start, end }, span))) partly = true;
  }
  const first = chosen[0];
  const last = chosen[chosen.length - 1];
  if (partly || first === undefined || last === undefined) return undefined;
  return last - first + 1 === chosen.length ? { first, count: chosen.length } : undefined;
}

function takeRows(block: KnownBlock, { first, count }: RowRange): KnownBlock {
  const { shape, data } = block.tensor;
  const width = data.length / shape[0];
  const from = first * width;
  const to = from + count * width;
  return {
    ...block,
    ...(block.rowNames && { rowNames: block.rowNames.slice(first, first + count) }),
    tensor: { shape: [count, ...shape.slice(1)], data: data.slice(from, to) },
    cells: { starts: block.cells.starts.slice(from, to), ends: block.cells.ends.slice(from, to) },
  };
}
