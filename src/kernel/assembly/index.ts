export { crossEntropyVeryLong } from './segments32';
export { crossEntropyGradient, crossEntropyLong, crossEntropyShort, sumOf } from './crossEntropy32';
export { crossEntropy64, crossEntropy64Of32, crossEntropyShort64, crossEntropyShort64Of32 } from './crossEntropy64';
export { binaryCrossEntropy } from './binary32';
export { binaryCrossEntropy64 } from './binary64';

/** Whether relaxed multiply-add is fused here: the square of 1 + 2^-12 has a last bit that only one rounding keeps. */
export function isFused(value: f32): bool {
  if (!ASC_FEATURE_RELAXED_SIMD) return false;
  const a = f32x4.splat(value);
  const product = f32x4.mul(a, a);
  return f32x4.extract_lane(f32x4.relaxed_madd(a, a, f32x4.neg(product)), 0) != 0;
}
export { textRows } from './textRows';
