import { BytesFault } from '../bytes/fault';
import { headerEnd, SAFETENSORS_START, tensorsIn } from '../bytes/safetensors';
import type { FileBytes } from './fileBytes';
import { type FileRows, fileRows } from './fileRows';

/**
 * The tensors of a .safetensors file of any size, some rows at a time, in the order of their bytes. Only the header is
 * taken into memory. Throws {@link BytesFault}.
 */
export function openSafetensorsRows(file: FileBytes): readonly FileRows[] {
  const start = headerEnd(bytesOf(file, 0, SAFETENSORS_START), file.size);
  const header = bytesOf(file, SAFETENSORS_START, start);
  return tensorsIn(header, file.size - start).map(({ name, dtype, shape, begin }) =>
    fileRows(file, { dtype, little: true, shape, start: start + begin }, { notation: 'safetensors', name }),
  );
}

function bytesOf(file: FileBytes, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(to, file.size) - from);
  if (file.read(from, bytes) !== to - from) throw new BytesFault('truncated');
  return bytes;
}
