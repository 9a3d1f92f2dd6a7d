import { decodeText } from '../bytes/decodeText';
import { read } from '../read';
import type { KnownBlock, Reading } from '../reading';
import type { FileBytes } from './fileBytes';

/** Some lines of a large file, read as if they were all of it. Spans are those of the piece. */
export interface TextPiece {
  readonly reading: Reading;
  readonly text: string;
  /** How many lines stand before it. */
  readonly line: number;
}

/** Text that is one record a line, so that it can be cut between them. */
export type LineLanguage = 'csv' | 'tsv' | 'jsonl';

const PIECE_BYTES = 4 * 2 ** 20;
const FEED = 0x0a;
const QUOTE = 0x22;

/**
 * A table or JSON Lines of any size in pieces of a few megabytes, each with the header of the first. The arrays of
 * every piece are those of the first piece, with other rows; a piece that has others ends the reading, and says so.
 */
export function* textPieces(file: FileBytes, language: LineLanguage, pieceBytes = PIECE_BYTES): Generator<TextPiece> {
  const table = language !== 'jsonl';
  let first: Reading | undefined;
  let header = '';
  let line = 0;
  for (const bytes of cutAtLines(file, table, pieceBytes)) {
    const body = decodeText(bytes);
    if (first !== undefined && body.trim() === '') continue;
    const text = header + body;
    const reading = read({ text, language });
    const headed = header === '' ? 0 : 1;
    if (first === undefined) {
      first = reading;
      if (table) header = headerOf(reading, text);
    }
    yield { reading: alike(reading, first), text, line: line - headed };
    line += countLines(body);
  }
}

/** The line that names the columns, with its line feed; empty where none does. */
function headerOf({ blocks }: Reading, text: string): string {
  const [block] = blocks;
  if (block === undefined || block.elided || (block.columnNames === undefined && block.name === undefined)) return '';
  const start = block.span.start === 0 ? 0 : text.lastIndexOf('\n', block.span.start) + 1;
  return text.slice(start, text.indexOf('\n', start) + 1);
}

/** A running index is one in the first piece only; its column is left out of the others too. */
function alike(reading: Reading, { blocks: expected }: Reading): Reading {
  const blocks = reading.blocks.map((block, index) => {
    const model = expected[index];
    if (block.elided || model === undefined || model.elided) return block;
    const { columnNames: wanted } = model;
    const { columnNames: names } = block;
    if (wanted === undefined || names === undefined || wanted.length === names.length) return block;
    const columns = wanted.map((name) => names.indexOf(name));
    return columns.includes(-1) ? block : withColumns(block, columns, wanted);
  });
  const odd = blocks.findIndex((block, index) => !isAlike(block, expected[index]));
  const missing = blocks.length !== expected.length && reading.troubles.length === 0;
  if (odd < 0 && !missing) return { ...reading, blocks };
  const span = { start: 0, end: 0 };
  const found = describe(blocks[Math.max(odd, 0)]);
  return {
    blocks: [],
    troubles: [
      ...reading.troubles,
      { code: 'shape-mismatch', span, found, expected: describe(expected[Math.max(odd, 0)]) },
    ],
  };
}

function withColumns(block: KnownBlock, columns: readonly number[], columnNames: readonly string[]): KnownBlock {
  const [rows, width] = block.tensor.shape;
  const count = rows * columns.length;
  const data = new Float64Array(count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (const column of columns) {
      const at = row * width + column;
      data[to] = block.tensor.data[at];
      starts[to] = block.cells.starts[at];
      ends[to++] = block.cells.ends[at];
    }
  }
  return { ...block, columnNames, tensor: { shape: [rows, columns.length], data }, cells: { starts, ends } };
}

function isAlike(block: Reading['blocks'][number] | undefined, model: Reading['blocks'][number] | undefined): boolean {
  if (block === undefined || model === undefined || block.elided || model.elided) return false;
  const inner = String(block.tensor.shape.slice(1)) === String(model.tensor.shape.slice(1));
  return inner && String(block.columnNames) === String(model.columnNames) && block.name === model.name;
}

function describe(block: Reading['blocks'][number] | undefined): string {
  return block === undefined || block.elided ? '[]' : `[…, ${block.tensor.shape.slice(1).join(', ')}]`;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Windows that end with a line, and never inside quotes. What one line takes more than a window makes it grow. */
function* cutAtLines(file: FileBytes, quotes: boolean, pieceBytes: number): Generator<Uint8Array> {
  let window = new Uint8Array(Math.min(pieceBytes, file.size));
  let kept = 0;
  for (let at = 0; at < file.size || kept > 0;) {
    const count = file.read(at, window.subarray(kept));
    at += count;
    const filled = kept + count;
    const end = at >= file.size || count === 0 ? filled : lastLineEnd(window, filled, quotes);
    if (end > 0) {
      yield window.subarray(0, end);
      window.copyWithin(0, end, filled);
      kept = filled - end;
    } else {
      const larger = new Uint8Array(2 * window.length);
      larger.set(window.subarray(0, filled));
      window = larger;
      kept = filled;
    }
    if (count === 0 && end === filled) return;
  }
}

/** Behind the last line feed outside of quotes; 0 where there is none. */
function lastLineEnd(window: Uint8Array, filled: number, quotes: boolean): number {
  if (!quotes || !window.subarray(0, filled).includes(QUOTE)) return window.lastIndexOf(FEED, filled - 1) + 1;
  let open = false;
  let end = 0;
  for (let at = 0; at < filled; at++) {
    if (window[at] === QUOTE) open = !open;
    else if (window[at] === FEED && !open) end = at + 1;
  }
  return end;
}
