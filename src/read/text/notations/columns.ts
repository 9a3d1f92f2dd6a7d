import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { ListedRows, readTable } from '../table';
import { endsLikeNumber } from './delimited';

const NAME = /^[\p{L}_"'#][\p{L}\p{N}_.%:/()[\]"'-]{0,60}$/u;

/** A header of plain words and rows of as many cells, between blanks: what spreadsheets, awk and to_string print. */
export const columns: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (line.end - line.first > 2000 || line.next >= text.length) return undefined;
    const below = lineFrom(source, line.next);
    if (isBlankLine(below) || !endsLikeNumber(text, below) || below.end - below.first > 2000) return undefined;
    const heads = tokensOf(source, line);
    if (heads.length < 2 || heads.length > 500) return undefined;
    const header = heads.map((head) => text.slice(head.start, head.end));
    if (!header.every((name) => NAME.test(name))) return undefined;
    const rows: Token[][] = [];
    let end = line.end;
    let at = line.next;
    let labels = 0;
    while (at < text.length) {
      const row = lineFrom(source, at);
      if (isBlankLine(row) || row.end - row.first > 2000) break;
      const cells = tokensOf(source, row);
      labels = rows.length === 0 && cells.length === heads.length + 1 ? 1 : labels;
      if (
        cells.length !== heads.length + labels ||
        (rows.length === 0 && numbersIn(source, cells) < Math.max(1, cells.length - 1))
      )
        break;
      rows.push(cells);
      end = row.end;
      at = row.next;
    }
    const [first] = rows;
    if (first === undefined) return undefined;
    // Words over a single row are a sentence more often than a header, unless they stand right over the numbers.
    if (rows.length === 1 && (labels > 0 || !isAligned(line, below, heads, first))) return undefined;
    const found = readTable(source, new ListedRows(rows), {
      notation: 'table',
      span: { start: line.first, end },
      end: at,
      name: namedAbove(text, line.start),
      header: [...(labels > 0 ? [''] : []), ...header.map((name) => name.replaceAll('"', ''))],
      labels,
      dropRunning: true,
    });
    // What was looked at is not looked at again from its second line.
    return found ?? { end: at, blocks: [], troubles: [] };
  },
};

function numbersIn({ scanner }: Source, cells: readonly Token[]): number {
  return cells.filter(({ start, end }) => scanner.read(start) === end).length;
}

function isAligned(line: Line, below: Line, heads: readonly Token[], cells: readonly Token[]): boolean {
  return heads.every((head, column) => head.end - line.start === cells[column].end - below.start);
}
