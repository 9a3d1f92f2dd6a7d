import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source } from '../source';

/** `[[1]]` or `[[1]]$x`, right above an element of R's list: the heading of what follows, and no array. */
export const rList: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (text.charCodeAt(line.first) !== 0x5b || line.next >= text.length) return undefined;
    const heading = HEADING.exec(text.slice(line.first, Math.min(line.end, line.first + 80)));
    if (heading === null) return undefined;
    const below = lineFrom(source, line.next);
    if (isBlankLine(below)) return undefined;
    const words = text.slice(below.first, Math.min(below.end, below.first + 80));
    const element = words.startsWith('[1] ') || words === 'NULL' || below.first > below.start;
    const deeper = words.startsWith(heading[0]) && words.length > heading[0].length && HEADING.test(words);
    return element || deeper || /^, , \S/.test(words) ? { end: line.next, blocks: [], troubles: [] } : undefined;
  },
};

const HEADING = /^\[\[\d+\]\](?:\[\[\d+\]\]|\$[\w.]+)*$/;
