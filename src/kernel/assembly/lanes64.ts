// e^x and log(1 + u) on two float64 lanes: the same forms as lanes32.ts with longer series.

// @ts-ignore: decorator
@inline
export function madd64(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function nmadd64(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** Relative errors of the fits: 5e-18 for e^r, 1e-18 for log up to 0.172, 1e-18 up to 1/3. */
export const TABLE64: usize = memory.data<f64>([
  1.4426950408889634, // 0: log2(e)
  0.693145751953125, // 8: ln 2 in 20 bits
  1.4286068203094173e-6, // 16: the rest of ln 2
  0.5, // 24: e^r = 1 + r + r^2 q(r)
  0.16666666666666433, // 32
  0.04166666666660381, // 40
  0.008333333333500451, // 48
  0.0013888888926861052, // 56
  0.00019841269465459602, // 64
  2.480150859353776e-5, // 72
  2.7557641372538314e-6, // 80
  2.762522510853614e-7, // 88
  2.4978284202043942e-8, // 96
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
  6755399441056767.0, // 280: 1.5 x 2^52 and the bias of exponents
]);

// @ts-ignore: decorator
@inline
export function constant64(offset: usize): v128 {
  return v128.load64_splat(TABLE64 + offset);
}

// 2^-c e^x is 2^k (1 + t). Sums keep the powers of two, which add without rounding, apart from the 2^k t, so that 1 + t is
// never rounded. magic = 1.5 x 2^52 + 1023 - c; scaled64 holds the exponent of 2^k in its low bits.

// @ts-ignore: decorator
@inline
export function scaled64(x: v128, magic: v128, log2e: v128): v128 {
  return madd64(x, log2e, magic);
}

// @ts-ignore: decorator
@inline
export function power64(scaled: v128): v128 {
  return i64x2.shl(scaled, 52);
}

/** t. */
// @ts-ignore: decorator
@inline
export function rest64(x: v128, scaled: v128, magic: v128, ln2High: v128, ln2Low: v128): v128 {
  const n = f64x2.sub(scaled, magic);
  const r = nmadd64(n, ln2Low, nmadd64(n, ln2High, x));
  const r2 = f64x2.mul(r, r);
  return madd64(series64(r, r2), r2, r);
}

/** sum + 2^k t of two places: side by side they load each constant once. */
// @ts-ignore: decorator
@inline
export function plusRests64(
  sum: v128, x: v128, scaledX: v128, y: v128, scaledY: v128, magic: v128, ln2High: v128, ln2Low: v128,
): v128 {
  const n = f64x2.sub(scaledX, magic), m = f64x2.sub(scaledY, magic);
  const r = nmadd64(n, ln2Low, nmadd64(n, ln2High, x)), s = nmadd64(m, ln2Low, nmadd64(m, ln2High, y));
  const r2 = f64x2.mul(r, r), s2 = f64x2.mul(s, s);
  let odd = constant64(96), even = constant64(88);
  let p = madd64(odd, r, even), q = madd64(odd, s, even);
  odd = constant64(80), even = constant64(72);
  p = madd64(p, r2, madd64(odd, r, even)), q = madd64(q, s2, madd64(odd, s, even));
  odd = constant64(64), even = constant64(56);
  p = madd64(p, r2, madd64(odd, r, even)), q = madd64(q, s2, madd64(odd, s, even));
  odd = constant64(48), even = constant64(40);
  p = madd64(p, r2, madd64(odd, r, even)), q = madd64(q, s2, madd64(odd, s, even));
  odd = constant64(32), even = constant64(24);
  p = madd64(p, r2, madd64(odd, r, even)), q = madd64(q, s2, madd64(odd, s, even));
  return madd64(power64(scaledX), madd64(p, r2, r), madd64(power64(scaledY), madd64(q, s2, s), sum));
}

/**
 * A sum over the largest of its terms, whose n is c and power of two 1: (powers + rests) / (1 + t), rounded once. What
 * 1 + t and its own parts lose (Dekker's fast two-sum) is put back.
 */
// @ts-ignore: decorator
@inline
export function overLargest64(
  powers: v128, rests: v128, max: v128, magic: v128, ln2High: v128, ln2Low: v128,
): v128 {
  const one = constant64(104);
  const n = f64x2.sub(constant64(280), magic);
  const coarse = nmadd64(n, ln2High, max);
  const r = nmadd64(n, ln2Low, coarse);
  const ofR = nmadd64(n, ln2Low, f64x2.sub(coarse, r));
  const r2 = f64x2.mul(r, r);
  const q = series64(r, r2);
  const t = madd64(q, r2, r);
  const ofT = madd64(q, r2, f64x2.sub(r, t));
  const p = f64x2.add(one, t);
  const ofP = f64x2.add(f64x2.sub(t, f64x2.sub(p, one)), f64x2.add(ofT, ofR));
  const sum = f64x2.add(powers, rests);
  const ofSum = f64x2.sub(rests, f64x2.sub(sum, powers));
  const ratio = f64x2.div(sum, p);
  const left = f64x2.add(remainder64(ratio, p, sum), nmadd64(ratio, ofP, ofSum));
  return f64x2.add(ratio, f64x2.div(left, p));
}

/** sum - ratio x p, where ratio is that quotient: exact. */
// @ts-ignore: decorator
@inline
function remainder64(ratio: v128, p: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(ratio, p, sum);
  // Dekker's product: each factor in halves.
  const a = upper64(ratio), b = upper64(p);
  const c = f64x2.sub(ratio, a), d = f64x2.sub(p, b);
  const product = f64x2.mul(ratio, p);
  const ofProduct = f64x2.add(
    f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(a, b), product), f64x2.mul(a, d)), f64x2.mul(c, b)), f64x2.mul(c, d),
  );
  return f64x2.sub(f64x2.sub(sum, product), ofProduct);
}

/** The upper 26 bits. */
// @ts-ignore: decorator
@inline
function upper64(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xfffffffff8000000));
}

/** e^x; here the magic is 1.5 x 2^52. */
// @ts-ignore: decorator
@inline
export function scaledExp64(x: v128, magic: v128, log2e: v128, ln2High: v128, ln2Low: v128): v128 {
  const scaled = scaled64(x, magic, log2e);
  const p = f64x2.add(rest64(x, scaled, magic, ln2High, ln2Low), constant64(104));
  return i64x2.add(p, i64x2.shl(scaled, 52));
}

/** q in e^r = 1 + r + r^2 q(r), its halves side by side (Estrin): as one chain it was 12 % slower. */
// @ts-ignore: decorator
@inline
function series64(r: v128, r2: v128): v128 {
  const r4 = f64x2.mul(r2, r2);
  const a = madd64(constant64(32), r, constant64(24));
  const b = madd64(constant64(48), r, constant64(40));
  const c = madd64(constant64(64), r, constant64(56));
  const d = madd64(constant64(80), r, constant64(72));
  const e = madd64(constant64(96), r, constant64(88));
  const ab = madd64(b, r2, a);
  const cd = madd64(d, r2, c);
  return madd64(madd64(e, r4, cd), r4, ab);
}

/** log(1 + u), as fdlibm has it: f less what is small, so that little more than the last addition is rounded. */
// @ts-ignore: decorator
@inline
export function log1p64(u: v128): v128 {
  const one = constant64(104);
  const sum = f64x2.add(u, one);
  const lost = f64x2.div(f64x2.sub(u, f64x2.sub(sum, one)), sum);
  const shifted = i64x2.sub(sum, i64x2.splat(0x3fe6a09e667f3bcd));
  const k = i64x2.shr_s(shifted, 52);
  const f = f64x2.sub(i64x2.sub(sum, i64x2.shl(k, 52)), one);
  const exponent = f64x2.replace_lane(f64x2.splat(<f64>i64x2.extract_lane(k, 0)), 1, <f64>i64x2.extract_lane(k, 1));
  const s = f64x2.div(f, f64x2.add(f64x2.add(one, one), f));
  const s2 = f64x2.mul(s, s);
  let q = madd64(constant64(168), s2, constant64(160));
  q = madd64(q, s2, constant64(152));
  q = madd64(q, s2, constant64(144));
  q = madd64(q, s2, constant64(136));
  q = madd64(q, s2, constant64(128));
  q = madd64(q, s2, constant64(120));
  const half = f64x2.mul(f64x2.mul(f, f), constant64(24));
  const small = madd64(s, madd64(s2, q, half), madd64(exponent, constant64(16), lost));
  const whole = madd64(exponent, constant64(8), f64x2.sub(f, f64x2.sub(half, small)));
  const tiny = f64x2.sub(u, f64x2.mul(f64x2.mul(u, u), constant64(24)));
  return v128.bitselect(tiny, whole, f64x2.lt(u, f64x2.splat(1e-9)));
}

// @ts-ignore: decorator
@inline
export function maximumOfLanes64(v: v128): f64 {
  const a = f64x2.extract_lane(v, 0), b = f64x2.extract_lane(v, 1);
  return a < b ? b : a;
}

/** In both lanes. */
// @ts-ignore: decorator
@inline
export function sumOfLanes64(v: v128): v128 {
  return f64x2.add(v, v128.shuffle<f64>(v, v, 1, 0));
}
