import { CellSink } from '../cells';
import { foundArray } from '../findings';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';

/** R's vector with names, in as many lines as it needs: names, the values right under them; a blank ends each line. */
export const rNamed: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const sink = new CellSink();
    const names: string[] = [];
    let end = line.end;
    let at = line.start;
    while (at < text.length) {
      const heads = lineFrom(source, at);
      if (isBlankLine(heads) || text[heads.end] !== ' ' || heads.next >= text.length) break;
      const values = lineFrom(source, heads.next);
      const cells = pairOf(source, heads, values);
      if (cells === undefined) break;
      for (const { start } of cells) sink.add(source.scanner, start, source.scanner.read(start));
      for (const head of tokensOf(source, heads)) names.push(text.slice(head.start, head.end));
      end = values.end;
      at = values.next;
    }
    if (names.length < 2) return undefined;
    const span = { start: line.first, end };
    const name = namedAbove(text, line.start);
    return foundArray(text, at, sink, { notation: 'r', span, shape: [sink.count], name, columnNames: names });
  },
};

/** The values that end right under their names. */
function pairOf(source: Source, heads: Line, values: Line): readonly Token[] | undefined {
  const { text, scanner } = source;
  if (isBlankLine(values) || text[values.end] !== ' ') return undefined;
  const names = tokensOf(source, heads);
  const cells = tokensOf(source, values);
  if (names.length !== cells.length) return undefined;
  // Two rows of numbers are a matrix.
  if (names.every(({ start, end }) => scanner.read(start) === end)) return undefined;
  const aligned = cells.every(
    ({ start, end }, index) =>
      scanner.read(start) === end &&
      scanner.kind !== 'complex' &&
      names[index].end - heads.start === end - values.start,
  );
  return aligned ? cells : undefined;
}
