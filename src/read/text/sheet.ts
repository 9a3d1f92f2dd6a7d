import { CellSink } from './cells';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from './source';

/** Rows of numbers that may be scaled by a factor above them and split into blocks of columns. */
export interface Sheet {
  /** Behind the last character of the last row. */
  readonly end: number;
  /** Where the next line starts. */
  readonly next: number;
  readonly rows: number;
  readonly columns: number;
  /** The power of ten that all numbers were divided by for the print. */
  readonly shift: number;
  /** The numbers in row-major order. */
  readonly sink: CellSink;
  readonly ragged?: { readonly at: Token; readonly row: number; readonly found: number; readonly expected: number };
}

const SCALE = /^(1(?:\.0*)?(?:[eE][-+]?\d{1,3})?|10{1,20}|0\.0{0,20}1) *\*$/;
const HEADING = /^[Cc]olumns? (\d+)(?:(?: (?:through|to|and) |:)(\d+))?:?$/;
/** libtorch goes on behind its heading with the first row. */
const HEADING_OF_ROW = /^Columns \d+ to \d+ +(?=[-\d])/;

/**
 * Reads the sheet that begins at or behind blank lines from `start`: the layout of MATLAB, Octave and old torch.
 * @param mark what each line begins with where the sheet stands in a comment.
 * @returns undefined where no row of numbers stands there.
 */
export function readSheet(source: Source, start: number, mark = ''): Sheet | undefined {
  return new SheetReader(source, mark).read(start);
}

class SheetReader {
  private readonly blocks: Token[][][] = [];
  private rows: Token[][] = [];
  private shift = 0;
  private headed = false;
  private end = -1;
  private next = -1;

  constructor(
    private readonly source: Source,
    private readonly mark: string,
  ) {}

  read(start: number): Sheet | undefined {
    const { text } = this.source;
    let at = start;
    while (at < text.length) {
      const line = behindMark(this.source, lineFrom(this.source, at), this.mark);
      if (!this.takeLine(line)) break;
      at = line.next;
    }
    this.closeBlock();
    const [first] = this.blocks;
    return first === undefined ? undefined : this.sheet(first);
  }

  /** @returns false where the sheet has ended before this line. */
  private takeLine(line: Line): boolean {
    const { text } = this.source;
    if (isBlankLine(line)) {
      // Without headings, a blank line ends the rows; with them it separates blocks.
      if (this.rows.length > 0 && !this.headed) return false;
      this.closeBlock();
      return true;
    }
    const words = text.slice(line.first, Math.min(line.end, line.first + 60));
    const scale = SCALE.exec(words);
    if (scale !== null && this.rows.length === 0) {
      this.shift = Math.round(Math.log10(Number(scale[1])));
      return true;
    }
    if (HEADING.test(words)) {
      this.closeBlock();
      this.headed = true;
      return true;
    }
    const heading = HEADING_OF_ROW.exec(words)?.[0].length;
    if (heading !== undefined) {
      this.closeBlock();
      this.headed = true;
      return this.takeRow({ ...line, first: line.first + heading });
    }
    if (this.headed && this.rows.length === 0 && this.blocks.length > 0 && !HEADING.test(words)) {
      if (!this.followsHeading(line)) return false;
    }
    return this.takeRow(line);
  }

  private takeRow(line: Line): boolean {
    const row = this.rowOf(line);
    if (row === undefined) return false;
    this.rows.push(row);
    this.end = line.end;
    this.next = line.next;
    return true;
  }

  private closeBlock(): void {
    if (this.rows.length > 0) this.blocks.push(this.rows);
    this.rows = [];
  }

  /** Only a heading opens another block. */
  private followsHeading(line: Line): boolean {
    const before = this.source.text.slice(Math.max(0, line.start - 80), line.start).trimEnd();
    return HEADING.test(before.slice(before.lastIndexOf('\n') + 1).trim());
  }

  private rowOf(line: Line): Token[] | undefined {
    const { scanner } = this.source;
    const tokens = tokensOf(this.source, line);
    if (tokens.length === 0) return undefined; // Blanks that are no ASCII.
    for (const { start, end } of tokens) {
      if (scanner.read(start) !== end || scanner.kind === 'complex') return undefined;
    }
    return tokens;
  }

  private sheet(first: readonly Token[][]): Sheet | undefined {
    const { scanner } = this.source;
    const sink = new CellSink();
    const columns = this.blocks.reduce((sum, block) => sum + block[0].length, 0);
    scanner.shift = this.shift;
    let ragged: Sheet['ragged'];
    const uneven = this.blocks.find((block) => block.length !== first.length);
    if (uneven !== undefined) {
      ragged = { at: uneven[0][0], row: first.length, found: uneven.length, expected: first.length };
    }
    for (let row = 0; row < first.length; row++) {
      const cells = this.blocks.flatMap((block) => block[row] ?? []);
      if (cells.length !== columns) ragged ??= { at: first[row]?.[0], row, found: cells.length, expected: columns };
      for (const { start } of cells) sink.add(scanner, start, scanner.read(start));
    }
    scanner.shift = 0;
    const { shift, end, next } = this;
    return { end, next, rows: first.length, columns, shift, sink, ...(ragged !== undefined && { ragged }) };
  }
}

/** The line without the comment mark in front of it. */
export function behindMark(source: Source, line: Line, mark: string): Line {
  if (mark === '' || !source.text.startsWith(mark, line.first)) return line;
  let first = line.first + mark.length;
  while (first < line.end && source.text.charCodeAt(first) <= 0x20) first++;
  return { ...line, first };
}
