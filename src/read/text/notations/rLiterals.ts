import { sizeOf } from '../../../core/tensor';
import type { KnownBlock } from '../../reading';
import { blockOf, CellSink } from '../cells';
import type { Findings } from '../findings';
import { inexactTrouble } from '../findings';
import { namingBefore } from '../names';
import { isSpace } from '../numbers';
import type { Source } from '../source';

/**
 * R's `c(1, 2)`, `matrix(c(...), nrow = 2)` and `array(c(...), dim = c(2, 3))`. R fills by columns.
 * @param open the parenthesis behind `word`.
 * @returns where to go on; undefined where no such call stands here.
 */
export function readCombined(
  source: Source,
  open: number,
  word: { readonly name: string; readonly start: number },
  findings: Findings,
): number | undefined {
  const { text } = source;
  if (word.name === 'c') {
    const naming = namingBefore(text, word.start);
    if (naming.kind !== 'assigned' && naming.kind !== 'label' && naming.kind !== 'opener') return undefined;
    const vector = readVector(source, open);
    if (vector === undefined || (vector.sink.count < 2 && naming.kind !== 'assigned')) return undefined;
    const span = { start: word.start, end: vector.end };
    keep(
      source,
      findings,
      blockOf(vector.sink, { notation: 'r', span, shape: [vector.sink.count], name: naming.name }),
      vector.sink,
    );
    return vector.end;
  }
  if ((word.name !== 'matrix' && word.name !== 'array') || !text.startsWith('c(', open + 1)) return undefined;
  const vector = readVector(source, open + 2);
  const close = source.closings.after(open);
  if (vector === undefined || close < 0) return undefined;
  const layout = layoutOf(text.slice(vector.end, Math.min(close, vector.end + 300)), word.name, vector.sink.count);
  if (layout === undefined) return undefined;
  const naming = namingBefore(text, word.start);
  const flat = blockOf(vector.sink, {
    notation: 'r',
    span: { start: word.start, end: close },
    shape: layout.shape,
    name: naming.kind === 'assigned' ? naming.name : undefined,
  });
  keep(source, findings, layout.byRow ? flat : fromColumns(flat), vector.sink);
  return close;
}

function keep(source: Source, findings: Findings, block: KnownBlock, sink: CellSink): void {
  findings.blocks.push(block);
  const inexact = inexactTrouble(source.text, sink);
  if (inexact !== undefined) findings.troubles.push(inexact);
}

/** Numbers between commas up to the closing parenthesis. */
function readVector({ text, scanner }: Source, open: number): { sink: CellSink; end: number } | undefined {
  const sink = new CellSink();
  let at = open + 1;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    const end = scanner.read(at);
    if (end < 0 || scanner.kind === 'complex') return undefined;
    sink.add(scanner, at, end);
    at = end;
    while (isSpace(text.charCodeAt(at))) at++;
    const code = text.charCodeAt(at++);
    if (code === 0x29) return { sink, end: at };
    if (code !== 0x2c) return undefined;
  }
}

interface Layout {
  readonly shape: readonly number[];
  readonly byRow: boolean;
}

/** What `nrow = 2, ncol = 3, byrow = TRUE` or `dim = c(2, 3)` make of so many numbers. */
function layoutOf(words: string, call: string, count: number): Layout | undefined {
  const byRow = /\bbyrow\s*=\s*T(?:RUE)?\b/.test(words);
  if (call === 'array') {
    const extents =
      /\bdim\s*=\s*c\(([\d\sL,]{1,60})\)/.exec(words)?.[1] ?? /^\s*,\s*c\(([\d\sL,]{1,60})\)/.exec(words)?.[1];
    const shape = extents?.split(',').map((extent) => Number.parseInt(extent, 10));
    return shape !== undefined && sizeOf(shape) === count ? { shape, byRow: false } : undefined;
  }
  const positional = /^\s*,\s*(\d{1,9})L?\s*(?:,\s*(\d{1,9})L?\s*)?(?:,|\)|$)/.exec(words);
  const rows = Number(/\bnrow\s*=\s*(\d{1,9})/.exec(words)?.[1] ?? positional?.[1] ?? NaN);
  const columns = Number(/\bncol\s*=\s*(\d{1,9})/.exec(words)?.[1] ?? positional?.[2] ?? NaN);
  const height = Number.isNaN(rows) ? count / columns : rows;
  const width = Number.isNaN(columns) ? count / rows : columns;
  if (Number.isNaN(height)) return { shape: [count, 1], byRow };
  // R repeats what is too short; nothing is made up here.
  return height * width === count ? { shape: [height, width], byRow } : undefined;
}

/** The same numbers in row-major order, where they were written with the first index running fastest. */
function fromColumns(block: KnownBlock): KnownBlock {
  const { shape, data } = block.tensor;
  const { starts, ends } = block.cells;
  const order = new Uint32Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0; to < order.length; to++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis] + index[axis];
    order[to] = from;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis] + 1;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return {
    ...block,
    tensor: { shape, data: Float64Array.from(order, (from) => data[from]) },
    cells: {
      starts: Uint32Array.from(order, (from) => starts[from]),
      ends: Uint32Array.from(order, (from) => ends[from]),
    },
  };
}
