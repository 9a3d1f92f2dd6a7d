import { CellSink } from './cells';
import { endOfToken, endsToken, isDigit, isSpace } from './numbers';
import type { Source } from './source';

/** Nested deeper than this is no matrix that anybody printed. */
export const DEPTH_LIMIT = 64;

/** What stands between two brackets, once it is known to be numbers and nothing else. */
export interface Nest {
  readonly kind: 'nest';
  /** Offset behind the closing bracket. */
  readonly end: number;
  readonly shape: readonly number[];
  readonly sink: CellSink;
  readonly separator: Separator;
  /** Some bracket is round: a Python tuple. */
  readonly tuple: boolean;
  /** Rows were separated by semicolons or line ends: MATLAB and Julia. */
  readonly rows: boolean;
  /** Where numbers were left out, if they were: the shape is then that of what is printed. */
  readonly elision: number;
  /** A blank and a sign stand where Python would subtract: `[1 -2]`. */
  readonly signedGap: boolean;
}

export type Separator = 'comma' | 'space' | 'none';

export type MisfitCode = 'ragged' | 'bad-token' | 'unclosed' | 'too-deep' | 'complex' | 'masked';

/** Why it is not. `numbers` had been read by then, `depth` brackets were open. */
export interface Misfit {
  readonly kind: 'misfit';
  readonly at: number;
  readonly code: MisfitCode;
  readonly numbers: number;
  readonly depth: number;
  /** For ragged ones: the row (from 0) of its level, and how long it and its elder sisters are. */
  readonly row: number;
  readonly found: string;
  readonly expected: string;
}

/** How the lines that hold the brackets begin, where that is no part of the numbers. */
export interface Margin {
  /** The column of a docstring's `>>>`, at which a `...` is a prompt and no elision; -1 where there is none. */
  readonly promptColumn: number;
  /** The comment mark at the start of each line: `#`, `//`, `>`; empty where there is none. */
  readonly mark: string;
}

/**
 * Reads nested brackets of numbers, the form that most notations share: square, round for tuples, curly for C and
 * Mathematica; separated by commas or, where there is none, by blanks; rows by brackets or by semicolons. Comments
 * are skipped. Never throws.
 * @param open the offset of the first bracket.
 */
export function readBrackets(source: Source, open: number, margin: Margin): Nest | Misfit {
  return new BracketReader(source, open, margin).read();
}

class BracketReader {
  private readonly text: string;
  private readonly sink: CellSink;
  private readonly closers: number[] = [];
  private readonly counts: number[] = [];
  /** The length that is right for each level; inner levels close first, so outer ones are filled in later. */
  private readonly widths: number[] = [];
  private leafDepth = 0;
  private separator: Separator = 'none';
  private tuple = false;
  private elision = -1;
  private signedGap = false;
  private at: number;
  /** Something that may be followed by a separator has ended, and whether a comma has been seen since. */
  private ended = false;
  private comma = false;
  /** Rows closed by a semicolon, and how long they are. */
  private semicolonRows = 0;
  private rowWidth = 0;

  constructor(
    private readonly source: Source,
    open: number,
    private readonly margin: Margin,
  ) {
    this.text = source.text;
    this.sink = new CellSink(source.text.length);
    this.at = open;
  }

  read(): Nest | Misfit {
    for (;;) {
      const code = this.skipBlanks();
      switch (code) {
        case 0x2c /* , */: {
          if (!this.ended || this.comma) return this.misfit('bad-token');
          this.comma = true;
          this.at++;
          break;
        }
        case 0x5d:
        case 0x29:
        case 0x7d: {
          const outcome = this.close(code);
          if (outcome !== undefined) return outcome;
          break;
        }
        case 0x5b:
        case 0x28:
        case 0x7b: {
          const misfit = this.separate() ?? this.openBracket(code);
          if (misfit !== undefined) return misfit;
          break;
        }
        case 0x3b /* ; */: {
          const misfit = this.endRow();
          if (misfit !== undefined) return misfit;
          this.at++;
          break;
        }
        default: {
          if (code !== code) return this.misfit('unclosed');
          if (code === 0x76 && this.text.startsWith('vec![', this.at)) {
            this.at += 4; // Rust.
            break;
          }
          if (this.isElision(code)) break;
          const misfit = this.separate() ?? this.readRun();
          if (misfit !== undefined) return misfit;
        }
      }
    }
  }

  /** Steps over blanks, line beginnings and comments. @returns the character there; NaN at the end. */
  private skipBlanks(): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 0x0a) {
        if (this.source.rowLines && this.leafDepth === 1 && this.closers.length === 1 && !this.comma) {
          // A row that is too long or short is told by the next one that ends.
          if (this.counts[0] !== 0 && this.endRow() !== undefined) return 0x3b;
        }
        this.at++;
        this.skipMargin();
      } else if (isSpace(code)) this.at++;
      else if (code === 0x1b) this.at = endOfEscape(text, this.at);
      else if (this.isComment(code)) this.skipComment(code);
      else return code;
    }
  }

  private skipMargin(): void {
    const { text } = this;
    const { mark, promptColumn } = this.margin;
    if (mark === '' && promptColumn < 0) return;
    const start = this.at;
    let at = start;
    while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
    if (mark !== '' && text.startsWith(mark, at)) at += mark.length;
    if (promptColumn >= 0 && at - start === promptColumn && text.startsWith('...', at)) at += 3;
    this.at = at;
  }

  private isComment(code: number): boolean {
    if (code === 0x23 /* # */) return true;
    // Behind a number, these may divide.
    const free = !this.ended || this.comma;
    const next = this.text.charCodeAt(this.at + 1);
    if (code === 0x2f /* / */) return (next === 0x2f && (free || this.source.slashComments)) || next === 0x2a;
    return code === 0x25 /* % */ && this.source.rowLines;
  }

  private skipComment(code: number): void {
    const { text } = this;
    const block = code === 0x2f && text.charCodeAt(this.at + 1) === 0x2a;
    const end = block ? this.source.next('*/', this.at + 2) : this.source.lineEnd(this.at);
    this.at = end < 0 ? text.length : block ? end + 2 : end;
  }

  /** Dots for numbers that are left out; what is said about them ("100 more items") is stepped over. */
  private isElision(code: number): boolean {
    const { text } = this;
    const dots = code === 0x2e && text.startsWith('...', this.at);
    if (!dots && code !== 0x2026 /* … */ && code !== 0x22ee /* ⋮ */ && code !== 0x22f1 /* ⋱ */) {
      if (this.elision < 0 || isDigit(code) || code === 0x2d) return false;
      if (this.source.scanner.read(this.at) >= 0) return false;
    } else if (dots && this.source.rowLines && text.startsWith('\n', this.at + 3)) {
      this.at += 4;
      return true;
    } else if (this.elision < 0) this.elision = this.at;
    this.at = dots ? this.at + 3 : Math.max(endOfToken(text, this.at), this.at + 1);
    this.ended = true;
    this.comma = false;
    return true;
  }

  /** What stood between this element and the one before is the separator, the same throughout. */
  private separate(): Misfit | undefined {
    if (this.ended) {
      const seen: Separator = this.comma ? 'comma' : 'space';
      if (this.separator === 'none') this.separator = seen;
      // A print that leaves numbers out may put its dots between commas or blanks alike.
      else if (this.separator !== seen && this.elision < 0) return this.misfit('bad-token');
      if (seen === 'space') {
        const code = this.text.charCodeAt(this.at);
        if (code === 0x2d || code === 0x2b) this.signedGap = true;
      }
    }
    this.ended = false;
    this.comma = false;
    return undefined;
  }

  private openBracket(code: number): Misfit | undefined {
    const { closers, counts, leafDepth } = this;
    if (closers.length === DEPTH_LIMIT) return this.misfit('too-deep');
    if (leafDepth > 0 && closers.length >= leafDepth) {
      return this.misfit('ragged', counts[closers.length - 1], 'a row', 'a number');
    }
    closers.push(code === 0x28 ? 0x29 : code + 2);
    counts.push(0);
    if (code === 0x28) this.tuple = true;
    this.at++;
    return undefined;
  }

  private close(code: number): Nest | Misfit | undefined {
    const { closers, counts, widths } = this;
    if (closers.pop() !== code) return this.misfit('bad-token');
    const depth = closers.length;
    const count = counts.pop() as number;
    if (code === 0x29 && count === 1 && !this.comma) return this.misfit('bad-token'); // (x) is no tuple, only (x,) is
    if (this.semicolonRows > 0) return this.closeRows(count);
    widths[depth] ??= count;
    if (this.elision < 0 && widths[depth] !== count) {
      return this.misfit('ragged', counts[depth - 1], String(count), String(widths[depth]));
    }
    this.at++;
    if (depth === 0) return this.nest(widths.slice());
    counts[depth - 1] = counts[depth - 1] + 1;
    this.ended = true;
    this.comma = false;
    if (code === 0x5d && closers[depth - 1] === code && depth + 1 === this.leafDepth) this.takeRows(depth, count);
    return undefined;
  }

  /** Rows like the one that was closed, as many as follow without anything between them. */
  private takeRows(depth: number, columns: number): void {
    const { text, margin, separator, source } = this;
    if (separator === 'none' || this.elision >= 0 || margin.mark !== '' || margin.promptColumn >= 0) return;
    if (source.scanner.shift !== 0 || source.rowLines) return;
    const form = separator === 'comma' ? 'commas' : 'blanks';
    const taken = source.rowRuns.take({ at: this.at, limit: text.length, columns, form }, this.sink);
    if (taken === undefined) return;
    this.counts[depth - 1] += taken.rows;
    this.at = taken.at;
    if (form === 'blanks' && taken.minus) this.signedGap = true;
  }

  private nest(shape: readonly number[]): Nest {
    const { at, sink, separator, tuple, elision, signedGap } = this;
    return { kind: 'nest', end: at, shape, sink, separator, tuple, rows: this.semicolonRows > 0, elision, signedGap };
  }

  /** `[1 2; 3 4]`: a semicolon ends a row of the only bracket. */
  private endRow(): Misfit | undefined {
    if (this.closers.length !== 1 || this.leafDepth !== 1 || this.comma) return this.misfit('bad-token');
    const count = this.counts[0];
    if (count === 0) return undefined;
    if (this.semicolonRows === 0) this.rowWidth = count;
    else if (count !== this.rowWidth && this.elision < 0) {
      return this.misfit('ragged', this.semicolonRows, String(count), String(this.rowWidth));
    }
    this.semicolonRows++;
    this.counts[0] = 0;
    this.ended = false;
    return undefined;
  }

  private closeRows(count: number): Nest | Misfit {
    if (count > 0 && count !== this.rowWidth && this.elision < 0) {
      return this.misfit('ragged', this.semicolonRows, String(count), String(this.rowWidth));
    }
    this.at++;
    return this.nest([this.semicolonRows + (count > 0 ? 1 : 0), this.rowWidth]);
  }

  /** Reads numbers as long as the same plain separator follows: the loop in which nearly all time is spent. */
  private readRun(): Misfit | undefined {
    const { text, sink } = this;
    const { scanner } = this.source;
    const depth = this.closers.length;
    if (this.leafDepth === 0) {
      if (this.widths.length >= depth) return this.misfit('ragged', this.counts[depth - 1], 'a number', 'a row');
      this.leafDepth = depth;
    }
    if (depth !== this.leafDepth) return this.misfit('ragged', this.counts[depth - 1], 'a number', 'a row');
    let at = this.at;
    let count = 0;
    for (;;) {
      const end = scanner.read(at);
      if (end < 0 || scanner.kind === 'complex') {
        this.at = at;
        return this.misfit(end >= 0 ? 'complex' : isMasked(text, at) ? 'masked' : 'bad-token');
      }
      sink.add(scanner, at, end);
      count++;
      at = end;
      if (this.separator !== 'comma' || text.charCodeAt(at) !== 0x2c) break;
      at++;
      while (text.charCodeAt(at) === 0x20) at++;
      if (!startsPlainNumber(text.charCodeAt(at))) {
        this.comma = true;
        break;
      }
    }
    this.counts[depth - 1] = this.counts[depth - 1] + count;
    this.at = at;
    this.ended = true;
    return undefined;
  }

  private misfit(code: MisfitCode, row = 0, found = '', expected = ''): Misfit {
    return {
      kind: 'misfit',
      at: this.at,
      code,
      numbers: this.sink.count,
      depth: this.closers.length,
      row,
      found,
      expected,
    };
  }
}

/** A digit, or a minus in front of one: no word, no dots, no bracket. */
function startsPlainNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** `--` stands for a number under a mask. */
function isMasked(text: string, at: number): boolean {
  return text.startsWith('--', at) && endsToken(text.charCodeAt(at + 2));
}

/** Behind a terminal's colour sequence: ESC [ ... m. */
export function endOfEscape(text: string, at: number): number {
  let end = at + 1;
  if (text.charCodeAt(end) !== 0x5b) return end;
  end++;
  while (end < at + 24 && text.charCodeAt(end) < 0x40) end++;
  return end + 1;
}

/** The text of the token at `at`, for a message. */
export function tokenAt(text: string, at: number): string {
  return text.slice(at, Math.max(endOfToken(text, at), at + 1));
}
