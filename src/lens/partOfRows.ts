import { sizeOf, type Tensor } from '../core/tensor';

/** Some rows in place of all. */
export interface PartOfRows {
  /** Their places among all, in order. */
  readonly rows: Uint32Array;
  readonly of: number;
}

/** As many rows as hold so many numbers, evenly spread; undefined where that is none, or all. */
export function spreadRows(of: number, numbersEach: number, most: number): PartOfRows | undefined {
  const count = Math.floor(most / numbersEach);
  if (count < 1 || count >= of) return undefined;
  return { rows: Uint32Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * of) / count)), of };
}

/** Those rows, or what its first axis counts, of a tensor. */
export function rowsOf({ shape: [of = 1, ...rest], data }: Tensor, { rows }: PartOfRows): Tensor {
  const each = sizeOf(rest);
  const kept = { shape: [rows.length, ...rest], data: new Float64Array(rows.length * each) };
  if (of > 0) rows.forEach((row, index) => kept.data.set(data.subarray(row * each, (row + 1) * each), index * each));
  return kept;
}
