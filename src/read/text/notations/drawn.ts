import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source, type Token } from '../source';
import { ListedRows, readTable } from '../table';
import { trimmed } from './markdown';

/**
 * A table drawn with lines: Polars and DuckDB in box characters, Spark, MySQL and tabulate with `+---+`. Polars writes
 * its shape above; `…` or a row of dots stands for what was left out.
 */
export const drawn: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const shape = /^shape: \((\d+), (\d+)\)$/.exec(text.slice(line.first, Math.min(line.end, line.first + 60)));
    const top = shape === null ? line : lineFrom(source, line.next);
    if (!isRule(text, top)) return undefined;
    const table = linesOfTable(source, top);
    if (table === undefined) return undefined;
    const { head, body, end, next } = table;
    const words = (cell: Token): string => text.slice(cell.start, cell.end);
    const header = head[0].map(words);
    const dtypes = head.slice(1).at(-1) ?? [];
    const notation = shape !== null || dtypes.length > 0 ? 'polars' : 'table';
    const span = { start: line.first, end };
    const elision = table.cut ?? [...head, ...body].flat().find((cell) => DOTS.test(words(cell)));
    if (elision !== undefined) {
      const stated = shape === null ? undefined : [Number(shape[1]), Number(shape[2])];
      const block = { elided: true, notation, span, ...(stated && { shape: stated }) } as const;
      return { end: next, blocks: [block], troubles: [{ code: 'elided', span: elision }] };
    }
    const found = readTable(source, new ListedRows(body), {
      notation,
      span,
      end: next,
      header,
      dtype: sameDtype(text, dtypes),
      labels: 0,
      dropRunning: true,
    });
    return found ?? { end: next, blocks: [], troubles: [] };
  },
};

const DOTS = /^(?:…|·|\.\.\.)$/;
const CORNERS = '+┌┏╭╔';
const RULES = '+├┝┡┢╞╟╠└┗╰╚─━═';
const BARS = '|│┃║';
const INNER_BARS = '|│┃║┆┊';

interface Lines {
  readonly head: readonly Token[][];
  readonly body: readonly Token[][];
  readonly end: number;
  readonly next: number;
  /** A line below that says that rows are missing. */
  readonly cut: Token | undefined;
}

/** `+-----+-----+`, or a line that starts in a corner. */
function isRule(text: string, line: Line): boolean {
  const first = text.charAt(line.first);
  if (first !== '+') return first !== '' && CORNERS.includes(first);
  const words = text.slice(line.first, Math.min(line.end, line.first + 2000));
  return words.length > 2 && /^\+[-=+:]+$/.test(words);
}

/** `|-----+-----|`, as Polars parts rows in plain characters. */
function isInnerRule(text: string, line: Line): boolean {
  const words = text.slice(line.first, line.end);
  return /^\|[-+]+\|$/.test(words) && words.includes('+');
}

/** Rows above the second rule are the head. In a grid, where rules part the rows, none may hold a second line. */
function linesOfTable(source: Source, top: Line): Lines | undefined {
  const { text } = source;
  const head: Token[][] = [];
  const body: Token[][] = [];
  let rules = 1;
  let parted = false;
  let tall = false;
  let last = top;
  let afterRule = true;
  for (let at = top.next; at < text.length;) {
    const line = lineFrom(source, at);
    const first = text.charAt(line.first);
    if (first === '' || line.end - line.first > 4000) break;
    if (RULES.includes(first) || isInnerRule(text, line)) {
      if (rules > 1 && !afterRule) parted = true;
      rules++;
      afterRule = true;
    } else if (BARS.includes(first)) {
      if (rules > 1 && !afterRule) tall = true;
      (rules === 1 ? head : body).push(cellsOf(text, line));
      afterRule = false;
    } else break;
    last = line;
    at = line.next;
    if ('└┗╰╚'.includes(first)) break;
  }
  const closed = afterRule && rules > 1;
  if (!closed || head.length === 0 || body.length === 0) return undefined;
  // The rule at the bottom parts nothing.
  if (parted && tall && rules > 3) return undefined;
  return { head, body, end: last.end, next: last.next, cut: cutBelow(source, last) };
}

/** Spark says that it showed the first rows only. */
function cutBelow(source: Source, last: Line): Token | undefined {
  if (last.next >= source.text.length) return undefined;
  const line = lineFrom(source, last.next);
  return source.text.startsWith('only showing top ', line.first) ? { start: line.first, end: line.end } : undefined;
}

function cellsOf(text: string, line: Line): Token[] {
  const cells: Token[] = [];
  let from = line.first + 1;
  for (let at = from; at < line.end; at++) {
    if (!INNER_BARS.includes(text.charAt(at))) continue;
    cells.push(trimmed(text, from, at));
    from = at + 1;
  }
  return cells;
}

/** What Polars calls its dtypes. */
export const POLARS_DTYPES: Readonly<Record<string, string>> = {
  f32: 'float32',
  f64: 'float64',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  bool: 'bool',
};

/** The dtype that all columns of numbers share. */
function sameDtype(text: string, cells: readonly Token[]): string | undefined {
  const names = new Set(cells.map(({ start, end }) => text.slice(start, end)).filter((name) => name !== 'str'));
  const [only] = names;
  return names.size === 1 && only !== undefined && Object.hasOwn(POLARS_DTYPES, only) ? POLARS_DTYPES[only] : undefined;
}
