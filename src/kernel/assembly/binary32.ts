import { constant, madd, scaledExp } from './lanes32';

/**
 * The sum of binary cross-entropies of float32 logits: y max(-x, 0) + (1 - y) max(x, 0) + log1p(e^-|x|), exact on
 * both tails. `losses` may be 0. Not finite where any logit is not: the reference takes those cells then.
 */
export function binaryCrossEntropy(logits: usize, targets: usize, cells: i32, losses: usize): f64 {
  const log2e = constant(0), ln2 = constant(ASC_FEATURE_RELAXED_SIMD ? 28 : 4), ln2Low = constant(8);
  const q0 = constant(12), q1 = constant(16), q2 = constant(20), q3 = constant(24);
  const one = constant(32), magic = constant(36);
  const s0 = constant(52), s1 = constant(56), s2 = constant(60), s3 = constant(64);
  const low = f32x4.splat(-87), zero = f32x4.splat(0), two = f32x4.splat(2), sign = i32x4.splat(0x80000000);
  let total0 = f64x2.splat(0), total1 = f64x2.splat(0);
  const end = <usize>cells << 2;
  for (let block: usize = 0; block < end; ) {
    // Eight losses a lane in float32 before they go into float64: the sum stays right to 1e-8.
    let stop = block + 128;
    if (stop > end) stop = end;
    let sum = zero;
    for (; block < stop; block += 16) {
      const x = v128.load(logits + block);
      const y = v128.load(targets + block);
      const u = scaledExp(v128.or(x, sign), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one);
      const s = f32x4.div(u, f32x4.add(two, u));
      const t = f32x4.mul(s, s);
      const q = madd(madd(madd(s3, t, s2), t, s1), t, s0);
      const tail = madd(f32x4.mul(s, t), q, f32x4.add(s, s));
      let loss: v128;
      if (ASC_FEATURE_RELAXED_SIMD) {
        // Fused, max(x, 0) - x y is rounded once and is exactly 0 where it should be.
        loss = f32x4.add(f32x4.relaxed_nmadd(x, y, f32x4.pmax(zero, x)), tail);
      } else {
        const right = v128.bitselect(y, f32x4.sub(one, y), f32x4.lt(x, zero));
        loss = madd(f32x4.abs(x), right, tail);
      }
      if (losses) v128.store(losses + block, loss);
      sum = f32x4.add(sum, loss);
    }
    total0 = f64x2.add(total0, f64x2.promote_low_f32x4(sum));
    total1 = f64x2.add(total1, f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 0, 1)));
  }
  const total = f64x2.add(total0, total1);
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
