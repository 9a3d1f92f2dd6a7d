import type { KnownBlock } from '../../reading';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source } from '../source';
import { stackLast } from '../stack';
import { printed } from './printed';

/** R's arrays of three axes: `, , 1`, a matrix, `, , 2`, a matrix: slices of the last axis. */
export const rSlices: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const slices: KnownBlock[] = [];
    let at = line.start;
    while (at < text.length) {
      const heading = skipBlank(source, at);
      if (!/^, , \S{1,40}$/.test(text.slice(heading.first, Math.min(heading.end, heading.first + 60)))) break;
      const found = printed.read(source, skipBlank(source, heading.next));
      const [slice] = found?.blocks ?? [];
      if (found === undefined || slice === undefined || slice.elided) break;
      slices.push(slice);
      at = found.end;
    }
    const [first] = slices;
    const last = slices.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const span = { start: line.first, end: last.span.end };
    const stacked = stackLast(slices, { notation: 'r', span, name: namedAbove(text, line.start) });
    return stacked === undefined ? undefined : { end: at, blocks: [stacked], troubles: [] };
  },
};

function skipBlank(source: Source, at: number): Line {
  let line = lineFrom(source, at);
  while (isBlankLine(line) && line.next < source.text.length) line = lineFrom(source, line.next);
  return line;
}
