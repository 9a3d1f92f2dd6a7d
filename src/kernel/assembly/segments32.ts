import { finish, indexOf, LARGEST, maximumOf, NOTHING, SMALLEST, STRETCH } from './crossEntropy32';
import { constant, fineScaledExp, maximumOfLanes, scaledExp, widened } from './lanes32';

/** At most so many classes at a time. Measured on 50,257: 0.48 ns a class, with 512, 2048 and 4096 0.50, 0.55 and 0.54. */
const SEGMENT: i32 = 1024;

/**
 * crossEntropyLong for rows so long that the nearest cache does not hold two of them: each is taken in segments, which
 * are rows to it but for the end, where their sums come together. The inner loop is that of crossEntropyLong, written again:
 * shared, with one of its two results going through memory, it made rows of 100 classes slower by a tenth.
 */
export function crossEntropyVeryLong(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize,
): i32 {
  const stride = <usize>classes << 2;
  const segment = segmentOf(classes);
  const log2e = constant(0), ln2 = constant(ASC_FEATURE_RELAXED_SIMD ? 28 : 4), ln2Low = constant(8);
  const q0 = constant(12), q1 = constant(16), q2 = constant(20), q3 = constant(24);
  const one = constant(32);
  let max = maximumOf(logits, <i32>(segment >> 2));
  for (let r = 0; r < rows; r++) {
    const row = logits + <usize>r * stride;
    const target = load<i32>(targets + (<usize>r << 2));
    let valid = <u32>target < <u32>classes;
    // Of the segments so far: the largest logit, its place, and 2^-power times the sum of all others and of itself.
    let rowMax: f32 = -Infinity, rowTop = -1, rowPower: f32 = 0, rowOwn: f64 = 0, rowSum: f64 = 0;
    for (let start: usize = 0; start < stride; start += segment) {
      const from = row + start;
      const length = start + segment < stride ? segment : stride - start;
      // What follows: the row's next segment or the next row's first. Behind the last, nobody reads the maximum.
      const last = start + length == stride;
      const next = last && r + 1 == rows ? logits : from + length;
      const left = stride - start - length;
      const nextLength = last || left > segment ? segment : left;
      const shared = (length < nextLength ? length : nextLength) & ~63;
      const top = indexOf(from, <i32>(length >> 2), max);
      valid = valid && top >= 0 && max > -LARGEST && max < LARGEST;
      const place = from + (<usize>(top < 0 ? 0 : top) << 2);
      const kept = load<f32>(place);
      store<f32>(place, NOTHING);
      const power = nearest(max * <f32>1.44269504);
      const magic = f32x4.splat(<f32>12582912 - power);
      const low = f32x4.splat(max - 87);
      let total = f64x2.splat(0);
      let max0 = f32x4.splat(-Infinity);
      let at: usize = 0;
      while (at < shared) {
        const stop = at + STRETCH < shared ? at + STRETCH : shared;
        let sum0 = f32x4.splat(0), sum1 = sum0;
        // The sum of this segment hides the loads of the next one's maximum.
        for (; at < stop; at += 64) {
          const a = from + at, b = next + at;
          sum0 = f32x4.add(sum0, scaledExp(v128.load(a), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
          max0 = f32x4.pmax(max0, v128.load(b));
          sum1 = f32x4.add(sum1, scaledExp(v128.load(a, 16), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
          max0 = f32x4.pmax(max0, v128.load(b, 16));
          sum0 = f32x4.add(sum0, scaledExp(v128.load(a, 32), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
          max0 = f32x4.pmax(max0, v128.load(b, 32));
          sum1 = f32x4.add(sum1, scaledExp(v128.load(a, 48), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
          max0 = f32x4.pmax(max0, v128.load(b, 48));
        }
        total = f64x2.add(total, widened(f32x4.add(sum0, sum1)));
      }
      const whole = length & ~15;
      while (at < whole) {
        const stop = at + STRETCH < whole ? at + STRETCH : whole;
        let sum = f32x4.splat(0);
        for (; at < stop; at += 16) {
          sum = f32x4.add(sum, scaledExp(v128.load(from + at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
        }
        total = f64x2.add(total, widened(sum));
      }
      let rest: f32 = 0;
      for (; at < length; at += 4) {
        const x = f32x4.splat(load<f32>(from + at));
        rest += f32x4.extract_lane(scaledExp(x, low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one), 0);
      }
      store<f32>(place, kept);
      const own = <f64>f32x4.extract_lane(fineScaledExp(f32x4.splat(max), magic), 0);
      const sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + <f64>rest;
      if (max > rowMax) {
        rowSum = (rowSum + rowOwn) * powerOf(rowPower - power) + sum;
        rowMax = max;
        rowTop = <i32>(start >> 2) + top;
        rowPower = power;
        rowOwn = own;
      } else rowSum += (sum + own) * powerOf(power - rowPower);
      const rests = maximumOf(next + shared, <i32>((nextLength - shared) >> 2));
      max = maximumOfLanes(max0);
      if (rests > max) max = rests;
    }
    const others = <f32>(rowSum / rowOwn);
    const gap: f32 = valid ? rowMax - load<f32>(row + (<usize>target << 2)) : 0;
    store<f32>(losses + (<usize>r << 2), valid && others > SMALLEST ? others : <f32>NaN);
    store<f32>(gaps + (<usize>r << 2), gap);
    if (argmax) store<i32>(argmax + (<usize>r << 2), rowTop);
  }
  return finish(rows, losses, gaps, confidences);
}

/** Bytes of each of the equal segments of a row, of which only the last may be shorter. */
function segmentOf(classes: i32): usize {
  const count = (classes + SEGMENT - 1) / SEGMENT;
  return <usize>(((classes + count - 1) / count + 15) & ~15) << 2;
}

/** 2 to a whole number of at most 0; the least double that counts where it is less. */
// @ts-ignore: decorator
@inline
function powerOf(exponent: f32): f64 {
  return reinterpret<f64>(<u64>(1023 + <i32>max<f32>(exponent, -1022)) << 52);
}

