import type { Dtype } from '../bytes/dtypes';
import { BytesFault } from '../bytes/fault';
import { decode } from '../bytes/tensors';
import type { KnownBlock } from '../reading';
import type { FileBytes } from './fileBytes';

/** An array in a file, of any size, some rows at a time. */
export interface FileRows {
  readonly head: FileRowsHead;
  readonly rows: number;
  /** How many numbers a row holds, and in how many bytes. */
  readonly width: number;
  readonly rowBytes: number;
  /** These rows as an array of float64. */
  block(from: number, to: number): KnownBlock;
  /** The bytes of rows as they lie in the file. @returns how many rows fit. */
  readInto(from: number, bytes: Uint8Array): number;
}

/** Where the numbers of an array lie, one row behind the other, and what they are. */
export interface FileRowsHead {
  readonly dtype: Dtype;
  readonly little: boolean;
  readonly shape: readonly number[];
  /** The first byte of the numbers. */
  readonly start: number;
}

export function fileRows(
  file: FileBytes,
  head: FileRowsHead,
  { notation, name }: Pick<KnownBlock, 'notation'> & { readonly name: string },
): FileRows {
  const { dtype, little, start } = head;
  const [rows = 1, ...inner] = head.shape;
  const width = inner.reduce((size, extent) => size * extent, 1);
  const rowBytes = width * dtype.size;
  const readInto = (from: number, bytes: Uint8Array): number => {
    const fitting = Math.min(rows - from, rowBytes === 0 ? rows : Math.floor(bytes.length / rowBytes));
    const wanted = fitting * rowBytes;
    if (file.read(start + from * rowBytes, bytes.subarray(0, wanted)) !== wanted) throw new BytesFault('truncated');
    return fitting;
  };
  const block = (from: number, to: number): KnownBlock => {
    const bytes = new Uint8Array((to - from) * rowBytes);
    readInto(from, bytes);
    return decode({ notation, name, dtype, little, shape: [to - from, ...inner], fortran: false, bytes }).block;
  };
  return { head, rows, width, rowBytes, block, readInto };
}
