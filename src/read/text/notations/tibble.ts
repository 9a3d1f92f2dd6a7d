import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { ListedRows, readTable } from '../table';

/** R's tibble: `# A tibble: 2 × 3`, the names, their types (`<dbl>`), numbered rows; what it left out is said below. */
export const tibble: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const head = /^# A tibble: ([\d,]+) [×x] ([\d,]+)$/.exec(
      text.slice(line.first, Math.min(line.end, line.first + 60)),
    );
    if (head === null) return undefined;
    const shape = [head[1], head[2]].map((extent) => Number(extent.replaceAll(',', '')));
    let names = lineFrom(source, line.next);
    while (text.charCodeAt(names.first) === 0x23) names = lineFrom(source, names.next);
    const header = tokensOf(source, names);
    const types = lineFrom(source, names.next);
    const kinds = tokensOf(source, types);
    if (kinds.length !== header.length || text.charCodeAt(types.first) !== 0x3c) return undefined;
    const rows: Token[][] = [];
    let last = types;
    let cut: Token | undefined;
    for (let at = types.next; at < text.length;) {
      const row = lineFrom(source, at);
      if (isBlankLine(row)) break;
      if (text.charCodeAt(row.first) === 0x23) cut ??= { start: row.first, end: row.end };
      else if (cut !== undefined || text.slice(row.first, row.first + 12).split(/\s/)[0] !== String(rows.length + 1))
        break;
      else rows.push(tokensOf(source, row).slice(1));
      last = row;
      at = row.next;
    }
    const span = { start: line.first, end: last.end };
    const name = namedAbove(text, line.start);
    // Further columns are named below the rows, further rows counted.
    if (cut === undefined && rows.length !== shape[0]) cut = span;
    if (cut !== undefined) {
      const block = { elided: true, notation: 'r', span, shape, ...(name !== undefined && { name }) } as const;
      return { end: last.next, blocks: [block], troubles: [{ code: 'elided', span: cut }] };
    }
    const found = readTable(source, new ListedRows(rows), {
      notation: 'r',
      span,
      end: last.next,
      name,
      header: header.map(({ start, end }) => text.slice(start, end).replaceAll('`', '')),
      labels: 0,
      dropRunning: false,
    });
    return found ?? { end: last.next, blocks: [], troubles: [] };
  },
};
