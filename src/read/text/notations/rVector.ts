import { CellSink } from '../cells';
import { foundArray } from '../findings';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';

/** ` [1] 0.5 0.25 ...` and, on the lines below, ` [7] ...`: the bracket holds the position of the first value. */
export const rVector: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text, scanner } = source;
    if (text.charCodeAt(line.first) !== 0x5b) return undefined;
    const sink = new CellSink();
    let at = line.start;
    let end = line.end;
    let elision: Token | undefined;
    while (at < text.length) {
      const row = lineFrom(source, at);
      if (isBlankLine(row)) break;
      const label = /^\[(\d{1,9})\]/.exec(text.slice(row.first, row.first + 12));
      if (label === null) {
        elision = omission(text, row);
        if (elision !== undefined) {
          at = row.next;
          end = row.end;
        }
        break;
      }
      if (Number(label[1]) !== sink.count + 1) {
        if (sink.count === 0 || Number(label[1]) !== 1) return undefined;
        break; // Another vector.
      }
      for (const { start, end: stop } of tokensOf(source, row, row.first + label[0].length)) {
        const read = scanner.read(start);
        if (read === stop && scanner.kind === 'complex') {
          const trouble = { code: 'unsupported', kind: 'complex', span: { start, end: stop } } as const;
          return { end: row.next, blocks: [], troubles: [trouble] };
        }
        if (read !== stop) return undefined;
        sink.add(scanner, start, stop);
      }
      end = row.end;
      at = row.next;
    }
    if (sink.count === 0) return undefined;
    const span = { start: line.first, end };
    const name = namedAbove(text, line.start);
    if (elision === undefined) return foundArray(text, at, sink, { notation: 'r', span, shape: [sink.count], name });
    return {
      end: at,
      blocks: [{ elided: true, notation: 'r', span, ...(name !== undefined && { name }) }],
      troubles: [{ code: 'elided', span: elision }],
    };
  },
};

function omission(text: string, line: Line): Token | undefined {
  const words = text.slice(line.first, Math.min(line.end, line.first + 120));
  return /^\[ reached .*omitted \d+/.test(words) ? { start: line.first, end: line.end } : undefined;
}
