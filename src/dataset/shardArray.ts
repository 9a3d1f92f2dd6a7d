import type { Floats } from '../kernel/kernel';
import { fromBfloat16, fromFloat16 } from '../read/bytes/dtypes';
import type { FileRows } from '../read/pieces/fileRows';
import type { KnownBlock } from '../read/reading';

/** An array of a shard, some rows at a time. */
export interface ShardArray {
  readonly shape: readonly number[];
  readonly rows: number;
  /** Numbers in a row. */
  readonly width: number;
  readonly integers: boolean;
  /** These rows as float64. */
  block(from: number, to: number): KnownBlock;
  /** The same as floats that a kernel takes, in memory that is used again by the next call. */
  floats(from: number, to: number): Floats;
}

/** Of a file whose rows lie one behind the other. */
export function storedArray(stored: FileRows): ShardArray {
  const { head, rows, width, rowBytes } = stored;
  const { dtype, little } = head;
  const wide = dtype.size === 8;
  let bytes = new Uint8Array(0);
  let widened = new Float32Array(0);
  const taken = (from: number, to: number): Uint8Array => {
    const size = (to - from) * rowBytes;
    if (bytes.length < size) bytes = new Uint8Array(size);
    stored.readInto(from, bytes.subarray(0, size));
    return bytes;
  };
  const floats = (from: number, to: number): Floats => {
    const count = (to - from) * width;
    if (little && !dtype.integer) {
      if (wide) return new Float64Array(taken(from, to).buffer, 0, count);
      if (dtype.size === 4) return new Float32Array(taken(from, to).buffer, 0, count);
      if (widened.length < count) widened = new Float32Array(count);
      widen(new Uint16Array(taken(from, to).buffer, 0, count), tableOf(dtype.name), widened);
      return widened.subarray(0, count);
    }
    return stored.block(from, to).tensor.data;
  };
  return {
    shape: head.shape,
    rows,
    width,
    integers: dtype.integer,
    block: (from, to) => stored.block(from, to),
    floats,
  };
}

/** Of an array that is in memory already. */
export function blockArray(block: KnownBlock): ShardArray {
  const { shape, data } = block.tensor;
  const [rows = 1, ...inner] = shape;
  const width = inner.reduce((size, extent) => size * extent, 1);
  const floats = (from: number, to: number): Float64Array => data.subarray(from * width, to * width);
  const part = (from: number, to: number): KnownBlock => ({
    ...withoutPlaces(block),
    tensor: { shape: [to - from, ...inner], data: floats(from, to) },
  });
  return { shape, rows, width, integers: block.integers, block: part, floats };
}

function withoutPlaces({ rowNames, ...block }: KnownBlock): KnownBlock {
  void rowNames;
  return { ...block, cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) } };
}

/** Every value that 16 bits can be: looking one up takes a nanosecond, working it out thirty. */
const TABLES = new Map<string, Float32Array>();

function tableOf(dtype: string): Float32Array {
  const known = TABLES.get(dtype);
  if (known !== undefined) return known;
  const from = dtype === 'bfloat16' ? fromBfloat16 : fromFloat16;
  const table = Float32Array.from({ length: 65_536 }, (_, bits) => from(bits));
  TABLES.set(dtype, table);
  return table;
}

function widen(halves: Uint16Array, table: Float32Array, into: Float32Array): void {
  for (let index = 0; index < halves.length; index++) into[index] = table[halves[index]];
}
