import { BytesFault } from '../bytes/fault';
import { NPY_HEAD_BYTES, readNpyHead } from '../bytes/npy';
import type { FileBytes } from './fileBytes';
import { type FileRows, fileRows } from './fileRows';

/**
 * An .npy file of any size, some rows at a time. Checks the header against the size of the file. Throws
 * {@link BytesFault}: nothing is taken into memory before.
 */
export function openNpyRows(file: FileBytes, name: string): FileRows {
  const beginning = new Uint8Array(Math.min(NPY_HEAD_BYTES, file.size));
  const head = readNpyHead(beginning.subarray(0, file.read(0, beginning)));
  let stated = BigInt(head.dtype.size);
  for (const extent of head.shape) stated *= BigInt(extent);
  if (stated !== BigInt(file.size - head.start)) throw new BytesFault('size-mismatch');
  // The rows of such a file lie apart.
  if (head.fortran && head.shape.length > 1) throw new BytesFault('columns-first');
  return fileRows(file, head, { notation: 'npy', name });
}
