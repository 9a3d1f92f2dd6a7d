import type { DType } from './problem';

/** Rounds one intermediate value to the precision of a dtype. */
export type Rounding = (value: number) => number;

/** float64 keeps a value as it is; float32 rounds it to the nearest float32, ties to even. */
export function roundingOf(dtype: DType): Rounding {
  return dtype === 'float32' ? Math.fround : keep;
}

/** Numbers in the precision of a dtype: those given where that is float64. */
export function rounded(values: Float64Array, dtype: DType = 'float64'): Float64Array {
  return dtype === 'float32' ? values.map(Math.fround) : values;
}

function keep(value: number): number {
  return value;
}

/** log(1 + e^x) with full relative accuracy on both tails; 0 at -inf, inf at inf. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1 / (1 + e^-x), accurate where it is small as well: e^-x never overflows. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

/** log(1 - e^x) for x <= 0 (Maechler's split at -ln 2); -inf at 0. */
export function log1mExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** a x b where nothing counts for nothing: 0 x inf = 0, but 0 x NaN stays NaN. */
export function multiplyLimit(a: number, b: number): number {
  if (a === 0) return Number.isNaN(b) ? b : 0;
  if (b === 0) return Number.isNaN(a) ? a : 0;
  return a * b;
}

/** a x b as IEEE 754 has it: 0 x inf = NaN. */
export function multiply(a: number, b: number): number {
  return a * b;
}

/**
 * log(p + eps) where q = 1 - p is known apart. Above one half the sum is close to 1, where log1p(eps - q)
 * keeps the digits that p + eps has already lost.
 */
export function logPlusEps(p: number, q: number, eps: number): number {
  return p > 0.5 ? Math.log1p(eps - q) : Math.log(p + eps);
}
