import { sizeOf } from '../../../core/tensor';
import type { KnownBlock, Trouble } from '../../reading';
import { tokenAt } from '../brackets';
import { blockOf, CellSink } from '../cells';
import type { Findings } from '../findings';
import { inexactTrouble } from '../findings';
import { namingBefore } from '../names';
import { isMetadataName } from '../context';
import { isSpace } from '../numbers';
import type { Source } from '../source';

/**
 * R's `c(1, 2)`, `matrix(c(...), nrow = 2)`, `array(c(...), dim = c(2, 3))` and the `structure(c(...), dim = ...)` of
 * dput. R fills by columns.
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
    if (naming.kind === 'prose' || naming.kind === 'key') return undefined;
    if (isMetadataName(naming.name)) return undefined;
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
  if (word.name === 'rbind' || word.name === 'cbind') return readBound(source, open, word, findings);
  if (!/^(?:matrix|array|structure)$/.test(word.name) || !text.startsWith('c(', open + 1)) return undefined;
  const vector = readVector(source, open + 2);
  const close = source.closings.after(open);
  // What a comment hides closes nothing, though it may look so from here.
  if (vector === undefined || close < vector.end) return undefined;
  const words = text.slice(vector.end, Math.min(close, vector.end + 300));
  // The numbers of a factor stand for its levels.
  if (word.name === 'structure' && /\bclass *= *"factor"/.test(words)) return close;
  const layout = layoutOf(words, word.name, vector.sink.count);
  if (layout === undefined) return word.name === 'structure' && /\b[dD]im *=/.test(words) ? close : undefined;
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

/** `rbind(a = c(1, 2), c(3, 4))`: vectors as the rows of a matrix, or with cbind as its columns. */
function readBound(
  source: Source,
  open: number,
  word: { readonly name: string; readonly start: number },
  findings: Findings,
): number | undefined {
  const { text } = source;
  const close = source.closings.after(open);
  if (close < 0 || !startsVector(text, behindRemarks(source, open + 1))) return undefined;
  const sink = new CellSink();
  const refuse = (trouble: Trouble): number => {
    findings.troubles.push(trouble);
    return close;
  };
  const names: string[] = [];
  let width = -1;
  for (let at = open + 1; at < close; at++) {
    at = behindRemarks(source, at);
    const head = VECTOR.exec(text.slice(at, at + 80));
    const vector = head === null ? undefined : readVector(source, at + head[0].length - 1, sink);
    if (head === null || vector === undefined || vector.end > close) {
      const found = tokenAt(text, at);
      return refuse({ code: 'bad-token', span: { start: at, end: at + found.length }, found });
    }
    const count = sink.count - names.length * Math.max(width, 0);
    // R repeats what is too short; nothing is made up here.
    if (width >= 0 && count !== width) {
      const lengths = { found: String(count), expected: String(width) };
      return refuse({ code: 'ragged', span: { start: at, end: vector.end }, row: names.length, ...lengths });
    }
    width = count;
    names.push(head[1] ?? '');
    at = behindRemarks(source, vector.end);
    if (at < close - 1 && text.charCodeAt(at) !== 0x2c) {
      const found = tokenAt(text, at);
      return refuse({ code: 'bad-token', span: { start: at, end: at + found.length }, found });
    }
  }
  const naming = namingBefore(text, word.start);
  const byRow = word.name === 'rbind';
  const flat = blockOf(sink, {
    notation: 'r',
    span: { start: word.start, end: close },
    shape: byRow ? [names.length, width] : [width, names.length],
    name: naming.kind === 'assigned' ? naming.name : undefined,
  });
  const block = byRow ? flat : fromColumns(flat);
  const named = names.some((name) => name !== '') && (byRow ? { rowNames: names } : { columnNames: names });
  keep(source, findings, { ...block, ...named }, sink);
  return close;
}

/** An argument that is a vector, with or without a name of its own. */
const VECTOR = /^(?:([\w.]{1,60}) *= *)?c\(/;

function startsVector(text: string, at: number): boolean {
  return VECTOR.test(text.slice(at, at + 80));
}

function keep(source: Source, findings: Findings, block: KnownBlock, sink: CellSink): void {
  findings.blocks.push(block);
  const inexact = inexactTrouble(source.text, sink);
  if (inexact !== undefined) findings.troubles.push(inexact);
}

/** Numbers between commas up to the closing parenthesis. */
function readVector(source: Source, open: number, sink = new CellSink()): { sink: CellSink; end: number } | undefined {
  const { text, scanner } = source;
  let at = open + 1;
  for (;;) {
    at = behindRemarks(source, at);
    at += /^[\w.]{1,60} *= */.exec(text.slice(at, at + 64))?.[0].length ?? 0; // A name of its own.
    const end = scanner.read(at);
    if (end < 0 || scanner.kind === 'complex') return undefined;
    sink.add(scanner, at, end);
    at = behindRemarks(source, end);
    const code = text.charCodeAt(at++);
    if (code === 0x29) return { sink, end: at };
    if (code !== 0x2c) return undefined;
  }
}

/** Behind blanks and comments. */
function behindRemarks(source: Source, start: number): number {
  const { text } = source;
  let at = start;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) !== 0x23) return at;
    at = source.lineEnd(at);
  }
}

/** R's `2:4` and `4:2`. */
function counted(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => from + Math.sign(to - from) * step);
}

interface Layout {
  readonly shape: readonly number[];
  readonly byRow: boolean;
}

/** What `nrow = 2, ncol = 3, byrow = TRUE` or `dim = c(2, 3)` make of so many numbers. */
function layoutOf(words: string, call: string, count: number): Layout | undefined {
  const byRow = /\bbyrow\s*=\s*T(?:RUE)?\b/.test(words);
  if (call !== 'matrix') {
    const extents =
      /\.?\b[dD]im\s*=\s*c\(([\d\sL,]{1,60})\)/.exec(words)?.[1] ?? /^\s*,\s*c\(([\d\sL,]{1,60})\)/.exec(words)?.[1];
    const range = /\.?\b[dD]im\s*=\s*(\d{1,3}):(\d{1,3})/.exec(words);
    const shape =
      range === null
        ? extents?.split(',').map((extent) => Number.parseInt(extent, 10))
        : counted(Number(range[1]), Number(range[2]));
    return shape !== undefined && sizeOf(shape) === count ? { shape, byRow: false } : undefined;
  }
  const positional = /^\s*,\s*(\d{1,9})L?\s*(?:,\s*(\d{1,9})L?\s*)?(?:,|\)|$)/.exec(words);
  const rows = Number(/\bnrow\s*=\s*(\d{1,9})/.exec(words)?.[1] ?? positional?.[1] ?? NaN);
  const columns = Number(/\bncol\s*=\s*(\d{1,9})/.exec(words)?.[1] ?? positional?.[2] ?? NaN);
  const height = Number.isNaN(rows) ? count / columns : rows;
  const width = Number.isNaN(columns) ? count / rows : columns;
  if (Number.isNaN(height)) return { shape: [count, 1], byRow };
  // R repeats what is too short; nothing is made up here.
  return Number.isInteger(height) && Number.isInteger(width) && height * width === count
    ? { shape: [height, width], byRow }
    : undefined;
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
