import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source, type Token } from '../source';
import { ListedRows, readTable } from '../table';

/** `| a | b |`, a line of dashes, rows; PostgreSQL's tables too. Escaped bars belong to their cell. */
export const markdown: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (line.end - line.first > 4000 || !text.slice(line.first, line.end).includes('|')) return undefined;
    const rule = lineFrom(source, line.next);
    if (!isRule(text.slice(rule.first, Math.min(rule.end, rule.first + 4000)))) return undefined;
    const header = cellsOf(text, line).map(({ start, end }) => plain(text.slice(start, end)));
    if (cellsOf(text, rule, true).length !== header.length) return undefined;
    const rows: Token[][] = [];
    const last = behindTypes(source, rule, header.length);
    let end = last.end;
    let at = last.next;
    while (at < text.length) {
      const row = lineFrom(source, at);
      if (text.charCodeAt(row.first) !== 0x7c && !text.slice(row.first, row.end).includes('|')) break;
      const cells = cellsOf(text, row);
      // Markdown fills short rows with empty cells.
      while (cells.length < header.length) cells.push({ start: row.end, end: row.end });
      rows.push(cells.slice(0, header.length));
      end = row.end;
      at = row.next;
    }
    const found = readTable(source, new ListedRows(rows), {
      notation: 'markdown',
      span: { start: line.first, end },
      end: at,
      name: namedAbove(text, line.start),
      header,
      labels: 0,
      dropRunning: true,
    });
    // A table of words alone is not looked at again from its second line.
    return found ?? { end: at, blocks: [], troubles: [] };
  },
};

/** Polars writes the types of the columns under a rule of their own; no other table has a second one. */
function behindTypes(source: Source, rule: Line, columns: number): Line {
  const { text } = source;
  const types = lineFrom(source, rule.next);
  const second = lineFrom(source, types.next);
  if (!isRule(text.slice(second.first, Math.min(second.end, second.first + 4000)))) return rule;
  const same = cellsOf(text, types).length === columns && cellsOf(text, second, true).length === columns;
  return same ? second : rule;
}

function isRule(text: string): boolean {
  let dashes = 0;
  for (const c of text) {
    if (c === '-') dashes++;
    else if (c !== '|' && c !== ':' && c !== ' ' && c !== '\t' && c !== '+') return false;
  }
  return dashes > 0 && (text.includes('|') || (text.includes('+') && text.startsWith('-')));
}

function cellsOf(text: string, line: Line, rule = false): Token[] {
  const cells: Token[] = [];
  let start = text.charCodeAt(line.first) === 0x7c ? line.first + 1 : line.first;
  for (let at = start; at <= line.end; at++) {
    const code = text.charCodeAt(at);
    const bar = (code === 0x7c && text.charCodeAt(at - 1) !== 0x5c) || (rule && code === 0x2b);
    if (at < line.end ? !bar : at === start) continue;
    cells.push(trimmed(text, start, at));
    start = at + 1;
  }
  return cells;
}

/** Without the blanks, and the marks of emphasis, around it. */
export function trimmed(text: string, from: number, to: number): Token {
  let start = from;
  let end = to;
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isPadding(code: number): boolean {
  return code <= 0x20 || code === 0x2a || code === 0x60 || code === 0xa0;
}

function plain(name: string): string {
  return name.replaceAll('\\', '');
}
