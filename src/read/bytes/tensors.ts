import { type KnownBlock, type Notation, NOWHERE, type Trouble } from '../reading';
import type { Dtype } from './dtypes';
import { BytesFault } from './fault';

/** More numbers than this are not taken into memory at once: 1 GiB as float64. */
export const NUMBER_LIMIT = 2 ** 27;

/** The numbers of one array as they lie in a file. */
export interface RawTensor {
  readonly notation: Notation;
  readonly name: string | undefined;
  readonly dtype: Dtype;
  readonly little: boolean;
  readonly shape: readonly number[];
  /** The first index runs fastest. */
  readonly fortran: boolean;
  /** Exactly as many bytes as the shape needs. */
  readonly bytes: Uint8Array;
}

/** How many numbers the shape holds, counted without overflow. Throws {@link BytesFault} beyond the limit. */
export function countOf(shape: readonly number[]): number {
  let count = 1n;
  for (const extent of shape) count *= BigInt(extent);
  if (count > BigInt(NUMBER_LIMIT)) throw new BytesFault('too-large');
  return Number(count);
}

/** The array as float64, and what was lost by that. */
export function decode(raw: RawTensor): { block: KnownBlock; trouble: Trouble | undefined } {
  const { dtype, little, shape, bytes, notation, name } = raw;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength / dtype.size;
  const data = new Float64Array(count);
  for (let index = 0; index < count; index++) data[index] = dtype.read(view, index * dtype.size, little);
  const block: KnownBlock = {
    elided: false,
    ...(name !== undefined && { name }),
    span: NOWHERE,
    notation,
    dtype: dtype.name,
    tensor: { shape, data: raw.fortran && shape.length > 1 ? fromColumns(data, shape) : data },
    cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) },
    decimals: 0,
    integers: dtype.integer,
  };
  return { block, trouble: inexact(raw, view, data) };
}

/** The first integer of 64 bits that no double holds. */
function inexact({ dtype, little }: RawTensor, view: DataView, data: Float64Array): Trouble | undefined {
  if (dtype.name !== 'int64' && dtype.name !== 'uint64') return undefined;
  const index = data.findIndex((value, at) => {
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return false;
    return BigInt(value) !== exactAt(dtype, view, at * 8, little);
  });
  return index < 0
    ? undefined
    : { code: 'inexact', span: NOWHERE, found: String(exactAt(dtype, view, index * 8, little)) };
}

function exactAt(dtype: Dtype, view: DataView, at: number, little: boolean): bigint {
  return dtype.name === 'int64' ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
}

function fromColumns(data: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(data.length);
  const index = new Uint32Array(shape.length);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((size, extent) => size * extent, 1));
  for (let to = 0; to < out.length; to++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) from += index[axis] * strides[axis];
    out[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return out;
}
