// e^x, log(1 + u) and their like on four float32 lanes. AssemblyScript, not TypeScript: built by scripts/kernel.mjs.

/** One source serves both builds: with fused multiply-add where the module may use relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * Constants stand in memory: V8 makes a v128.const anew in every turn of a loop, by three instructions, even that of a
 * splat before the loop; a load before the loop stays in a register. The minimax fits (weighted least squares in float64) have a relative error of 1.1e-7 for the e^r of sums,
 * 3e-9 for the finer one, 9e-10 for log.
 */
export const TABLE: usize = memory.data<f32>([
  1.44269504, // 0: log2(e)
  0.693359375, // 4: ln 2, its first nine bits, so that n times it is exact
  -2.12194440e-4, // 8: the rest of ln 2
  0.49999222868637666, // 12: e^r = 1 + r + r^2 q(r), for sums
  0.1666712002954632, // 16
  0.0418914248498823, // 20
  0.00831238294433981, // 24
  0.693147182464599609375, // 28: ln 2 to the nearest
  1.0, // 32
  12582912.0, // 36: 1.5 x 2^23, whose last bits are an integer
  0.66666783370513118092, // 40: log((1 + s) / (1 - s)) = 2 s + s^3 q(s^2) for |s| < 0.172
  0.39976592482879799744, // 44
  0.29899224146419392643, // 48
  0.66666410943944540421, // 52: the same for s up to 1/3
  0.40021841340491808294, // 56
  0.27996579076655652099, // 60
  0.28038114547429263871, // 64
  0.49999993333479253, // 68: e^r, finer
  0.16666518938572877, // 72
  0.04166840797608799, // 76
  0.008368921796795919, // 80
  0.001381417399128216, // 84
  1.401298464324817e-45, // 88: the bits of the integer 1
  1.9046543e-9, // 92: what the float32 of ln 2 is above ln 2
  127.0, // 96: the exponent of 1
  0.70710677, // 100: sqrt(1/2)
  87.0, // 104: e to minus this is the least that counts
  16384.0, // 108: the largest logit
  1e-30, // 112: the least rest
]);

// @ts-ignore: decorator
@inline
export function constant(offset: usize): v128 {
  return v128.load32_splat(TABLE + offset);
}

/**
 * 2^-c e^x for lanes x and integers c, where magic is 1.5 x 2^23 - c: the last bits of x log2(e) + magic are the
 * exponent of the result. For x in [low, c ln 2 + 1/2] and |c| < 2^15; below low as at low.
 *
 * Fused, one constant for ln 2 is enough: n times it loses nothing but the constant's own error, the number at 92 a unit
 * of n, which {@link mended} takes out of a sum. Without, n times the first nine bits is exact, the rest small.
 */
// @ts-ignore: decorator
@inline
export function scaledExp(
  given: v128, low: v128, magic: v128, log2e: v128, ln2: v128, ln2Low: v128,
  q0: v128, q1: v128, q2: v128, q3: v128, one: v128,
): v128 {
  // pmax keeps a NaN in its first operand.
  const x = f32x4.pmax(given, low);
  const z = madd(x, log2e, magic);
  const n = f32x4.sub(z, magic);
  let r: v128;
  if (ASC_FEATURE_RELAXED_SIMD) r = f32x4.relaxed_nmadd(n, ln2, x);
  else r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, ln2)), f32x4.mul(n, ln2Low));
  let p = madd(q3, r, q2);
  p = madd(p, r, q1);
  p = madd(p, r, q0);
  p = madd(p, r, one);
  p = madd(p, r, one);
  return i32x4.add(p, i32x4.shl(z, 23));
}

/** The same to one unit, for the one term that everything is divided by. */
// @ts-ignore: decorator
@inline
export function fineScaledExp(x: v128, magic: v128): v128 {
  const z = madd(x, constant(0), magic);
  const n = f32x4.sub(z, magic);
  let r: v128;
  if (ASC_FEATURE_RELAXED_SIMD) r = f32x4.relaxed_nmadd(n, constant(28), x);
  else r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(4))), f32x4.mul(n, constant(8)));
  let p = madd(constant(84), r, constant(80));
  p = madd(p, r, constant(76));
  p = madd(p, r, constant(72));
  p = madd(p, r, constant(68));
  p = madd(p, r, constant(32));
  p = madd(p, r, constant(32));
  return i32x4.add(p, i32x4.shl(z, 23));
}

/**
 * A sum of terms over the largest term, mended by the error of ln 2: every term is too large by -n units of it, and
 * n is about the sum's own exponent where few terms count, and between it and -log2(classes) where many do.
 */
// @ts-ignore: decorator
@inline
export function mended(others: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return others;
  const exponent = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(others, 23)), constant(96));
  const below = f32x4.pmin(exponent, f32x4.splat(0));
  return madd(f32x4.mul(others, constant(92)), below, others);
}

/** log(1 + u) for u >= 0, to about one unit, however small u is. */
// @ts-ignore: decorator
@inline
export function log1p(u: v128): v128 {
  const one = constant(32);
  const sum = f32x4.add(u, one);
  // Exponent and significand in [sqrt(1/2), sqrt(2)).
  const shifted = i32x4.sub(sum, constant(100));
  const k = i32x4.shr_s(shifted, 23);
  const exponent = f32x4.convert_i32x4_s(k);
  const f = i32x4.sub(sum, i32x4.shl(k, 23));
  // f - 1 is u where u is small, and then has all of its digits.
  const numerator = v128.bitselect(u, f32x4.sub(f, one), i32x4.eq(k, i32x4.splat(0)));
  const s = f32x4.div(numerator, f32x4.add(f, one));
  const s2 = f32x4.mul(s, s);
  const q = madd(madd(constant(48), s2, constant(44)), s2, constant(40));
  const series = madd(f32x4.mul(s, s2), q, f32x4.add(s, s));
  return madd(exponent, constant(4), madd(exponent, constant(8), series));
}

/** Four float32 lanes added in pairs in float64. */
// @ts-ignore: decorator
@inline
export function widened(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1)));
}

// @ts-ignore: decorator
@inline
export function maximumOfLanes(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}

/** a where the mask's lanes are all ones, b where they are zeros. */
// @ts-ignore: decorator
@inline
export function select(a: v128, b: v128, mask: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_laneselect(a, b, mask);
  return v128.bitselect(a, b, mask);
}
