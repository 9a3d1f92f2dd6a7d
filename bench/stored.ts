import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { loadKernel } from '../src/kernel/loadKernel';
import { crossEntropyOfStored } from '../src/kernel/storedRows';
import type { FileBytes } from '../src/read/pieces/fileBytes';
import { openNpyRows } from '../src/read/pieces/npyRows';

/** The loss of two .npy files in float32, as the terminal computes it where they are large. */
export function lossOfStored(logits: string, labels: string): number {
  const files = [logits, labels].map((file) => openSync(file, 'r'));
  const [predictions, targets] = files.map((file) => openNpyRows(bytesOf(file), 'x'));
  const outcome = crossEntropyOfStored(predictions, targets, { dtype: 'float32' }, loadKernel());
  files.forEach((file) => closeSync(file));
  if (outcome?.ok !== true) throw new Error('the file was not read');
  return outcome.value.value;
}

function bytesOf(handle: number): FileBytes {
  return { size: fstatSync(handle).size, read: (at, into) => readSync(handle, into, 0, into.length, at) };
}
