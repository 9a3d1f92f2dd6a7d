// e^x and log(1 + u) on two float64 lanes: the same forms as lanes32.ts with longer series.

// @ts-ignore: decorator
@inline
export function madd64(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** Relative errors of the fits: 4e-18 for e^r, 1e-18 for log up to 0.172, 1e-18 up to 1/3. */
export const TABLE64: usize = memory.data<f64>([
  1.4426950408889634, // 0: log2(e)
  0.693145751953125, // 8: ln 2 in 20 bits
  1.4286068203094173e-6, // 16: the rest of ln 2
  0.5, // 24: e^r = 1 + r + r^2 q(r)
  0.16666666666666386343, // 32
  0.041666666666519154791, // 40
  0.0083333333335076352491, // 48
  0.0013888888946919651137, // 56
  0.00019841269486213061747, // 64
  0.000024801489352469471082, // 72
  2.7557597145323872822e-6, // 80
  2.7631687313401328937e-7, // 88
  2.4999004333198922181e-8, // 96
  1.0, // 104
  6755399441055744.0, // 112: 1.5 x 2^52
  0.6666666666666744904, // 120: log((1 + s) / (1 - s)) for |s| < 0.172
  0.39999999999337630148, // 128
  0.28571428761001083928, // 136
  0.22222196526056866847, // 144
  0.1818367723065728814, // 152
  0.15311008292910458257, // 160
  0.14827815806749322031, // 168
  0.66666666666666295909, // 176: the same for s up to 1/3
  0.40000000000160325853, // 184
  0.28571428547441248058, // 192
  0.22222223996676820234, // 200
  0.18181742933969336778, // 208
  0.15386581844453276304, // 216
  0.13300675936970030137, // 224
  0.12108513384023591946, // 232
  0.083291979771380147606, // 240
  0.17039308849205312174, // 248
  0.6931471805599453094, // 256: ln 2 to the nearest
  4.9406564584124654e-324, // 264: the bits of the integer 1
  700.0, // 272: e to minus this is the least that counts
]);

// @ts-ignore: decorator
@inline
export function constant64(offset: usize): v128 {
  return v128.load64_splat(TABLE64 + offset);
}

/** By how much ln 2 is above the nearest float64. */
const LN2_REST: f64 = 2.3190468138462996e-17;

/** As in lanes32.ts: a sum over its largest term, mended by the error of ln 2, which here makes every term too small. */
// @ts-ignore: decorator
@inline
export function mended64(others: f64): f64 {
  if (!ASC_FEATURE_RELAXED_SIMD) return others;
  const exponent = <f64>(<i32>(reinterpret<u64>(others) >>> 52) - 1023);
  return others - others * LN2_REST * min<f64>(exponent, 0);
}

/** 2^-c e^x, magic = 1.5 x 2^52 - c. */
// @ts-ignore: decorator
@inline
export function scaledExp64(given: v128, low: v128, magic: v128, log2e: v128, ln2High: v128, ln2Low: v128): v128 {
  const x = f64x2.pmax(given, low);
  const z = madd64(x, log2e, magic);
  const n = f64x2.sub(z, magic);
  let r: v128;
  if (ASC_FEATURE_RELAXED_SIMD) {
    r = f64x2.relaxed_nmadd(n, constant64(256), x);
  } else {
    r = f64x2.sub(f64x2.sub(x, f64x2.mul(n, ln2High)), f64x2.mul(n, ln2Low));
  }
  // The series in halves side by side (Estrin): as one chain it was 12 % slower.
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const a = madd64(constant64(32), r, constant64(24));
  const b = madd64(constant64(48), r, constant64(40));
  const c = madd64(constant64(64), r, constant64(56));
  const d = madd64(constant64(80), r, constant64(72));
  const e = madd64(constant64(96), r, constant64(88));
  const ab = madd64(b, r2, a);
  const cd = madd64(d, r2, c);
  const q = madd64(madd64(e, r4, cd), r4, ab);
  const p = f64x2.add(madd64(q, r2, r), constant64(104));
  return i64x2.add(p, i64x2.shl(z, 52));
}

// @ts-ignore: decorator
@inline
export function log1p64(u: v128): v128 {
  const one = constant64(104);
  const sum = f64x2.add(u, one);
  const lost = f64x2.div(f64x2.sub(u, f64x2.sub(sum, one)), sum);
  const shifted = i64x2.sub(sum, i64x2.splat(0x3fe6a09e667f3bcd));
  const k = i64x2.shr_s(shifted, 52);
  const f = i64x2.sub(sum, i64x2.shl(k, 52));
  const exponent = f64x2.replace_lane(f64x2.splat(<f64>i64x2.extract_lane(k, 0)), 1, <f64>i64x2.extract_lane(k, 1));
  const s = f64x2.div(f64x2.sub(f, one), f64x2.add(f, one));
  const s2 = f64x2.mul(s, s);
  let q = madd64(constant64(168), s2, constant64(160));
  q = madd64(q, s2, constant64(152));
  q = madd64(q, s2, constant64(144));
  q = madd64(q, s2, constant64(136));
  q = madd64(q, s2, constant64(128));
  q = madd64(q, s2, constant64(120));
  const series = madd64(f64x2.mul(s, s2), q, f64x2.add(s, s));
  const small = f64x2.add(series, madd64(exponent, constant64(16), lost));
  const whole = madd64(exponent, constant64(8), small);
  const tiny = f64x2.sub(u, f64x2.mul(f64x2.mul(u, u), f64x2.splat(0.5)));
  return v128.bitselect(tiny, whole, f64x2.lt(u, f64x2.splat(1e-9)));
}

// @ts-ignore: decorator
@inline
export function maximumOfLanes64(v: v128): f64 {
  const a = f64x2.extract_lane(v, 0), b = f64x2.extract_lane(v, 1);
  return a < b ? b : a;
}
