import { BytesFault } from '../bytes/fault';
import { NPY_HEAD_BYTES, type NpyHead, readNpyHead } from '../bytes/npy';
import { decode } from '../bytes/tensors';
import type { KnownBlock } from '../reading';
import type { FileBytes } from './fileBytes';

/** An .npy file of any size, some rows at a time. */
export interface NpyRows {
  readonly head: NpyHead;
  readonly rows: number;
  /** How many numbers a row holds, and in how many bytes. */
  readonly width: number;
  readonly rowBytes: number;
  /** These rows as an array of float64. */
  block(from: number, to: number): KnownBlock;
  /** The bytes of rows as they lie in the file. @returns how many rows fit. */
  readInto(from: number, bytes: Uint8Array): number;
}

/** Checks the header against the size of the file. Throws {@link BytesFault}: nothing is taken into memory before. */
export function openNpyRows(file: FileBytes, name: string): NpyRows {
  const beginning = new Uint8Array(Math.min(NPY_HEAD_BYTES, file.size));
  const head = readNpyHead(beginning.subarray(0, file.read(0, beginning)));
  const [rows = 1, ...inner] = head.shape;
  let width = 1n;
  for (const extent of inner) width *= BigInt(extent);
  const stated = BigInt(rows) * width * BigInt(head.dtype.size);
  if (stated !== BigInt(file.size - head.start)) throw new BytesFault('size-mismatch');
  // The rows of such a file lie apart.
  if (head.fortran && inner.length > 0) throw new BytesFault('columns-first');
  const rowBytes = Number(width) * head.dtype.size;
  const readInto = (from: number, bytes: Uint8Array): number => {
    const fitting = Math.min(rows - from, rowBytes === 0 ? rows : Math.floor(bytes.length / rowBytes));
    const wanted = fitting * rowBytes;
    if (file.read(head.start + from * rowBytes, bytes.subarray(0, wanted)) !== wanted)
      throw new BytesFault('truncated');
    return fitting;
  };
  const block = (from: number, to: number): KnownBlock => {
    const bytes = new Uint8Array((to - from) * rowBytes);
    readInto(from, bytes);
    const { dtype, little } = head;
    const shape = [to - from, ...inner];
    return decode({ notation: 'npy', name, dtype, little, shape, fortran: false, bytes }).block;
  };
  return { head, rows, width: Number(width), rowBytes, block, readInto };
}
