import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { ListedRows, readTable } from '../table';

/** Julia's DataFrame: `2×3 DataFrame`, ` Row │` and the names, their types, a rule, numbered rows. */
export const juliaFrame: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const head = /^(\d+)×(\d+) DataFrame$/.exec(text.slice(line.first, Math.min(line.end, line.first + 60)));
    if (head === null) return undefined;
    const shape = [Number(head[1]), Number(head[2])];
    const names = lineFrom(source, line.next);
    const header = cellsOf(source, names);
    if (header === undefined || !text.startsWith('Row', names.first)) return undefined;
    const rows: Token[][] = [];
    let last = names;
    let ruled = false;
    for (let at = names.next; at < text.length;) {
      const row = lineFrom(source, at);
      if (text.charAt(row.first) === '─') ruled = true;
      else {
        const cells = cellsOf(source, row);
        if (cells === undefined) break;
        if (ruled) rows.push(cells);
      }
      last = row;
      at = row.next;
    }
    const span = { start: line.first, end: last.end };
    const name = namedAbove(text, line.start);
    if (rows.length !== shape[0] || header.length !== shape[1]) {
      const block = { elided: true, notation: 'julia', span, shape, ...(name !== undefined && { name }) } as const;
      return { end: last.next, blocks: [block], troubles: [{ code: 'elided', span }] };
    }
    const found = readTable(source, new ListedRows(rows), {
      notation: 'julia',
      span,
      end: last.next,
      name,
      header: header.map(({ start, end }) => text.slice(start, end)),
      labels: 0,
      dropRunning: false,
    });
    return found ?? { end: last.next, blocks: [], troubles: [] };
  },
};

/** What stands behind the bar, between blanks. */
function cellsOf(source: Source, line: Line): Token[] | undefined {
  const bar = source.text.indexOf('│', line.first);
  return bar < 0 || bar >= line.end ? undefined : tokensOf(source, line, bar + 1);
}
