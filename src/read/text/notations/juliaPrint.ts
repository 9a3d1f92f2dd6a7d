import type { KnownBlock } from '../../reading';
import { blockOf, CellSink } from '../cells';
import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { stackLast, unfolded } from '../stack';
import { JULIA_TYPES } from './julia';

/** `3×4 Matrix{Float64}:` or `5-element Vector{Int64}:`, and one line a row. */
export const juliaPrint: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    const { text } = source;
    if (text.charCodeAt(line.end - 1) !== 0x3a || line.end - line.first > 200) return undefined;
    const head = headOf(text.slice(line.first, line.end));
    if (head === undefined) return undefined;
    const kind = /Sparse/.test(head.words) ? 'sparse' : /Complex/.test(head.words) ? 'complex' : undefined;
    if (kind !== undefined) {
      const span = { start: line.first, end: line.end };
      return {
        end: skipRows(source, line.next),
        blocks: [],
        troubles: [{ code: 'unsupported', kind, span }],
      };
    }
    return new JuliaReader(source, line, head).read();
  },
};

/** The axes behind the first two, of which the first runs fastest. */
const SLICE = /^\[:, :, (\d+(?:, \d+)*)\] =$/;

interface Head {
  readonly shape: readonly number[];
  readonly dtype: string | undefined;
  readonly words: string;
}

function headOf(words: string): Head | undefined {
  const head = /^(?:(\d+)-element |(\d+(?:×\d+)+) )(.*):$/.exec(words);
  if (head === null || !/Vector|Matrix|Array|Tuple|eltype|Range|Diagonal|Triangular|Symmetric/.test(head[3])) {
    return undefined;
  }
  const extents = head[1] ?? head[2];
  // What the elements are stands behind what holds them.
  const type = /eltype (\w+)/.exec(head[3])?.[1] ?? /\{(\w+)/.exec(head[3])?.[1] ?? '';
  const dtype = Object.hasOwn(JULIA_TYPES, type) ? JULIA_TYPES[type] : undefined;
  return { shape: extents.split('×').map(Number), dtype: dtype === '' ? undefined : dtype, words };
}

class JuliaReader {
  private at: number;
  private end: number;
  private elision: Token | undefined;

  constructor(
    private readonly source: Source,
    private readonly line: Line,
    private readonly head: Head,
  ) {
    this.at = line.next;
    this.end = line.end;
  }

  read(): Found | undefined {
    const { shape, dtype } = this.head;
    const { first } = this.line;
    const name = namedAbove(this.source.text, this.line.start);
    const block = shape.length > 2 ? this.readSlices() : this.readRows(shape);
    const span = { start: first, end: this.end };
    if (this.elision !== undefined) {
      return {
        end: this.at,
        blocks: [
          {
            elided: true,
            notation: 'julia',
            span,
            shape,
            ...(name !== undefined && { name }),
            ...(dtype !== undefined && { dtype }),
          },
        ],
        troubles: [{ code: 'elided', span: this.elision }],
      };
    }
    if (block === undefined) return undefined;
    const found: KnownBlock = {
      ...block,
      span,
      ...(name !== undefined && { name }),
      ...(dtype !== undefined && { dtype }),
    };
    const [...printed] = block.tensor.shape;
    if (String(printed) === String(shape)) return { end: this.at, blocks: [found], troubles: [] };
    const trouble = {
      code: 'shape-mismatch',
      span,
      found: `[${printed.join(', ')}]`,
      expected: `[${shape.join(', ')}]`,
    } as const;
    return { end: this.at, blocks: [], troubles: [trouble] };
  }

  private readSlices(): KnownBlock | undefined {
    const slices: KnownBlock[] = [];
    const places: (readonly string[])[] = [];
    const { text } = this.source;
    while (this.at < text.length) {
      const line = lineFrom(this.source, this.at);
      if (isBlankLine(line)) {
        this.at = line.next;
        continue;
      }
      const place = SLICE.exec(text.slice(line.first, Math.min(line.end, line.first + 80)));
      if (place === null) break;
      this.at = line.next;
      const slice = this.readRows(this.head.shape.slice(0, 2));
      if (slice === undefined) return undefined;
      slices.push(slice);
      places.push(place[1].split(', '));
    }
    const stacked = stackLast(slices, { notation: 'julia', span: { start: this.line.first, end: this.end } });
    return stacked === undefined ? undefined : unfolded(stacked, places);
  }

  /** Rows begin with a blank; dots of any kind say that numbers were left out. */
  private readRows(shape: readonly number[]): KnownBlock | undefined {
    const { text } = this.source;
    const sink = new CellSink();
    const [rows, columns = 1] = shape;
    let count = 0;
    while (this.at < text.length && count < rows) {
      const line = lineFrom(this.source, this.at);
      if (isBlankLine(line) || line.first === line.start) break;
      for (const token of tokensOf(this.source, line)) this.takeToken(token, sink);
      count++;
      this.at = line.next;
      this.end = line.end;
    }
    if (this.elision !== undefined) return undefined;
    const width = count === 0 ? columns : sink.count / count;
    if (!Number.isInteger(width)) return undefined;
    const printed = shape.length === 1 ? [sink.count] : [count, width];
    return blockOf(sink, { notation: 'julia', span: { start: this.line.first, end: this.end }, shape: printed });
  }

  private takeToken(token: Token, sink: CellSink): void {
    const { scanner, text } = this.source;
    const { start, end } = token;
    const code = text.charCodeAt(start);
    if (code === 0x2026 || code === 0x22ee || code === 0x22f1) {
      this.elision ??= token;
      return;
    }
    if (scanner.read(start) === end && scanner.kind !== 'complex') sink.add(scanner, start, end);
    else if (code === 0x22c5 /* ⋅ */ && end === start + 1) sink.addZero(start, end);
  }
}

function skipRows(source: Source, start: number): number {
  let at = start;
  while (at < source.text.length) {
    const line = lineFrom(source, at);
    if (isBlankLine(line) || line.first === line.start) break;
    at = line.next;
  }
  return at;
}
