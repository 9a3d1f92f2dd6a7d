import { Closings } from './closings';
import { NumberScanner } from './numbers';
import { RowRuns } from './rowRuns';

/** The languages in which a line comment starts with two slashes. */
const SLASH_LANGUAGES: ReadonlySet<string> = new Set([
  'c',
  'cpp',
  'csharp',
  'cuda-cpp',
  'go',
  'java',
  'javascript',
  'javascriptreact',
  'jsonc',
  'json5',
  'kotlin',
  'php',
  'rust',
  'scala',
  'swift',
  'typescript',
  'typescriptreact',
]);
const ROW_LANGUAGES: ReadonlySet<string> = new Set(['matlab', 'octave', 'julia']);

/** A text with what every notation needs of it. */
export class Source {
  readonly scanner: NumberScanner;
  readonly closings: Closings;
  readonly rowRuns: RowRuns;
  /** `//` is a comment wherever it stands; elsewhere it may be Python's division. */
  readonly slashComments: boolean;
  /** A line end separates rows inside brackets, and `%` starts a comment: MATLAB and its kin. */
  readonly rowLines: boolean;
  /** No Series of pandas ends on a line before this one that was not tried yet. */
  seriesTried = 0;
  /** How far the quotes of a line of Python were followed: `quote` is the one that is open, or a hash in a comment. */
  quoting = { from: -1, at: -1, quote: 0 };
  /** Lines before this one were tried as JSON Lines. */
  recordsTried = 0;
  private lineFrom = 0;
  private lineTo = -1;
  private readonly found = new Map<string, { readonly from: number; readonly at: number }>();

  constructor(
    readonly text: string,
    readonly language = '',
  ) {
    this.scanner = new NumberScanner(text);
    this.closings = new Closings(text);
    this.rowRuns = new RowRuns(text);
    this.slashComments = SLASH_LANGUAGES.has(language);
    this.rowLines = ROW_LANGUAGES.has(language);
  }

  /** The offset of the line feed that ends the line, or the end of the text. Asked for again and again in a line. */
  lineEnd(at: number): number {
    if (at >= this.lineFrom && at <= this.lineTo) return this.lineTo;
    const end = this.text.indexOf('\n', at);
    this.lineFrom = at;
    this.lineTo = end < 0 ? this.text.length : end;
    return this.lineTo;
  }

  /** Where `words` stand next from `at`; -1 where they do no more. Searched for once, however often it is asked. */
  next(words: string, at: number): number {
    const known = this.found.get(words);
    if (known !== undefined && known.from <= at && (known.at < 0 || known.at >= at)) return known.at;
    const next = this.text.indexOf(words, at);
    this.found.set(words, { from: at, at: next });
    return next;
  }
}

/** One line: `start` is its first character, `first` its first that is not blank, `end` where its text ends. */
export interface Line {
  readonly start: number;
  readonly first: number;
  /** Behind the last character that is not blank; at most the offset of the line feed. */
  readonly end: number;
  /** Where the next line starts; the end of the text behind the last line. */
  readonly next: number;
}

export function lineFrom(source: Source, start: number): Line {
  const { text } = source;
  const feed = source.lineEnd(start);
  let end = feed;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  let first = start;
  while (first < end && text.charCodeAt(first) <= 0x20) first++;
  return { start, first, end, next: Math.min(feed + 1, text.length) };
}

/** The first line from `at` that holds something; the last where none does. */
export function behindBlanks(source: Source, at: number): Line {
  let line = lineFrom(source, at);
  while (isBlankLine(line) && line.next < source.text.length) line = lineFrom(source, line.next);
  return line;
}

export function isBlankLine(line: Line): boolean {
  return line.first === line.end;
}

/** The tokens of a line, between blanks. */
export function tokensOf(source: Source, line: Line, from = line.first): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = from;
  while (at < line.end) {
    while (at < line.end && isBlank(text.charCodeAt(at))) at++;
    if (at >= line.end) break;
    const start = at;
    while (at < line.end && !isBlank(text.charCodeAt(at))) at++;
    tokens.push({ start, end: at });
  }
  return tokens;
}

export interface Token {
  readonly start: number;
  readonly end: number;
}

function isBlank(code: number): boolean {
  return code <= 0x20 || code === 0xa0;
}
