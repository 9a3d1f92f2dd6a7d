import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source, type Token } from '../source';
import { ListedRows, readTable } from '../table';
import { trimmed } from './markdown';

/** `shape: (3, 2)` and a table drawn with lines; `…` stands for what was left out. */
export const polars: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const shape = /^shape: \((\d+), (\d+)\)$/.exec(text.slice(line.first, Math.min(line.end, line.first + 60)));
    const top = shape === null ? line : lineFrom(source, line.next);
    if (text.charCodeAt(top.first) !== 0x250c /* ┌ */) return undefined;
    const table = linesOfTable(source, top);
    if (table === undefined) return undefined;
    const { head, body, end, next } = table;
    const header = head[0]?.map(({ start, end: stop }) => text.slice(start, stop)) ?? [];
    const elision = [...head, ...body].flat().find(({ start, end: stop }) => text.slice(start, stop) === '…');
    if (elision !== undefined) {
      const stated = shape === null ? undefined : [Number(shape[1]), Number(shape[2])];
      return {
        end: next,
        blocks: [
          { elided: true, notation: 'polars', span: { start: line.first, end }, ...(stated && { shape: stated }) },
        ],
        troubles: [{ code: 'elided', span: elision }],
      };
    }
    return readTable(source, new ListedRows(body), {
      notation: 'polars',
      span: { start: line.first, end },
      end: next,
      header,
      dtype: sameDtype(text, head.at(-1) ?? []),
      labels: 0,
      dropRunning: true,
    });
  },
};

interface Lines {
  readonly head: readonly Token[][];
  readonly body: readonly Token[][];
  readonly end: number;
  readonly next: number;
}

function linesOfTable(source: Source, top: Line): Lines | undefined {
  const { text } = source;
  const head: Token[][] = [];
  const body: Token[][] = [];
  let rows = head;
  for (let at = top.next; at < text.length;) {
    const line = lineFrom(source, at);
    const code = text.charCodeAt(line.first);
    if (code === 0x2514 /* └ */) return { head, body, end: line.end, next: line.next };
    if (code === 0x255e /* ╞ */ || code === 0x251c) rows = body;
    else if (code === 0x2502 /* │ */) rows.push(cellsOf(text, line));
    else return undefined;
    at = line.next;
  }
  return undefined;
}

function cellsOf(text: string, line: Line): Token[] {
  const cells: Token[] = [];
  let from = line.first + 1;
  for (let at = from; at < line.end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x2502 && code !== 0x2506 /* ┆ */) continue;
    cells.push(trimmed(text, from, at));
    from = at + 1;
  }
  return cells;
}

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
