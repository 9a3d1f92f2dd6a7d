import type { KnownBlock } from '../../reading';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { behindBlanks, type Line, type Source } from '../source';
import { stackLast, unfolded } from '../stack';
import { printed } from './printed';

/** R's arrays of three axes and more: `, , 1`, a matrix, `, , 2`, a matrix: slices of the last axes. */
export const rSlices: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    const slices: KnownBlock[] = [];
    const places: string[][] = [];
    let at = line.start;
    while (at < text.length) {
      const heading = behindBlanks(source, at);
      const words = text.slice(heading.first, Math.min(heading.end, heading.first + 200));
      if (!/^, , [^,]{1,40}(?:, [^,]{1,40})*$/.test(words)) break;
      places.push(words.split(', ').slice(2));
      const found = printed.read(source, behindBlanks(source, heading.next));
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
    const block = stacked === undefined ? undefined : unfolded(stacked, places.slice(0, slices.length));
    return block === undefined ? undefined : { end: at, blocks: [block], troubles: [] };
  },
};
