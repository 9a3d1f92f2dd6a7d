import { sizeOf } from '../core/tensor';
import { refusedFile } from '../read/bytes/fault';
import { type FileFault, type KnownBlock, NOWHERE, type Reading, type Trouble } from '../read/reading';

/** Which rows of a file are wanted: all of them by default. */
export interface ParquetRequest {
  readonly path: string;
  readonly from?: number;
  readonly to?: number;
}

/** What a file holds in the wanted rows. */
export interface ParquetAnswer {
  readonly reading: Reading;
  /** Of the whole file; 0 where it could not be read. */
  readonly rows: number;
}

export function refusedParquet(fault: FileFault, part = ''): ParquetAnswer {
  return { reading: refusedFile('parquet', fault, part), rows: 0 };
}

/** What stands before the numbers. */
interface Head {
  readonly rows: number;
  readonly blocks: readonly {
    readonly name?: string;
    readonly dtype?: string;
    readonly integers: boolean;
    readonly shape: readonly number[];
    readonly columnNames?: readonly string[];
    readonly rowNames?: readonly string[];
  }[];
  readonly troubles: readonly Trouble[];
}

/** An answer on its way through a pipe: the length of the head, the head, and the numbers of every array. */
export function* packed({ reading, rows }: ParquetAnswer): Generator<Uint8Array> {
  const blocks = reading.blocks.filter((block): block is KnownBlock => !block.elided);
  const head: Head = {
    rows,
    blocks: blocks.map(({ name, dtype, integers, tensor, columnNames, rowNames }) => ({
      ...(name !== undefined && { name }),
      ...(dtype !== undefined && { dtype }),
      ...{ integers, shape: tensor.shape },
      ...(columnNames && { columnNames }),
      ...(rowNames && { rowNames }),
    })),
    troubles: reading.troubles,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  yield new Uint8Array(Uint32Array.of(text.length).buffer);
  yield text;
  for (const { tensor } of blocks) {
    const { buffer, byteOffset, byteLength } = tensor.data;
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** @returns undefined where it is not whole. */
export function unpacked(chunks: readonly Uint8Array[]): ParquetAnswer | undefined {
  const bytes = new Chunks(chunks);
  const length = bytes.take(4);
  if (length === undefined) return undefined;
  const text = bytes.take(new DataView(length.buffer).getUint32(0, true));
  if (text === undefined) return undefined;
  const head = JSON.parse(new TextDecoder().decode(text)) as Head;
  const blocks: KnownBlock[] = [];
  for (const { shape, ...block } of head.blocks) {
    const numbers = bytes.take(8 * sizeOf(shape));
    if (numbers === undefined) return undefined;
    blocks.push({ ...block, ...STORED, tensor: { shape, data: new Float64Array(numbers.buffer) } });
  }
  return bytes.left === 0 ? { reading: { blocks, troubles: head.troubles }, rows: head.rows } : undefined;
}

/** What all arrays have in common that are stored, not printed. */
export const STORED = {
  elided: false,
  span: NOWHERE,
  notation: 'parquet',
  cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) },
  decimals: 0,
} as const;

/** Bytes in the pieces they came in. */
class Chunks {
  private index = 0;
  private at = 0;
  left: number;

  constructor(private readonly chunks: readonly Uint8Array[]) {
    this.left = chunks.reduce((sum, { length }) => sum + length, 0);
  }

  /** The next bytes, in memory of their own. */
  take(count: number): Uint8Array | undefined {
    if (count > this.left) return undefined;
    const taken = new Uint8Array(count);
    for (let done = 0; done < count;) {
      const chunk = this.chunks[this.index];
      const part = chunk.subarray(this.at, this.at + count - done);
      taken.set(part, done);
      done += part.length;
      this.at += part.length;
      if (this.at === chunk.length) {
        this.index++;
        this.at = 0;
      }
    }
    this.left -= count;
    return taken;
  }
}
