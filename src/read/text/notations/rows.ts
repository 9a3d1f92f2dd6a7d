import type { Trouble } from '../../reading';
import { blockOf, CellSink } from '../cells';
import { inexactTrouble } from '../findings';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isDigit, isSpace } from '../numbers';
import type { Line, Source } from '../source';

/**
 * Lines of numbers and nothing else: separated by blanks, tabs, commas or semicolons, the same throughout. One number
 * a line makes a vector. A lone line counts only where it is everything.
 */
export const rows: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    if (source.language === 'json' || !startsNumber(source.text.charCodeAt(line.first))) return undefined;
    return readRows(source, line.start);
  },
};

function readRows(source: Source, start: number): Found | undefined {
  const { text } = source;
  const sink = new CellSink(text.length);
  let at = start;
  let lines = 0;
  let width = 0;
  let separator = '';
  let end = start;
  let first = start;
  let ragged: Trouble | undefined;
  while (at < text.length) {
    const before = sink.count;
    const row = readRow(source, at, sink, separator);
    if (row === undefined) break;
    const count = sink.count - before;
    if (lines === 0) {
      width = count;
      first = row.first;
    } else if (count !== width) ragged ??= raggedTrouble(row, lines, count, width);
    separator ||= row.separator;
    lines++;
    end = row.last;
    at = row.next;
  }
  if (lines === 0) return undefined;
  if (ragged !== undefined) return { end: at, blocks: [], troubles: [ragged] };
  const shape = width === 1 || lines === 1 ? [sink.count] : [lines, width];
  const inexact = inexactTrouble(text, sink);
  return {
    end: at,
    blocks: [blockOf(sink, { notation: 'rows', span: { start: first, end }, shape, name: namedAbove(text, start) })],
    troubles: inexact === undefined || lines === 1 ? [] : [inexact],
    lone: lines === 1,
  };
}

function raggedTrouble(row: Row, index: number, found: number, expected: number): Trouble {
  return {
    code: 'ragged',
    span: { start: row.first, end: row.last },
    row: index,
    found: String(found),
    expected: String(expected),
  };
}

interface Row {
  readonly first: number;
  readonly last: number;
  /** The start of the next line. */
  readonly next: number;
  readonly separator: string;
}

/** Reads one line into the sink; leaves nothing there and returns undefined where it is no line of numbers. */
function readRow({ text, scanner }: Source, start: number, sink: CellSink, expected: string): Row | undefined {
  const mark = sink.count;
  let separator = expected;
  let at = start;
  let first = -1;
  let last = -1;
  for (;;) {
    let between = '';
    let code = text.charCodeAt(at);
    while ((isSpace(code) && code !== 0x0a) || code === 0x2c || code === 0x3b) {
      if (code === 0x2c || code === 0x3b) between += code === 0x2c ? ',' : ';';
      code = text.charCodeAt(++at);
    }
    const atEnd = code !== code || code === 0x0a;
    if (between.length > 1 || (between !== '' && (first < 0 || atEnd))) break;
    if (atEnd) {
      if (first < 0) break;
      return { first, last, next: at < text.length ? at + 1 : at, separator };
    }
    if (first >= 0) {
      const seen = between === '' ? ' ' : between;
      if (separator !== '' && separator !== seen) break;
      separator = seen;
    }
    const end = scanner.read(at);
    if (end < 0 || scanner.kind === 'complex') break;
    if (first < 0) first = at;
    sink.add(scanner, at, end);
    last = end;
    at = end;
  }
  sink.count = mark;
  return undefined;
}

export function startsNumber(code: number): boolean {
  return isDigit(code) || '+-.−nNiITFtf'.includes(String.fromCharCode(code));
}
