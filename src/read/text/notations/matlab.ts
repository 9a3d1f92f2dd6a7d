import type { KnownBlock, Trouble } from '../../reading';
import { blockOf } from '../cells';
import { inexactTrouble } from '../findings';
import type { Found, LineNotation } from '../notation';
import { readSheet, type Sheet } from '../sheet';
import { behindBlanks, type Line, type Source } from '../source';
import { stackLast, unfolded } from '../stack';

const HEAD = /^(?:%+ ?|#+ ?|>> ?)?([A-Za-z]\w{0,62})(?:\(:,:,(\d+(?:,\d+)*)\))? =$/;
/** `3×4 single matrix`, as MATLAB says of what is no double. */
const KIND =
  /^(?:Diagonal|Permutation) Matrix$|^\d+(?:[×x]\d+)+ (?:(single|double|logical|u?int(?:8|16|32|64)) )?(?:matrix|array|\w+ vector|vector)$/;

/** `x =` and rows below; slices `x(:,:,1) =` of the last axis. */
export const matlab: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const head = headOf(source, line);
    if (head === undefined) return undefined;
    const mark = /^[%#]+/.exec(source.text.slice(line.first, line.first + 8))?.[0] ?? '';
    const start = behindKind(source, line.next);
    const below = behindBlanks(source, start.at);
    const slice = headOf(source, below);
    if (head.slice !== undefined || slice?.slice !== undefined) {
      return readSlices(source, head.slice === undefined ? below : line, line, head.name);
    }
    const sheet = readSheet(source, start.at, mark);
    if (sheet === undefined || sheet.rows * sheet.columns === 0) return undefined;
    const ragged = raggedOf(sheet);
    if (ragged !== undefined) return { end: sheet.next, blocks: [], troubles: [ragged] };
    const dtype = start.dtype;
    const block = blockOfSheet(source, sheet, { name: head.name, dtype, start: line.first });
    const inexact = inexactTrouble(source.text, sheet.sink);
    return { end: sheet.next, blocks: [block], troubles: inexact === undefined ? [] : [inexact] };
  },
};

/** A row or a column is a vector, whatever MATLAB calls it. */
function blockOfSheet(
  source: Source,
  sheet: Sheet,
  { name, dtype, start, matrix = false }: { name: string; dtype?: string | undefined; start: number; matrix?: boolean },
): KnownBlock {
  const { rows, columns, sink, shift } = sheet;
  const vector = !matrix && (rows === 1 || columns === 1);
  return blockOf(sink, {
    notation: 'matlab',
    span: { start, end: sheet.end },
    shape: vector ? [sink.count] : [rows, columns],
    name: name === 'ans' && source.language === '' ? undefined : name,
    dtype,
    shift,
  });
}

function readSlices(source: Source, first: Line, head: Line, name: string): Found | undefined {
  const slices: KnownBlock[] = [];
  let line = first;
  let next = first.next;
  const places: (readonly string[])[] = [];
  for (;;) {
    const place = headOf(source, line)?.slice;
    if (place === undefined) break;
    const sheet = readSheet(source, line.next);
    if (sheet === undefined || sheet.ragged !== undefined) break;
    places.push(place);
    slices.push(blockOfSheet(source, sheet, { name, start: line.first, matrix: true }));
    next = sheet.next;
    if (next >= source.text.length) break;
    line = behindBlanks(source, next);
  }
  const last = slices.at(-1);
  if (last === undefined) return undefined;
  const stacked = stackLast(slices, { notation: 'matlab', span: { start: head.first, end: last.span.end }, name });
  const block = stacked === undefined ? undefined : unfolded(stacked, places);
  return block === undefined ? undefined : { end: next, blocks: [block], troubles: [] };
}

function raggedOf(sheet: Sheet): Trouble | undefined {
  if (sheet.ragged === undefined) return undefined;
  const { at, row, found, expected } = sheet.ragged;
  return { code: 'ragged', span: at, row, found: String(found), expected: String(expected) };
}

function headOf({ text }: Source, line: Line): { name: string; slice?: readonly string[] } | undefined {
  if (text.charCodeAt(line.end - 1) !== 0x3d || line.end - line.first > 90) return undefined;
  const head = HEAD.exec(text.slice(line.first, line.end));
  if (head === null) return undefined;
  return { name: head[1], ...(head[2] !== undefined && { slice: head[2].split(',') }) };
}

function behindKind(source: Source, at: number): { at: number; dtype?: string } {
  const line = behindBlanks(source, at);
  const kind = KIND.exec(source.text.slice(line.first, Math.min(line.end, line.first + 60)));
  if (kind === null) return { at };
  const name = kind[1];
  if (name === undefined) return { at: line.next };
  return { at: line.next, dtype: { single: 'float32', double: 'float64', logical: 'bool' }[name] ?? name };
}
