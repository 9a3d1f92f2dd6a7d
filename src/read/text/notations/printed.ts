import type { Notation, Span } from '../../reading';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { ListedRows, readTable } from '../table';
import { endsLikeNumber } from './delimited';

/**
 * Tables as pandas and R print them: a header whose names stand right over the ends of their columns, rows that begin
 * with a label, wide tables in blocks to be glued side by side.
 */
export const printed: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    if (line.end - line.first > 2000 || line.next >= source.text.length) return undefined;
    // A bracket begins no header but R's `[,1]`.
    if (source.text.charCodeAt(line.first) === 0x5b && source.text.charCodeAt(line.first + 1) !== 0x2c)
      return undefined;
    if (!endsAbove(source, line)) return undefined;
    const first = readBlock(source, line);
    if (first === undefined) return undefined;
    const blocks = [first];
    for (let last = first; ;) {
      const more = nextBlock(source, last, first);
      if (more === undefined) break;
      blocks.push(more);
      last = more;
    }
    return assemble(source, line, blocks);
  },
};

/** A cheap look: does one of the next two lines end in the same column, or is the header continued? */
function endsAbove(source: Source, line: Line): boolean {
  const { text } = source;
  if (text.charCodeAt(line.end - 1) === 0x5c) return true;
  const width = line.end - line.start;
  const below = lineFrom(source, line.next);
  if (below.end - below.start === width) return !isBlankLine(below);
  const next = lineFrom(source, below.next);
  return !isBlankLine(below) && next.end - next.start === width;
}

interface Block {
  readonly header: readonly string[];
  readonly heads: readonly Token[];
  readonly labels: readonly Token[];
  readonly rows: readonly (readonly Token[])[];
  readonly elision: Token | undefined;
  /** The header ends in a backslash: another block follows behind a blank line. */
  readonly continued: boolean;
  readonly end: number;
  readonly next: number;
}

function readBlock(source: Source, line: Line): Block | undefined {
  const { text } = source;
  const heads = tokensOf(source, line);
  const continued = heads.length > 1 && isToken(text, heads.at(-1), '\\');
  if (continued) heads.pop();
  if (heads.length === 0 || heads.length > 500) return undefined;
  // `labels:` and R's `$labels` name what stands below, which is no column.
  if (heads.length === 1 && /^\$|[:=]$/.test(text.slice(heads[0].start, heads[0].end))) return undefined;
  let elision = heads.find((head) => isToken(text, head, '...'));
  // Names over left-out columns are a place off.
  const ends = elision === undefined ? heads.map((head) => head.end - line.start) : undefined;
  let wordy = false;
  const rows: Token[][] = [];
  const labels: Token[] = [];
  let end = line.end;
  let at = line.next;
  while (at < text.length) {
    const below = lineFrom(source, at);
    if (isBlankLine(below) || below.end - below.first > 2000) break;
    const cells = tokensOf(source, below);
    const row = alignedCells(cells, heads.length, ends, below.start);
    if (row === undefined) {
      // The names of the index stand on a line of their own; so do the types of R's data.table.
      const index = below.end - below.start < heads[0].end - line.start;
      if (rows.length === 0 && (index || cells.every((cell) => text[cell.start] === '<'))) {
        at = below.next;
        continue;
      }
      if (rows.length > 0 && isToken(text, cells[0], '---') && cells.length === 1) elision ??= cells[0];
      else break;
      at = below.next;
      continue;
    }
    if (rows.length === 0) {
      wordy = !endsLikeNumber(text, below);
      if (/^\[\d+\]$/.test(text.slice(row.label.start, row.label.end).split(' ')[0])) return undefined;
      if (!row.cells.some((cell) => isNumber(source, cell))) return undefined;
    }
    const dots = row.cells.find((cell) => isToken(text, cell, '...') || isToken(text, cell, '..'));
    elision ??= dots;
    rows.push(row.cells);
    labels.push(row.label);
    end = below.end;
    at = below.next;
  }
  // Two lines of words that end alike are no table.
  if (rows.length === 0 || (wordy && rows.length === 1)) return undefined;
  return {
    header: heads.map((head) => text.slice(head.start, head.end)),
    heads,
    labels,
    rows,
    elision,
    continued,
    end,
    next: at,
  };
}

/** The cells that end where the header's names do, and the label in front of them. */
function alignedCells(
  tokens: readonly Token[],
  width: number,
  ends: readonly number[] | undefined,
  lineStart: number,
): { cells: Token[]; label: Token } | undefined {
  const extra = tokens.length - width;
  if (extra < 1 || (ends === undefined && extra > 1)) return undefined;
  if (ends === undefined) {
    return { cells: tokens.slice(extra), label: { start: tokens[0].start, end: tokens[extra - 1].end } };
  }
  const cells: Token[] = [];
  let last = tokens.length - 1;
  for (let column = width - 1; column >= 0; column--) {
    if (last < 1 || tokens[last].end - lineStart !== ends[column]) return undefined;
    // Words with blanks between them are one cell.
    let first = last;
    while (column > 0 && first > 1 && tokens[first - 1].end - lineStart > ends[column - 1]) first--;
    cells.unshift({ start: tokens[first].start, end: tokens[last].end });
    last = first - 1;
  }
  return { cells, label: { start: tokens[0].start, end: tokens[last].end } };
}

function nextBlock(source: Source, last: Block, first: Block): Block | undefined {
  const { text } = source;
  let line = lineFrom(source, last.next);
  if (last.continued) {
    while (isBlankLine(line) && line.next < text.length) line = lineFrom(source, line.next);
  } else if (isBlankLine(line) || last.elision !== undefined) return undefined;
  if (line.next >= text.length) return undefined;
  const block = readBlock(source, line);
  if (block === undefined || block.rows.length !== first.rows.length) return undefined;
  const same = block.labels.every((label, row) => isSame(text, label, first.labels[row]));
  return same ? block : undefined;
}

function assemble(source: Source, line: Line, blocks: readonly Block[]): Found | undefined {
  const { text } = source;
  const [first] = blocks;
  const last = blocks[blocks.length - 1];
  const trailer = trailerAt(source, last.next);
  const span = { start: line.first, end: trailer?.end ?? last.end };
  const next = trailer?.next ?? last.next;
  const header = blocks.flatMap((block) => block.header.map(columnName));
  const notation = notationOf(source, first);
  const name = namedAbove(text, line.start);
  const elision = blocks.find((block) => block.elision !== undefined)?.elision ?? trailer?.elision;
  if (elision !== undefined) return elided(notation, span, next, elision, name, trailer?.shape);
  const rows = first.rows.map((_, row) => [first.labels[row], ...blocks.flatMap((block) => block.rows[row])]);
  const found = readTable(source, new ListedRows(rows), {
    notation,
    span,
    end: next,
    name,
    header: ['', ...header],
    labels: 1,
    dropRunning: false,
  });
  return found;
}

function elided(
  notation: Notation,
  span: Span,
  end: number,
  elision: Token,
  name: string | undefined,
  shape: readonly number[] | undefined,
): Found {
  return {
    end,
    blocks: [
      { elided: true, notation, span, ...(name !== undefined && { name }), ...(shape !== undefined && { shape }) },
    ],
    troubles: [{ code: 'elided', span: elision }],
  };
}

interface Trailer {
  readonly end: number;
  readonly next: number;
  readonly shape?: readonly number[];
  readonly elision?: Token;
}

/** `[1000 rows x 20 columns]` of pandas, behind a blank line; R's word about what it left out. */
function trailerAt(source: Source, at: number): Trailer | undefined {
  const { text } = source;
  if (at >= text.length) return undefined;
  let line = lineFrom(source, at);
  if (isBlankLine(line) && line.next < text.length) line = lineFrom(source, line.next);
  const words = text.slice(line.first, Math.min(line.end, line.first + 120));
  const counts = /^\[(\d+) rows x (\d+) columns\]$/.exec(words);
  if (counts !== null) return { end: line.end, next: line.next, shape: [Number(counts[1]), Number(counts[2])] };
  if (!/^\[ reached .*omitted \d+ (?:rows|entries|columns).*\]$/.test(words)) return undefined;
  return { end: line.end, next: line.next, elision: { start: line.first, end: line.end } };
}

/** R numbers its rows from 1, pandas from 0. */
function notationOf(source: Source, block: Block): Notation {
  const { text } = source;
  if (block.header.some((name) => /^\[,\d+\]$/.test(name))) return 'r';
  const label = block.labels[0];
  if (source.language === 'r' || ['1', '1:', '[1,]'].some((word) => isToken(text, label, word))) return 'r';
  // pandas leaves two blanks between columns, the second for a minus; R leaves one.
  const closest = (cells: readonly Token[]): boolean =>
    cells.some((cell, index) => {
      const gap = cell.start - (cells[index - 1]?.end ?? -2);
      return gap < 2 && text[cell.start] !== '-';
    });
  return [...block.rows, block.heads].some(closest) ? 'r' : 'pandas';
}

/** R's `[,1]` is a place, no name. */
function columnName(name: string): string {
  return /^\[,\d+\]$/.test(name) ? '' : name;
}

function isNumber({ scanner }: Source, { start, end }: Token): boolean {
  return scanner.read(start) === end;
}

function isToken(text: string, token: Token | undefined, word: string): boolean {
  return token !== undefined && token.end - token.start === word.length && text.startsWith(word, token.start);
}

function isSame(text: string, a: Token, b: Token | undefined): boolean {
  return b !== undefined && text.slice(a.start, a.end) === text.slice(b.start, b.end);
}
