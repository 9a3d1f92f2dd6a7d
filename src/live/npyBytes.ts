import type { LiveArray } from './fetchArray';
import type { StoredDtype } from './language';

const DESCRIPTIONS: Readonly<Record<StoredDtype, string>> = {
  float64: '<f8',
  float32: '<f4',
  int64: '<i8',
  bool: '|b1',
};

/** The values as NumPy would store them: what was fetched is then read like any other file. */
export function npyBytes({ shape, stored, data }: LiveArray): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${DESCRIPTIONS[stored]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = `${header}${' '.repeat(63 - ((10 + header.length) % 64))}\n`;
  const body = bodyOf(stored, data);
  const bytes = new Uint8Array(10 + padded.length + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, padded.length, true);
  for (let index = 0; index < padded.length; index++) bytes[10 + index] = padded.charCodeAt(index);
  bytes.set(body, 10 + padded.length);
  return bytes;
}

function bodyOf(stored: StoredDtype, data: Float64Array): Uint8Array {
  switch (stored) {
    case 'float64':
      return written(data, 8, (view, at, value) => view.setFloat64(at, value, true));
    case 'float32':
      return written(data, 4, (view, at, value) => view.setFloat32(at, value, true));
    case 'int64':
      return written(data, 8, (view, at, value) => view.setBigInt64(at, BigInt(value), true));
    case 'bool':
      return Uint8Array.from(data);
  }
}

function written(
  data: Float64Array,
  size: number,
  put: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(data.length * size));
  data.forEach((value, index) => put(view, index * size, value));
  return new Uint8Array(view.buffer);
}
