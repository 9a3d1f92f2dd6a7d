import { constant, fineScaledExp, log1p, maximumOfLanes, mended, scaledExp, select, widened } from './lanes32';

/** Beyond this the reduction of e^x is not exact: such rows are NaN here and left to the reference. Also at 108. */
export const LARGEST: f32 = 16384;
/** The rest of the probability below which lanes clamped at e^-87 would count: left to the reference as well. Also at 112. */
export const SMALLEST: f32 = 1e-30;
/** Bytes of a row that are summed in float32 before the sum goes on in float64: its error stays that of 32 terms a lane. */
export const STRETCH: usize = 1024;
/** What a lane is set to while it is left out of a sum. */
export const NOTHING: f32 = -3.0e38;

/**
 * Cross-entropy of float32 rows (rows x classes) for class indices, each row by itself: (m - x[t]) + log1p(s),
 * s the sum of the other e^(x - m). `losses` and `gaps` hold rows rounded up to four. argmax, confidences may be 0.
 * A row that is not finite, too large, too certain or without a valid target gets a NaN loss.
 */
export function crossEntropyLong(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize,
): i32 {
  const stride = <usize>classes << 2;
  const full = <usize>(classes & ~3) << 2;
  const blocks = <usize>(classes & ~15) << 2;
  const log2e = constant(0), ln2 = constant(ASC_FEATURE_RELAXED_SIMD ? 28 : 4), ln2Low = constant(8);
  const q0 = constant(12), q1 = constant(16), q2 = constant(20), q3 = constant(24);
  const one = constant(32);
  let row = logits;
  let max = maximumOf(row, classes);
  for (let r = 0; r < rows; r++) {
    const top = indexOf(row, classes, max);
    const target = load<i32>(targets + (<usize>r << 2));
    const valid = top >= 0 && max > -LARGEST && max < LARGEST && <u32>target < <u32>classes;
    // The row behind the last is read by nobody: its maximum is taken of the last row again.
    const next = r + 1 < rows ? row + stride : row;
    const gap: f32 = valid ? max - load<f32>(row + (<usize>target << 2)) : 0;
    const place = row + (<usize>(top < 0 ? 0 : top) << 2);
    const kept = load<f32>(place);
    store<f32>(place, NOTHING);
    const power = nearest(max * <f32>1.44269504);
    const magic = f32x4.splat(<f32>12582912 - power);
    const low = f32x4.splat(max - 87);
    let total = f64x2.splat(0);
    let max0 = f32x4.splat(-Infinity);
    let at: usize = 0;
    while (at < blocks) {
      const stop = at + STRETCH < blocks ? at + STRETCH : blocks;
      let sum0 = f32x4.splat(0), sum1 = sum0;
      // The sum of this row hides the loads of the next one's maximum.
      for (; at < stop; at += 64) {
        const a = row + at, b = next + at;
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
    let sum = f32x4.splat(0);
    for (; at < full; at += 16) {
      sum = f32x4.add(sum, scaledExp(v128.load(row + at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
      max0 = f32x4.pmax(max0, v128.load(next + at));
    }
    let nextMax = maximumOfLanes(max0);
    let rest: f32 = 0;
    for (; at < stride; at += 4) {
      const x = f32x4.splat(load<f32>(row + at));
      rest += f32x4.extract_lane(scaledExp(x, low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one), 0);
      const ahead = load<f32>(next + at);
      nextMax = ahead > nextMax ? ahead : nextMax;
    }
    const own = f32x4.extract_lane(fineScaledExp(f32x4.splat(max), magic), 0);
    total = f64x2.add(total, widened(sum));
    const others = <f32>((f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + <f64>rest) / <f64>own);
    store<f32>(place, kept);
    store<f32>(losses + (<usize>r << 2), valid && others > SMALLEST ? others : <f32>NaN);
    store<f32>(gaps + (<usize>r << 2), gap);
    if (argmax) store<i32>(argmax + (<usize>r << 2), top);
    row = next;
    max = nextMax;
  }
  return finish(rows, losses, gaps, confidences);
}

/** From the sums left in `losses` to the losses, four rows at a time; how many of the rows are NaN. */
export function finish(rows: i32, losses: usize, gaps: usize, confidences: usize): i32 {
  let unusual = i32x4.splat(0);
  for (let r = 0; r < rows; r += 4) {
    const at = <usize>r << 2;
    const others = mended(v128.load(losses + at));
    // log1p makes a number of a NaN; all bits set are one again.
    const left = f32x4.ne(others, others);
    v128.store(losses + at, v128.or(f32x4.add(v128.load(gaps + at), log1p(others)), left));
    unusual = i32x4.sub(unusual, left);
    if (confidences) {
      const one = constant(32);
      v128.store(confidences + at, f32x4.div(one, f32x4.add(one, others)));
    }
  }
  return countOf(unusual);
}

function countOf(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3)
  );
}

/** Without NaN: pmax lets a number stand against it; the sum will be NaN all the same. */
export function maximumOf(row: usize, classes: i32): f32 {
  let lanes = f32x4.splat(-Infinity);
  let c = 0;
  for (; c + 4 <= classes; c += 4) lanes = f32x4.pmax(lanes, v128.load(row + (<usize>c << 2)));
  let max = maximumOfLanes(lanes);
  for (; c < classes; c++) {
    const x = load<f32>(row + (<usize>c << 2));
    max = x > max ? x : max;
  }
  return max;
}

/** The first place of a value; -1 where it is not there. */
export function indexOf(row: usize, classes: i32, value: f32): i32 {
  const wanted = f32x4.splat(value);
  let c = 0;
  for (; c + 16 <= classes; c += 16) {
    const at = row + (<usize>c << 2);
    const a = f32x4.eq(v128.load(at), wanted), b = f32x4.eq(v128.load(at, 16), wanted);
    const d = f32x4.eq(v128.load(at, 32), wanted), e = f32x4.eq(v128.load(at, 48), wanted);
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(d, e)))) break;
  }
  for (; c < classes; c++) if (load<f32>(row + (<usize>c << 2)) == value) return c;
  return -1;
}

/** Fours of rows to a block of crossEntropyShort. */
const FOURS = 4;
/** Bytes of columns to a partial sum, which keeps the error of a sum that of its stretch: 12 terms a chain. */
const COLUMNS: usize = 384;

/**
 * The same for few classes: four rows stand in the four lanes. A block of rows is first transposed into `scratch`,
 * FOURS x (classes + 2) x 16 bytes, with its largest logits found and overwritten there; by the time the second pass
 * sums the rest, these writes have reached the cache, so that no load waits for them. Rows are taken in fours: the
 * caller's buffers reach to the next multiple.
 */
export function crossEntropyShort(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, scratch: usize,
): i32 {
  const stride = <usize>classes << 2;
  const column = <usize>classes << 4;
  const full = classes & ~3;
  const log2e = constant(0), ln2 = constant(ASC_FEATURE_RELAXED_SIMD ? 28 : 4), ln2Low = constant(8);
  const q0 = constant(12), q1 = constant(16), q2 = constant(20), q3 = constant(24);
  const one = constant(32), step = constant(88);
  for (let block = 0; block < rows; block += 4 * FOURS) {
    let stop = block + 4 * FOURS;
    if (stop > rows) stop = rows;
    let columns = scratch;
    for (let r = block; r < stop; r += 4) {
      const row0 = logits + <usize>r * stride, row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
      let max = f32x4.splat(-Infinity);
      let top = i32x4.splat(-1), place = i32x4.splat(0);
      let c = 0;
      for (; c < full; c += 4) {
        const at = <usize>c << 2;
        const a = v128.load(row0 + at), b = v128.load(row1 + at), d = v128.load(row2 + at), e = v128.load(row3 + at);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), de = v128.shuffle<f32>(d, e, 0, 4, 1, 5);
        const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7), deHigh = v128.shuffle<f32>(d, e, 2, 6, 3, 7);
        const c0 = v128.shuffle<f32>(ab, de, 0, 1, 4, 5), c1 = v128.shuffle<f32>(ab, de, 2, 3, 6, 7);
        const c2 = v128.shuffle<f32>(abHigh, deHigh, 0, 1, 4, 5), c3 = v128.shuffle<f32>(abHigh, deHigh, 2, 3, 6, 7);
        const to = columns + (<usize>c << 4);
        v128.store(to, c0);
        v128.store(to, c1, 16);
        v128.store(to, c2, 32);
        v128.store(to, c3, 48);
        top = select(place, top, f32x4.lt(max, c0));
        max = f32x4.pmax(max, c0);
        place = i32x4.add(place, step);
        top = select(place, top, f32x4.lt(max, c1));
        max = f32x4.pmax(max, c1);
        place = i32x4.add(place, step);
        top = select(place, top, f32x4.lt(max, c2));
        max = f32x4.pmax(max, c2);
        place = i32x4.add(place, step);
        top = select(place, top, f32x4.lt(max, c3));
        max = f32x4.pmax(max, c3);
        place = i32x4.add(place, step);
      }
      if (c + 2 <= classes) {
        const at = <usize>c << 2;
        const a = v128.load64_zero(row0 + at), b = v128.load64_zero(row1 + at);
        const d = v128.load64_zero(row2 + at), e = v128.load64_zero(row3 + at);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), de = v128.shuffle<f32>(d, e, 0, 4, 1, 5);
        const c0 = v128.shuffle<f32>(ab, de, 0, 1, 4, 5), c1 = v128.shuffle<f32>(ab, de, 2, 3, 6, 7);
        const to = columns + (<usize>c << 4);
        v128.store(to, c0);
        v128.store(to, c1, 16);
        top = select(place, top, f32x4.lt(max, c0));
        max = f32x4.pmax(max, c0);
        place = i32x4.add(place, step);
        top = select(place, top, f32x4.lt(max, c1));
        max = f32x4.pmax(max, c1);
        place = i32x4.add(place, step);
        c += 2;
      }
      if (c < classes) {
        const at = <usize>c << 2;
        let lane = v128.load32_zero(row0 + at);
        lane = v128.load32_lane(row1 + at, lane, 1);
        lane = v128.load32_lane(row2 + at, lane, 2);
        lane = v128.load32_lane(row3 + at, lane, 3);
        v128.store(columns + (<usize>c << 4), lane);
        top = select(place, top, f32x4.lt(max, lane));
        max = f32x4.pmax(max, lane);
      }
      const wanted = v128.load(targets + (<usize>r << 2));
      const inside = i32x4.lt_u(wanted, i32x4.splat(classes));
      const safe = v128.and(wanted, inside);
      let own = v128.load32_zero(row0 + (<usize>i32x4.extract_lane(safe, 0) << 2));
      own = v128.load32_lane(row1 + (<usize>i32x4.extract_lane(safe, 1) << 2), own, 1);
      own = v128.load32_lane(row2 + (<usize>i32x4.extract_lane(safe, 2) << 2), own, 2);
      own = v128.load32_lane(row3 + (<usize>i32x4.extract_lane(safe, 3) << 2), own, 3);
      v128.store(gaps + (<usize>r << 2), f32x4.sub(max, own));
      if (argmax) v128.store(argmax + (<usize>r << 2), top);
      // A row of no numbers has no largest one; it is not valid either.
      const places = i32x4.shl(i32x4.max_s(top, i32x4.splat(0)), 4);
      store<f32>(columns + <usize>i32x4.extract_lane(places, 0), NOTHING);
      store<f32>(columns + <usize>i32x4.extract_lane(places, 1), NOTHING, 4);
      store<f32>(columns + <usize>i32x4.extract_lane(places, 2), NOTHING, 8);
      store<f32>(columns + <usize>i32x4.extract_lane(places, 3), NOTHING, 12);
      v128.store(columns + column, max);
      v128.store(columns + column, v128.and(inside, f32x4.lt(f32x4.abs(max), constant(108))), 16);
      columns += column + 32;
    }
    columns = scratch;
    for (let r = block; r < stop; r += 4) {
      const last = columns + column;
      const max = v128.load(last), valid = v128.load(last, 16);
      const magic = f32x4.sub(constant(36), f32x4.nearest(f32x4.mul(max, log2e)));
      const low = f32x4.sub(max, constant(104));
      let sum = f32x4.splat(0);
      let at = columns;
      while (at + 32 <= last) {
        const stop = at + COLUMNS < last ? at + COLUMNS : last - 16;
        let sum0 = f32x4.splat(0), sum1 = sum0;
        for (; at < stop; at += 32) {
          sum0 = f32x4.add(sum0, scaledExp(v128.load(at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
          sum1 = f32x4.add(sum1, scaledExp(v128.load(at, 16), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
        }
        sum = f32x4.add(sum, f32x4.add(sum0, sum1));
      }
      if (at < last) {
        sum = f32x4.add(sum, scaledExp(v128.load(at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one));
      }
      const others = f32x4.div(sum, fineScaledExp(max, magic));
      const good = v128.and(valid, f32x4.gt(others, constant(112)));
      // All bits set are a NaN. The logarithms come in a pass of their own: this one is a long chain already.
      v128.store(losses + (<usize>r << 2), v128.or(others, v128.not(good)));
      columns = last + 32;
    }
  }
  return finish(rows, losses, gaps, confidences);
}

/**
 * Loss, argmax, confidence and the gradient times `scale`, row by row: e^(x - c) is written where the gradient
 * will stand and divided there. Rows whose loss is NaN have no gradient worth reading.
 */
export function crossEntropyGradient(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, gradient: usize, scale: f32,
): i32 {
  const stride = <usize>classes << 2;
  const full = <usize>(classes & ~3) << 2;
  const pairs = <usize>(classes & ~7) << 2;
  const log2e = constant(0), ln2 = constant(ASC_FEATURE_RELAXED_SIMD ? 28 : 4), ln2Low = constant(8);
  const q0 = constant(12), q1 = constant(16), q2 = constant(20), q3 = constant(24);
  const one = constant(32);
  for (let r = 0; r < rows; r++) {
    const row = logits + <usize>r * stride;
    const to = gradient + <usize>r * stride;
    const max = maximumOf(row, classes);
    const top = indexOf(row, classes, max);
    const target = load<i32>(targets + (<usize>r << 2));
    const valid = top >= 0 && max > -LARGEST && max < LARGEST && <u32>target < <u32>classes;
    const power = nearest(max * <f32>1.44269504);
    const magic = f32x4.splat(<f32>12582912 - power);
    const low = f32x4.splat(max - 87);
    const kept = valid ? top : 0;
    const place = row + (<usize>kept << 2);
    const largest = load<f32>(place);
    store<f32>(place, NOTHING);
    let total = f64x2.splat(0);
    let at: usize = 0;
    while (at < pairs) {
      const stop = at + STRETCH < pairs ? at + STRETCH : pairs;
      let sum0 = f32x4.splat(0), sum1 = sum0;
      for (; at < stop; at += 32) {
        const e0 = scaledExp(v128.load(row + at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one);
        const e1 = scaledExp(v128.load(row + at, 16), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one);
        v128.store(to + at, e0);
        v128.store(to + at, e1, 16);
        sum0 = f32x4.add(sum0, e0);
        sum1 = f32x4.add(sum1, e1);
      }
      total = f64x2.add(total, widened(f32x4.add(sum0, sum1)));
    }
    let sum = f32x4.splat(0);
    for (; at < full; at += 16) {
      const e = scaledExp(v128.load(row + at), low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one);
      v128.store(to + at, e);
      sum = f32x4.add(sum, e);
    }
    let rest: f32 = 0;
    for (; at < stride; at += 4) {
      const x = f32x4.splat(load<f32>(row + at));
      const e = f32x4.extract_lane(scaledExp(x, low, magic, log2e, ln2, ln2Low, q0, q1, q2, q3, one), 0);
      store<f32>(to + at, e);
      rest += e;
    }
    store<f32>(place, largest);
    const own = f32x4.extract_lane(fineScaledExp(f32x4.splat(max), magic), 0);
    total = f64x2.add(total, widened(sum));
    const others = <f32>(f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + <f64>rest);
    store<f32>(to + (<usize>kept << 2), own);
    const factor = scale / (others + own);
    const factors = f32x4.splat(factor);
    for (at = 0; at < full; at += 16) v128.store(to + at, f32x4.mul(v128.load(to + at), factors));
    for (; at < stride; at += 4) store<f32>(to + at, load<f32>(to + at) * factor);
    if (valid) {
      // p - 1 of the argmax is what the others have, which does not cancel.
      const mine = to + (<usize>target << 2);
      store<f32>(mine, target == top ? -others * factor : load<f32>(mine) - scale);
    }
    const ratio = others / own;
    store<f32>(losses + (<usize>r << 2), valid && ratio > SMALLEST ? ratio : <f32>NaN);
    store<f32>(gaps + (<usize>r << 2), valid ? max - load<f32>(row + (<usize>target << 2)) : 0);
    if (argmax) store<i32>(argmax + (<usize>r << 2), top);
  }
  return finish(rows, losses, gaps, confidences);
}

/** The sum of float32 losses in float64, two lanes in a fixed order. */
export function sumOf(losses: usize, rows: i32): f64 {
  let sum = f64x2.splat(0);
  let r = 0;
  for (; r + 2 <= rows; r += 2) sum = f64x2.add(sum, f64x2.promote_low_f32x4(v128.load64_zero(losses + (<usize>r << 2))));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (r < rows) total += <f64>load<f32>(losses + (<usize>r << 2));
  return total;
}
