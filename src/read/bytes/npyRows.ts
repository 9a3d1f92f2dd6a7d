import type { Span } from '../reading';
import { BytesFault } from './fault';
import { readNpyHead, type NpyHead } from './npy';
import { countOf } from './tensors';

/** Some rows of a .npy file: where they stand in it, and the file of them alone. */
export interface NpyRows {
  /** Stretches of bytes of the whole file, in order. */
  readonly spans: readonly Span[];
  /** A .npy file of the bytes found there. */
  file(parts: readonly Uint8Array[]): Uint8Array;
}

/** The heads of .npy files that are looked at together, row by row. */
export interface NpyHeads {
  /** Rows of each. */
  readonly rows: number;
  /** The most numbers that a row of one of them holds. */
  readonly widest: number;
  readonly heads: readonly NpyHead[];
}

/** @returns undefined where the files have no rows, not equally many, or not one after the other. Throws {@link BytesFault}. */
export function headsOf(beginnings: readonly Uint8Array[]): NpyHeads | undefined {
  const heads = beginnings.map(readNpyHead);
  const [rows] = heads[0]?.shape ?? [];
  if (rows === undefined || rows === 0 || heads.some(({ shape, fortran }) => fortran || shape[0] !== rows))
    return undefined;
  return { rows, widest: Math.max(...heads.map(({ shape }) => countOf(shape.slice(1)))), heads };
}

/** @param beginning holds the head of the file. */
export function npyRows(beginning: Uint8Array, { start, shape, dtype }: NpyHead, rows: Uint32Array): NpyRows {
  const bytes = countOf(shape.slice(1)) * dtype.size;
  return {
    spans: Array.from(rows, (row) => ({ start: start + row * bytes, end: start + (row + 1) * bytes })),
    file(parts) {
      if (parts.some(({ length }) => length !== bytes)) throw new BytesFault('truncated');
      const head = resized(beginning.subarray(0, start), rows.length);
      const file = new Uint8Array(head.length + rows.length * bytes);
      file.set(head);
      parts.forEach((part, index) => file.set(part, head.length + index * bytes));
      return file;
    },
  };
}

/** The same head with another number of rows, of a version that any length fits. */
function resized(head: Uint8Array, rows: number): Uint8Array {
  const at = head[6] === 1 ? 10 : 12;
  const text = new TextDecoder('latin1')
    .decode(head.subarray(at))
    .replace(/(['"]shape['"]\s*:\s*\(\s*)\d+/, `$1${rows}`);
  const written = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const resized = new Uint8Array(12 + written.length);
  resized.set(head.subarray(0, 6));
  resized[6] = 2;
  new DataView(resized.buffer).setUint32(8, written.length, true);
  resized.set(written, 12);
  return resized;
}
