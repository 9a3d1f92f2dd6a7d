import { readJsonLines } from '../../json/json';
import type { KnownBlock } from '../../reading';
import type { Found, LineNotation } from '../notation';
import { type Line, lineFrom, type Source } from '../source';

/** Two or more lines in a row that are JSON records, as a log holds them: each field is one array. */
export const jsonLines: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (!isRecord(text, line) || line.start < source.recordsTried) return undefined;
    let end = line.end;
    let next = line.next;
    let count = 1;
    while (next < text.length) {
      const below = lineFrom(source, next);
      if (!isRecord(text, below)) break;
      end = below.end;
      next = below.next;
      count++;
    }
    source.recordsTried = next;
    if (count < 2) return undefined;
    const { blocks, troubles } = readJsonLines(text.slice(line.first, end));
    if (blocks.length === 0 || troubles.length > 0) return undefined;
    return { end: next, blocks: blocks.map((block) => shifted(block, line.first)), troubles: [] };
  },
};

function isRecord(text: string, line: Line): boolean {
  return text.charCodeAt(line.first) === 0x7b && text.charCodeAt(line.end - 1) === 0x7d;
}

function shifted(block: KnownBlock, by: number): KnownBlock {
  const span = { start: block.span.start + by, end: block.span.end + by };
  const { starts, ends } = block.cells;
  return { ...block, span, cells: { starts: starts.map((at) => at + by), ends: ends.map((at) => at + by) } };
}
