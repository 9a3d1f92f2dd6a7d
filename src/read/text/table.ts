import type { Notation, Span, Trouble } from '../reading';
import { blockOf, CellSink } from './cells';
import { inexactTrouble } from './findings';
import type { Found } from './notation';
import type { NumberScanner } from './numbers';
import type { Source } from './source';
import { looksLikeNumber, MISSING, wordValue } from './words';

/** The cells of a table, row by row; one row at a time is at hand. */
export interface TableRows {
  /** Moves to the next row. @returns how many cells it has; -1 behind the last row. */
  next(): number;
  /** Where the cells of the row at hand start and end, without quotes and blanks around them. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /**
   * Reads the next row straight into the sink where it holds plain numbers in every wanted column: one pass instead
   * of two. @returns false, with nothing taken, where the row needs a closer look or there is none.
   */
  readNumbers?(wanted: readonly boolean[], scanner: NumberScanner, sink: CellSink): boolean;
  /** The same for as many rows as hold plain numbers alone. @returns how many. */
  readRows?(columns: number, sink: CellSink): number;
}

export interface TableParticulars {
  readonly notation: Notation;
  readonly span: Span;
  readonly name?: string | undefined;
  readonly dtype?: string | undefined;
  /** What the columns are called, leading ones included; undefined where the table has no header. */
  readonly header?: readonly string[] | undefined;
  /** How many leading columns are row names, whatever they hold. */
  readonly labels: number;
  /** A first column that only counts the rows is left out. */
  readonly dropRunning: boolean;
  readonly decimalComma?: boolean;
  /** Where the text goes on; default: behind the span. */
  readonly end?: number;
}

/** Rows that are looked at before it is settled which columns hold numbers. */
const SAMPLE = 64;
/** Row names are kept up to this many rows. */
const NAME_ROWS = 100_000;
const LABEL_NAME = /label|target|class|truth|^y$/i;
const INDEX_NAME = /^(?:|unnamed: ?\d+|index|idx|id|row|rownames|no\.?|n|#|sample|step)$/i;

type ColumnKind = 'number' | 'text' | 'label';

/**
 * One array of all columns of numbers, in their order; row names, running indices and columns of text are left out.
 * One text cell among numbers refuses the table, as do rows of different length. A missing cell is nan.
 * @returns undefined where no column holds numbers.
 */
export function readTable(source: Source, rows: TableRows, particulars: TableParticulars): Found | undefined {
  return new TableReader(source, rows, particulars).read();
}

class TableReader {
  private readonly sink: CellSink;
  private readonly sample: { starts: number[]; ends: number[] }[] = [];
  private kinds: ColumnKind[] = [];
  private width = -1;
  private count = 0;
  private rowNames: string[] | undefined = [];
  private nameColumn = -1;
  private trouble: Trouble | undefined;
  /** A table of missing cells alone is none. */
  private anyNumber = false;

  constructor(
    private readonly source: Source,
    private readonly rows: TableRows,
    private readonly particulars: TableParticulars,
  ) {
    this.sink = new CellSink(source.text.length);
  }

  read(): Found | undefined {
    this.gatherSample();
    if (this.trouble === undefined) this.settleColumns();
    for (const { starts, ends } of this.sample) this.takeRow(starts, ends);
    const wanted = this.kinds.map((kind) => kind === 'number');
    const numbersAlone = this.nameColumn < 0 && wanted.every(Boolean);
    while (this.trouble === undefined) {
      if (numbersAlone) this.count += this.rows.readRows?.(this.width, this.sink) ?? 0;
      if (this.nameColumn < 0 && this.rows.readNumbers?.(wanted, this.source.scanner, this.sink) === true) {
        this.count++;
        continue;
      }
      const cells = this.rows.next();
      if (cells < 0) break;
      if (this.fits(cells)) this.takeRow(this.rows.starts, this.rows.ends);
    }
    const { span, end = span.end } = this.particulars;
    if (this.trouble !== undefined) return { end, blocks: [], troubles: [this.trouble] };
    return this.found(end);
  }

  private found(end: number): Found | undefined {
    const { notation, span, header, dtype } = this.particulars;
    const columns = this.kinds.flatMap((kind, column) => (kind === 'number' ? [column] : []));
    if (columns.length === 0 || !this.anyNumber) return undefined;
    const titles = columns.map((column) => header?.[column] ?? '');
    const names = titles.every((title) => title === '') ? undefined : titles;
    const single = columns.length === 1;
    const block = blockOf(this.sink, {
      notation,
      span,
      shape: single ? [this.count] : [this.count, columns.length],
      name: this.particulars.name ?? (single && names?.[0] !== '' ? names?.[0] : undefined),
      dtype,
      columnNames: single ? undefined : names,
      rowNames: this.nameColumn >= 0 ? this.rowNames : undefined,
    });
    const inexact = inexactTrouble(this.source.text, this.sink, true);
    return { end, blocks: [block], troubles: inexact === undefined ? [] : [inexact] };
  }

  private gatherSample(): void {
    while (this.sample.length < SAMPLE && this.trouble === undefined) {
      const cells = this.rows.next();
      if (cells < 0) return;
      if (this.width < 0) this.width = this.particulars.header?.length ?? cells;
      if (!this.fits(cells)) return;
      this.sample.push({ starts: this.rows.starts.slice(0, cells), ends: this.rows.ends.slice(0, cells) });
    }
  }

  private fits(cells: number): boolean {
    if (cells === this.width) return true;
    const { starts, ends } = this.rows;
    this.trouble ??= {
      code: 'ragged',
      // A row without cells is blamed on the table.
      span: { start: starts[0] ?? this.particulars.span.start, end: ends[cells - 1] ?? this.particulars.span.end },
      row: this.count + this.sample.length,
      found: String(cells),
      expected: String(this.width),
    };
    return false;
  }

  private settleColumns(): void {
    const { labels, dropRunning, header } = this.particulars;
    const { sample } = this;
    for (let column = 0; column < this.width; column++) {
      this.kinds.push(column < labels ? 'label' : this.kindOf(column));
    }
    const last = this.width - 1;
    if (last > 0 && (header?.[last] ?? '') === '' && sample.every((row) => row.starts[last] === row.ends[last])) {
      this.kinds[last] = 'label'; // Every row ends in a separator.
    }
    const name = header?.[0] ?? '';
    const others = this.kinds.indexOf('number', 1) > 0;
    if (dropRunning && others && this.kinds[0] === 'number' && !LABEL_NAME.test(name)) {
      if (this.isRunning(0) || (INDEX_NAME.test(name) && name === '')) this.kinds[0] = 'label';
    }
    this.nameColumn = this.kinds.findIndex((kind, column) => kind === 'text' || (kind === 'label' && column < last));
    if (this.nameColumn >= 0 && this.kinds[this.nameColumn] === 'label' && this.isRunning(this.nameColumn)) {
      this.nameColumn = this.kinds.indexOf('text');
    }
  }

  private kindOf(column: number): ColumnKind {
    let numbers = 0;
    let texts = 0;
    let place: { start: number; end: number } | undefined;
    for (const row of this.sample) {
      const start = row.starts[column];
      const end = row.ends[column];
      if (this.isMissing(start, end)) continue;
      if (this.readCell(start, end)) numbers++;
      else {
        if (looksLikeNumber(this.source.text.slice(start, Math.min(end, start + 65)))) this.refuseOdd(start, end);
        texts++;
        place ??= { start, end };
      }
    }
    if (texts === 0) return 'number';
    if (numbers > 0 && place !== undefined) this.refuse(place.start, place.end);
    return 'text';
  }

  /** Dates and ranges are words; other scripts, hidden marks and digits between commas are refused. */
  private refuseOdd(start: number, end: number): void {
    const cell = this.source.text.slice(start, end);
    if (!/^[\x20-\x7e]*$/.test(cell) || /^[-+]?\d+(?:,\d+)+(?:\.\d+)?$/.test(cell)) this.refuse(start, end);
  }

  private refuse(start: number, end: number): void {
    this.trouble ??= {
      code: 'bad-token',
      span: { start, end },
      found: this.source.text.slice(start, Math.min(end, start + 64)),
    };
  }

  private takeRow(starts: readonly number[], ends: readonly number[]): void {
    if (this.trouble !== undefined) return;
    const { kinds, sink, source } = this;
    for (let column = 0; column < kinds.length; column++) {
      if (kinds[column] !== 'number') continue;
      const start = starts[column];
      const end = ends[column];
      if (this.readCell(start, end)) {
        sink.add(source.scanner, start, end);
        this.anyNumber = true;
      } else if (this.isMissing(start, end)) sink.addMissing(start, end);
      else return this.refuse(start, end);
    }
    this.count++;
    if (this.nameColumn < 0 || this.rowNames === undefined) return;
    if (this.count > NAME_ROWS) this.rowNames = undefined;
    else this.rowNames.push(source.text.slice(starts[this.nameColumn], ends[this.nameColumn]).slice(0, 200));
  }

  /** Reads the cell with the scanner; true where it is a real number and nothing else. */
  private readCell(start: number, end: number): boolean {
    const { scanner, text } = this.source;
    if (start >= end) return false;
    scanner.stop = end;
    const read = scanner.read(start);
    scanner.stop = -1;
    if (read === end) return scanner.kind !== 'complex';
    return this.particulars.decimalComma === true && scanner.readDecimalComma(text.slice(start, end));
  }

  private isMissing(start: number, end: number): boolean {
    if (end - start > 12) return false;
    const word = this.source.text.slice(start, end);
    return MISSING.has(word) || Number.isNaN(wordValue(word)?.value);
  }

  /** 0, 1, 2 ... or 1, 2, 3 ..., or R's `[1,]`, `[2,]` ..., throughout the sample. */
  private isRunning(column: number): boolean {
    const { text } = this.source;
    const values = this.sample.map((row) => text.slice(row.starts[column], row.ends[column]));
    if (values.every((value) => /^\[\d+,\]$/.test(value))) return true;
    const first = values[0];
    if (first !== '0' && first !== '1') return false;
    return values.length > 1 && values.every((value, index) => value === String(index + Number(first)));
  }
}

/** Rows whose cells have been told apart beforehand. */
export class ListedRows implements TableRows {
  starts: readonly number[] = [];
  ends: readonly number[] = [];
  private index = 0;

  constructor(private readonly rows: readonly (readonly { readonly start: number; readonly end: number }[])[]) {}

  next(): number {
    const row = this.rows[this.index++];
    if (row === undefined) return -1;
    this.starts = row.map((cell) => cell.start);
    this.ends = row.map((cell) => cell.end);
    return row.length;
  }
}
