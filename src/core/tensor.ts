/**
 * A dense array of float64 values, row-major and contiguous. A shape of `[]` is a scalar of one value.
 * Whatever was read (float32, integers, booleans) is held as float64: every such value fits exactly.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** The number of values a shape holds: 1 for `[]`, 0 where any axis is empty. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

export function scalar(value: number): Tensor {
  return { shape: [], data: Float64Array.of(value) };
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}
