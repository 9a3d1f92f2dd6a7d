import type { Reading } from '../../reading';
import type { Found, LineNotation } from '../notation';
import { isDigit, type NumberScanner } from '../numbers';
import type { CellSink } from '../cells';
import { isBlankLine, type Line, lineFrom, Source } from '../source';
import { readTable, type TableRows } from '../table';
import { looksLikeNumber } from '../words';

/**
 * CSV and its kin: cells between commas, semicolons, tabs or bars, in quotes where they hold one; lines that hold
 * nothing are no rows.
 */
export class DelimitedRows implements TableRows {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Where the row behind the one at hand starts. */
  at: number;
  /** A quoted cell that nothing closes. */
  unclosed = -1;
  private readonly text: string;
  private readonly delimiter: number;

  constructor(
    private readonly source: Source,
    start: number,
    private readonly limit: number,
    delimiter: string,
  ) {
    this.text = source.text;
    this.at = start;
    this.delimiter = delimiter.charCodeAt(0);
  }

  next(): number {
    this.skipEmptyLines();
    if (this.at >= this.limit) return -1;
    let count = 0;
    while (this.readCell(count++));
    return count;
  }

  readNumbers(wanted: readonly boolean[], scanner: NumberScanner, sink: CellSink): boolean {
    const { text, limit, delimiter } = this;
    const mark = sink.count;
    const last = wanted.length - 1;
    let at = this.at;
    for (let column = 0; column <= last; column++) {
      let code = text.charCodeAt(at);
      if (wanted[column]) {
        while (code === 0x20) code = text.charCodeAt(++at);
        const end = isPlainStart(code) ? scanner.read(at) : -1;
        if (end < 0 || end > limit || scanner.kind === 'complex') return this.giveBack(sink, mark);
        sink.add(scanner, at, end);
        at = end;
        code = text.charCodeAt(at);
      } else {
        while (code !== delimiter && code !== 0x0a && code !== 0x22 && at < limit) code = text.charCodeAt(++at);
      }
      if (column < last ? code !== delimiter : !this.endsRow(at)) return this.giveBack(sink, mark);
      at++;
    }
    if (text.charCodeAt(at - 1) === 0x0d) at++;
    this.at = Math.min(at, limit);
    return true;
  }

  readRows(columns: number, sink: CellSink): number {
    const { at, limit, delimiter } = this;
    const taken = this.source.rowRuns.take({ at, limit, columns, form: 'lines', delimiter }, sink);
    if (taken === undefined) return 0;
    this.at = taken.at;
    return taken.rows;
  }

  private endsRow(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === 0x0a || (code === 0x0d && this.text.charCodeAt(at + 1) === 0x0a);
  }

  private giveBack(sink: CellSink, mark: number): false {
    sink.count = mark;
    return false;
  }

  private skipEmptyLines(): void {
    const { text, limit } = this;
    for (let at = this.at; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x0a) this.at = at + 1;
      else if (!isTrimmed(code, this.delimiter)) return;
    }
    this.at = limit;
  }

  /** @returns false where the cell is the last of its row. */
  private readCell(index: number): boolean {
    const { text, limit, delimiter } = this;
    let at = this.at;
    while (at < limit && isCellBlank(text.charCodeAt(at), delimiter)) at++;
    if (text.charCodeAt(at) === 0x22) return this.readQuoted(index, at);
    const start = at;
    let code = text.charCodeAt(at);
    while (at < limit && code !== delimiter && code !== 0x0a) code = text.charCodeAt(++at);
    let end = at;
    while (end > start && isTrimmed(text.charCodeAt(end - 1), delimiter)) end--;
    // An empty cell stands right behind its delimiter: what follows may be blanks behind the table.
    return end === start ? this.finish(index, this.at, this.at, at) : this.finish(index, start, end, at);
  }

  private readQuoted(index: number, quote: number): boolean {
    const { text, limit, delimiter } = this;
    let at = quote + 1;
    for (;;) {
      const end = text.indexOf('"', at);
      if (end < 0 || end >= limit) {
        this.unclosed = quote;
        return this.finish(index, quote + 1, limit, limit);
      }
      if (text.charCodeAt(end + 1) !== 0x22) {
        at = end + 1;
        break;
      }
      at = end + 2;
    }
    const end = at - 1;
    while (at < limit && text.charCodeAt(at) !== delimiter && text.charCodeAt(at) !== 0x0a) at++;
    return this.finish(index, quote + 1, end, at);
  }

  private finish(index: number, start: number, end: number, at: number): boolean {
    this.starts[index] = start;
    this.ends[index] = end;
    const more = at < this.limit && this.text.charCodeAt(at) === this.delimiter;
    this.at = Math.min(at + 1, this.limit);
    return more;
  }
}

function isPlainStart(code: number): boolean {
  return isDigit(code) || code === 0x2d || code === 0x2e;
}

function isCellBlank(code: number, delimiter: number): boolean {
  return code !== delimiter && (code === 0x20 || code === 0x09 || code === 0xa0 || code === 0x202f || code === 0xfeff);
}

function isTrimmed(code: number, delimiter: number): boolean {
  return isCellBlank(code, delimiter) || code === 0x0d;
}

/** A table that is a whole file: the delimiter is told from its first lines. */
export function readDelimited(text: string, language: string): Reading {
  const source = new Source(text, language);
  const start = skipComments(source);
  const delimiter = sniff(source, start, language);
  if (delimiter === undefined) return readBlankSeparated(source, start);
  const rows = new DelimitedRows(source, start, text.length, delimiter);
  const notation = delimiter === '\t' ? 'tsv' : 'csv';
  const found = readHeaded(source, rows, text.length, notation, delimiter);
  if (rows.unclosed >= 0) {
    const begin = rows.unclosed;
    const span = { start: begin, end: text.length };
    return { blocks: [], troubles: [{ code: 'unclosed', span, found: text.slice(begin, begin + 40) }] };
  }
  return { blocks: found?.blocks ?? [], troubles: found?.troubles ?? [] };
}

function readBlankSeparated(source: Source, start: number): Reading {
  const { text } = source;
  const rows = new BlankRows(source, start, text.length);
  const found = readHeaded(source, rows, text.length, 'csv', ' ');
  return { blocks: found?.blocks ?? [], troubles: found?.troubles ?? [] };
}

/** Columns between runs of blanks, to the end of the text. */
class BlankRows implements TableRows {
  starts: readonly number[] = [];
  ends: readonly number[] = [];

  constructor(
    private readonly source: Source,
    public at: number,
    private readonly limit: number,
  ) {}

  next(): number {
    const { text } = this.source;
    while (this.at < this.limit) {
      const line = lineFrom(this.source, this.at);
      this.at = line.next;
      if (isBlankLine(line)) continue;
      const starts: number[] = [];
      const ends: number[] = [];
      for (let at = line.first; at < line.end;) {
        while (at < line.end && text.charCodeAt(at) <= 0x20) at++;
        const start = at;
        while (at < line.end && text.charCodeAt(at) > 0x20) at++;
        const quoted = text.charCodeAt(start) === 0x22 && text.charCodeAt(at - 1) === 0x22 && at > start + 1;
        starts.push(quoted ? start + 1 : start);
        ends.push(quoted ? at - 1 : at);
      }
      this.starts = starts;
      this.ends = ends;
      return starts.length;
    }
    return -1;
  }
}

/** Gives the first rows out again: they are among those of which a table takes every cell for itself. */
class Rewound implements TableRows {
  starts: readonly number[] = [];
  ends: readonly number[] = [];
  private index = 0;

  constructor(
    private readonly first: readonly { readonly starts: readonly number[]; readonly ends: readonly number[] }[],
    private readonly rest: TableRows,
  ) {}

  next(): number {
    const row = this.first[this.index++];
    if (row !== undefined) {
      this.starts = row.starts;
      this.ends = row.ends;
      return row.starts.length;
    }
    const count = this.rest.next();
    this.starts = this.rest.starts;
    this.ends = this.rest.ends;
    return count;
  }

  readNumbers(wanted: readonly boolean[], scanner: NumberScanner, sink: CellSink): boolean {
    return this.rest.readNumbers?.(wanted, scanner, sink) === true;
  }

  readRows(columns: number, sink: CellSink): number {
    return this.rest.readRows?.(columns, sink) ?? 0;
  }
}

function readHeaded(
  source: Source,
  rows: TableRows,
  end: number,
  notation: 'csv' | 'tsv' | 'table',
  delimiter: string,
): Found | undefined {
  const first = take(rows);
  if (first === undefined) return undefined;
  const second = take(rows);
  const { text } = source;
  const headed = second !== undefined && isHeader(source, first, second);
  // R's write.table leaves out the name of the row names.
  const labels = headed && second.starts.length === first.starts.length + 1 ? 1 : 0;
  const names = first.starts.map((from, index) => text.slice(from, first.ends[index]).replaceAll('""', '"'));
  const body = second === undefined ? [first] : headed ? [second] : [first, second];
  const last = endOfRows(text, end, delimiter);
  return readTable(source, new Rewound(body, rows), {
    notation,
    span: { start: first.starts[0], end: last },
    end,
    header: headed ? [...(labels > 0 ? [''] : []), ...names] : undefined,
    labels,
    dropRunning: headed,
    decimalComma: delimiter === ';',
  });
}

interface Row {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function take(rows: TableRows): Row | undefined {
  const count = rows.next();
  return count < 0 ? undefined : { starts: rows.starts.slice(0, count), ends: rows.ends.slice(0, count) };
}

/** The first row names the columns where a cell of it is text and the one below is not. */
function isHeader(source: Source, first: Row, second: Row): boolean {
  const offset = second.starts.length - first.starts.length;
  if (offset !== 0 && offset !== 1) return false;
  let texts = 0;
  let heads = 0;
  for (let column = 0; column < first.starts.length; column++) {
    const head = isText(source, first, column);
    if (head) texts++;
    if (head && !isText(source, second, column + offset)) heads++;
  }
  // A table of text alone has a header too; it holds no numbers either way.
  return heads > 0 || (texts === first.starts.length && texts > 0);
}

function isText({ text, scanner }: Source, row: Row, column: number): boolean {
  const start = row.starts[column];
  const end = row.ends[column];
  if (start >= end) return false;
  scanner.stop = end;
  const read = scanner.read(start);
  scanner.stop = -1;
  return (
    read !== end &&
    !looksLikeNumber(text.slice(start, Math.min(end, start + 65))) &&
    !/^(?:[-+\u2212]?\d+,\d+|<NA>|N\/A|n\/a|#N\/A)$/.test(text.slice(start, Math.min(end, start + 60)))
  );
}

function endOfRows(text: string, limit: number, delimiter: string): number {
  let end = limit;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20 && text[end - 1] !== delimiter) end--;
  return end;
}

/** Lines of remarks in front of the table, as numpy.savetxt writes them. */
function skipComments(source: Source): number {
  let at = 0;
  while (source.text.charCodeAt(at) === 0x23) at = lineFrom(source, at).next;
  return at;
}

/** The delimiter that stands in the first line; undefined where only blanks do. */
function sniff(source: Source, start: number, language: string): string | undefined {
  let line = lineFrom(source, start);
  while (isBlankLine(line) && line.next < source.text.length) line = lineFrom(source, line.next);
  const head = unquoted(source.text.slice(line.first, Math.min(line.end, line.first + 4000)));
  if (language === 'tsv' || head.includes('\t')) return '\t';
  if (head.includes(';')) return ';';
  if (head.includes(',')) return ',';
  if (head.includes('|')) return '|';
  return head.trim().includes(' ') && !head.includes('"') ? undefined : ',';
}

function unquoted(line: string): string {
  let quoted = false;
  let plain = '';
  for (const c of line) {
    if (c === '"') quoted = !quoted;
    else if (!quoted) plain += c;
  }
  return plain;
}

/** Headers of tables in the midst of other text are plain words. */
const PLAIN_NAME = /^(?:[\p{L}\p{N}_.%#/()[\]-]{1,40}(?: [\p{L}\p{N}_.%#/()[\]-]{1,40}){0,2})?$/u;
const PROGRAM = /^(?:python|javascript|typescript|c|cpp|r|julia|matlab|octave|json|jsonc|rust|java|go|csharp)$/;

/** A header and rows of cells between commas, semicolons or tabs, in the midst of other text. */
export const delimited: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    if (PROGRAM.test(source.language) || line.end - line.first > 4000 || line.next >= source.text.length)
      return undefined;
    const below = lineFrom(source, line.next);
    if (isBlankLine(below) || !endsLikeNumber(source.text, below)) return undefined;
    const head = source.text.slice(line.first, line.end);
    const delimiter = head.includes('\t') ? '\t' : head.includes(';') ? ';' : head.includes(',') ? ',' : undefined;
    if (delimiter === undefined) return undefined;
    const names = head.split(delimiter);
    const cells = source.text.slice(below.first, below.end).split(delimiter);
    if (names.length !== cells.length || !names.every((name) => PLAIN_NAME.test(name.trim().replaceAll('"', ''))))
      return undefined;
    const rows = new DelimitedRows(source, line.start, below.end, delimiter);
    const first = take(rows);
    const second = take(rows);
    if (first === undefined || second === undefined || !isHeader(source, first, second)) return undefined;
    const texts = second.starts.filter((_, column) => isText(source, second, column)).length;
    // Dates and lists in a sentence stand between commas too.
    if (texts * 2 > second.starts.length || /^[12]\d{3}$/.test(names[1].trim())) return undefined;
    const end = endOfTable(source, line, names.length, delimiter);
    const fresh = new DelimitedRows(source, line.start, end, delimiter);
    return readHeaded(source, fresh, end, delimiter === '\t' ? 'tsv' : delimiter === ',' ? 'csv' : 'table', delimiter);
  },
};

function endOfTable(source: Source, header: Line, width: number, delimiter: string): number {
  let at = header.next;
  while (at < source.text.length) {
    const line = lineFrom(source, at);
    if (isBlankLine(line) || line.end - line.first > 4000) break;
    if (source.text.slice(line.first, line.end).split(delimiter).length !== width) break;
    at = line.next;
  }
  return at;
}

/** A cheap look at the last character: is it worth looking closer? */
export function endsLikeNumber(text: string, line: Line): boolean {
  const code = text.charCodeAt(line.end - 1);
  return isDigit(code) || 'NnAaeEfFlLyTs.>"%'.includes(String.fromCharCode(code));
}
