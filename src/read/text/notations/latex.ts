import { namingBefore } from '../names';
import type { Found, LineNotation } from '../notation';
import type { Line, Source, Token } from '../source';
import { ListedRows, readTable } from '../table';

const ENVIRONMENT = /\\begin\{(tabular\*?|tabularx|array|[pbBvV]?matrix|smallmatrix|longtable)\}/;
/** A table longer than this is data, and nobody typesets it. */
const LIMIT = 1_000_000;
const RULES =
  /^(?:\s|\\(?:hline|toprule|midrule|bottomrule)\b|\\(?:cline|cmidrule)(?:\([lr]+\))?\{[^}]{0,20}\}|%[^\n]{0,200}(?=\n))+/;

/** `\begin{tabular}{lcc} a & b \\ 1 & 2 \\ \end{tabular}`, and matrices. */
export const latex: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const begin = ENVIRONMENT.exec(text.slice(line.first, Math.min(line.end, line.first + 1000)));
    const kind = begin?.[1];
    if (begin === null || kind === undefined) return undefined;
    const start = line.first + begin.index;
    const close = source.next(`\\end{${kind}}`, start);
    if (close < 0 || close - start > LIMIT) return undefined;
    const end = close + `\\end{${kind}}`.length;
    const rows = rowsOf(text, behindColumns(text, start + begin[0].length), close);
    const header = rows.length > 1 && isHeader(source, rows[0], rows[1]) ? rows.shift() : undefined;
    const naming = namingBefore(text, start);
    const found = readTable(source, new ListedRows(rows), {
      notation: 'latex',
      span: { start, end },
      name: naming.kind === 'assigned' ? naming.name?.replace(/^\$+/, '') : undefined,
      header: header?.map((cell) => nameOf(text.slice(cell.start, cell.end))),
      labels: 0,
      dropRunning: header !== undefined,
    });
    return { end: source.lineEnd(end) + 1, blocks: found?.blocks ?? [], troubles: found?.troubles ?? [] };
  },
};

/** Behind `[t]` and `{lcc}`. */
function behindColumns(text: string, at: number): number {
  const options = /^(?:\[[^\]]{0,20}\])?(?:\{[^\n]{0,200}?\})*(?=\s|$|[^{])/.exec(text.slice(at, at + 300));
  return at + (options?.[0].length ?? 0);
}

function rowsOf(text: string, start: number, end: number): Token[][] {
  const rows: Token[][] = [];
  let cells: Token[] = [];
  let from = behindRules(text, start, end);
  for (let at = from; at <= end; at++) {
    const code = text.charCodeAt(at);
    const rowEnds = at === end || (code === 0x5c && text.charCodeAt(at + 1) === 0x5c);
    if (!rowEnds && (code !== 0x26 || text.charCodeAt(at - 1) === 0x5c)) continue;
    cells.push(trimmed(text, from, at));
    from = at + 1;
    if (!rowEnds) continue;
    if (cells.length > 1 || cells[0].start < cells[0].end) rows.push(cells);
    cells = [];
    from = behindRules(text, at + 2, end);
    at = from - 1;
  }
  return rows;
}

function behindRules(text: string, at: number, end: number): number {
  const spacing = /^\s*\[[^\]\n]{0,10}\]/.exec(text.slice(at, at + 20))?.[0].length ?? 0;
  const rules = RULES.exec(text.slice(at + spacing, at + spacing + 600))?.[0].length ?? 0;
  return Math.min(at + spacing + rules, end + 1);
}

function trimmed(text: string, from: number, to: number): Token {
  let start = from;
  let end = to;
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  const bold = /^\\(?:textbf|mathbf)\{(.*)\}$/.exec(text.slice(start, Math.min(end, start + 80)));
  return bold === null ? { start, end } : { start: start + bold[0].indexOf('{') + 1, end: end - 1 };
}

function isPadding(code: number): boolean {
  return code <= 0x20 || code === 0x24 || code === 0x7e;
}

function isHeader(source: Source, first: readonly Token[], second: readonly Token[]): boolean {
  return first.some((cell, column) => {
    const below = second[column];
    return below !== undefined && !isNumber(source, cell) && isNumber(source, below);
  });
}

function isNumber({ scanner }: Source, { start, end }: Token): boolean {
  if (start >= end) return true;
  scanner.stop = end;
  const read = scanner.read(start);
  scanner.stop = -1;
  return read === end;
}

function nameOf(cell: string): string {
  return cell.replaceAll(/\\(?:textbf|mathrm|text)\{([^}]{0,60})\}/g, '$1').replaceAll('\\_', '_');
}
