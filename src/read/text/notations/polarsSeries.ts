import { CellSink } from '../cells';
import { foundArray } from '../findings';
import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source, tokensOf } from '../source';
import { POLARS_DTYPES } from './drawn';

/** `Series: 'loss' [f64]`, a bracket, a value a line. */
export const polarsSeries: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text, scanner } = source;
    const head = /^Series: '([^']{0,80})' \[(\w{1,8})\]$/.exec(
      text.slice(line.first, Math.min(line.end, line.first + 120)),
    );
    if (head === null) return undefined;
    const open = lineFrom(source, line.next);
    if (text.slice(open.first, open.end) !== '[') return undefined;
    const [, words, type] = head;
    const name = words === '' ? undefined : words;
    const dtype = Object.hasOwn(POLARS_DTYPES, type) ? POLARS_DTYPES[type] : undefined;
    const sink = new CellSink();
    for (let at = open.next; at < text.length;) {
      const row = lineFrom(source, at);
      const span = { start: line.first, end: row.end };
      if (text.slice(row.first, row.end) === ']') {
        return foundArray(text, row.next, sink, { notation: 'polars', span, shape: [sink.count], name, dtype });
      }
      const [token, more] = tokensOf(source, row);
      if (token === undefined || more !== undefined) return undefined;
      if (text.slice(token.start, token.end) === '…') {
        const trouble = { code: 'elided', span: token } as const;
        const block = { elided: true, notation: 'polars', span, ...(name !== undefined && { name }) } as const;
        return { end: row.next, blocks: [block], troubles: [trouble] };
      }
      if (scanner.read(token.start) !== token.end) return undefined;
      sink.add(scanner, token.start, token.end);
      at = row.next;
    }
    return undefined;
  },
};
