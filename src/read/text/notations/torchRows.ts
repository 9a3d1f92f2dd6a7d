import { sizeOf } from '../../../core/tensor';
import type { KnownBlock, Trouble } from '../../reading';
import { blockOf } from '../cells';
import { inexactTrouble } from '../findings';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { startsNumber } from './rows';
import { readSheet, type Sheet } from '../sheet';
import { behindBlanks, type Line, type Source } from '../source';

/**
 * PyTorch up to 0.3, libtorch and R's torch: bare rows, in slices of the first axes (`(1,.,.) =`), with a factor above
 * (`0.01 *`) and in blocks of columns; what they are stands below: `[torch.FloatTensor of size 2x3]`.
 */
export const torchRows: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (!mayBegin(text, line) || !hasFoot(source, line.start)) return undefined;
    const sheets: Sheet[] = [];
    let at = line.start;
    let cut: Trouble | undefined;
    for (let next = line; ; next = behindBlanks(source, at)) {
      const head = SLICE.test(text.slice(next.first, Math.min(next.end, next.first + 60)));
      if (!head && sheets.length > 0) break;
      const sheet = readSheet(source, head ? next.next : next.start);
      if (sheet === undefined) return undefined;
      sheets.push(sheet);
      at = sheet.next;
    }
    let foot = behindBlanks(source, at);
    if (text.startsWith('... [the output was truncated', foot.first)) {
      cut = { code: 'elided', span: { start: foot.first, end: foot.end } };
      foot = behindBlanks(source, foot.next);
    }
    if (text.charCodeAt(foot.first) !== 0x5b) return undefined;
    const stated = statedBy(text.slice(foot.first, Math.min(foot.end, foot.first + 100)));
    return stated === undefined ? undefined : assemble(source, line, foot, sheets, stated, cut);
  },
};

const SLICE = /^\((?:\d+ ?,){1,30}\.,\.\) = *$/;
const FOOT =
  /^\[ ?(?:torch\.|CPU|CUDA)?(?:\w*\.)?(\w+?)(?:Tensor|Type)(?:\{([\d,]*)\} ?| of size ([\dx]+)(?: \([^)]*\))?)\]$/;
const DTYPES: Readonly<Record<string, string>> = {
  Float: 'float32',
  Double: 'float64',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
};

/** Searched for once: most texts of rows have none, and are not looked at twice. */
function hasFoot(source: Source, at: number): boolean {
  return source.next('Tensor of size ', at) >= 0 || source.next('Type{', at) >= 0;
}

interface Stated {
  readonly shape: readonly number[];
  readonly dtype: string | undefined;
}

/** Most lines that look like rows are some; only the foot tells them from these, and is far away. */
function mayBegin(text: string, line: Line): boolean {
  const code = text.charCodeAt(line.first);
  if (code === 0x28) return SLICE.test(text.slice(line.first, Math.min(line.end, line.first + 60)));
  return code === 0x43 ? text.startsWith('Columns ', line.first) : startsNumber(code);
}

function statedBy(words: string): Stated | undefined {
  const foot = FOOT.exec(words);
  if (foot === null) return undefined;
  const shape = (foot[2] ?? foot[3]).split(/[,x]/).filter(Boolean).map(Number);
  return { shape, dtype: Object.hasOwn(DTYPES, foot[1]) ? DTYPES[foot[1]] : undefined };
}

function assemble(
  source: Source,
  line: Line,
  foot: Line,
  sheets: readonly Sheet[],
  { shape, dtype }: Stated,
  cut: Trouble | undefined,
): Found {
  const { text } = source;
  const span = { start: line.first, end: foot.end };
  const name = namedAbove(text, line.start);
  const known = { notation: 'torch', span, ...(name !== undefined && { name }), ...(dtype && { dtype }) } as const;
  if (cut !== undefined) return { end: foot.next, blocks: [{ ...known, elided: true, shape }], troubles: [cut] };
  const [first] = sheets;
  const printed = [...(sheets.length > 1 ? [sheets.length] : []), first.rows, first.columns];
  const whole = sheets.reduce((count, sheet) => count + sheet.sink.count, 0) === sizeOf(shape);
  const wide = shape.length < 2 || shape.at(-1) === first.columns;
  const sound = sheets.every((sheet) => sheet.ragged === undefined && sheet.columns === first.columns);
  if (!whole || !wide || !sound) {
    const found = `[${printed.join(', ')}]`;
    const trouble: Trouble = { code: 'shape-mismatch', span, found, expected: `[${shape.join(', ')}]` };
    return { end: foot.next, blocks: [], troubles: [trouble] };
  }
  const parts = sheets.map((sheet) => blockOf(sheet.sink, { ...known, shape: [sheet.sink.count], shift: sheet.shift }));
  const inexact = sheets.map(({ sink }) => inexactTrouble(text, sink)).find((trouble) => trouble !== undefined);
  return { end: foot.next, blocks: [joined(parts, shape)], troubles: inexact === undefined ? [] : [inexact] };
}

/** One behind the other. */
function joined(parts: readonly KnownBlock[], shape: readonly number[]): KnownBlock {
  const [first] = parts;
  if (parts.length === 1) return { ...first, tensor: { shape, data: first.tensor.data } };
  const count = sizeOf(shape);
  const data = new Float64Array(count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let at = 0;
  for (const { tensor, cells } of parts) {
    data.set(tensor.data, at);
    starts.set(cells.starts, at);
    ends.set(cells.ends, at);
    at += tensor.data.length;
  }
  const decimals = parts.reduce((most, part) => Math.max(most, part.decimals), 0);
  const integers = parts.every((part) => part.integers);
  return { ...first, tensor: { shape, data }, cells: { starts, ends }, decimals, integers };
}
