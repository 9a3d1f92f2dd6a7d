import { select } from './lanes32';
import { constant64, log1p64, madd64, maximumOfLanes64, overLargest64, plusRests64, power64, rest64, scaled64, sumOfLanes64 } from './lanes64';

const LARGEST: f64 = 1e6;
const SMALLEST: f64 = 1e-280;
const NOTHING: f64 = -1e308;
/** Bytes to a partial sum: the error of a sum is then that of its stretch and of the number of stretches. */
const STRETCH: usize = 256;

/** crossEntropyLong in float64; `losses` and `gaps` hold rows rounded up to two. */
export function crossEntropy64(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize,
): i32 {
  const stride = <usize>classes << 3;
  const full = <usize>(classes & ~1) << 3;
  const blocks = <usize>(classes & ~3) << 3;
  const log2e = constant64(0), ln2High = constant64(8), ln2Low = constant64(16);
  let row = logits;
  let max = maximumOf64(row, classes);
  for (let r = 0; r < rows; r++) {
    const top = indexOf64(row, classes, max);
    const target = load<i32>(targets + (<usize>r << 2));
    const valid = top >= 0 && max > -LARGEST && max < LARGEST && <u32>target < <u32>classes;
    // As in crossEntropyLong: the sum of this row hides the loads of the next one's maximum.
    const next = r + 1 < rows ? row + stride : row;
    const gap: f64 = valid ? max - load<f64>(row + (<usize>target << 3)) : 0;
    const place = row + (<usize>(top < 0 ? 0 : top) << 3);
    const kept = load<f64>(place);
    store<f64>(place, NOTHING);
    const magic = f64x2.splat(6755399441056767 - nearest(max * 1.4426950408889634));
    const low = f64x2.splat(max - 700);
    let powers = f64x2.splat(0), rests = powers;
    let max0 = f64x2.splat(-Infinity), max1 = max0;
    let at: usize = 0;
    while (at < blocks) {
      const stop = at + STRETCH < blocks ? at + STRETCH : blocks;
      let ofStretch = f64x2.splat(0);
      for (; at < stop; at += 32) {
        const a = row + at, b = next + at;
        const x0 = f64x2.pmax(v128.load(a), low), x1 = f64x2.pmax(v128.load(a, 16), low);
        const scaled0 = scaled64(x0, magic, log2e), scaled1 = scaled64(x1, magic, log2e);
        powers = f64x2.add(powers, f64x2.add(power64(scaled0), power64(scaled1)));
        ofStretch = plusRests64(ofStretch, x0, scaled0, x1, scaled1, magic, ln2High, ln2Low);
        max0 = f64x2.pmax(max0, v128.load(b));
        max1 = f64x2.pmax(max1, v128.load(b, 16));
      }
      rests = f64x2.add(rests, ofStretch);
    }
    for (; at < full; at += 16) {
      const x = f64x2.pmax(v128.load(row + at), low), scaled = scaled64(x, magic, log2e), power = power64(scaled);
      powers = f64x2.add(powers, power);
      rests = madd64(power, rest64(x, scaled, magic, ln2High, ln2Low), rests);
      max0 = f64x2.pmax(max0, v128.load(next + at));
    }
    let nextMax = maximumOfLanes64(f64x2.pmax(max0, max1));
    if (at < stride) {
      // In both lanes, of which one is to count for nothing.
      const x = f64x2.replace_lane(low, 0, load<f64>(row + at));
      const scaled = scaled64(f64x2.pmax(x, low), magic, log2e);
      const power = f64x2.replace_lane(power64(scaled), 1, 0);
      powers = f64x2.add(powers, power);
      rests = madd64(power, rest64(f64x2.pmax(x, low), scaled, magic, ln2High, ln2Low), rests);
      const ahead = load<f64>(next + at);
      nextMax = ahead > nextMax ? ahead : nextMax;
    }
    const ratio = overLargest64(sumOfLanes64(powers), sumOfLanes64(rests), f64x2.splat(max), magic, ln2High, ln2Low);
    const others = f64x2.extract_lane(ratio, 0);
    store<f64>(place, kept);
    store<f64>(losses + (<usize>r << 3), valid && others > SMALLEST ? others : NaN);
    store<f64>(gaps + (<usize>r << 3), gap);
    if (argmax) store<i32>(argmax + (<usize>r << 2), top);
    // The last row was its own next one while its largest logit was away.
    row = next;
    max = nextMax;
  }
  return finish64(rows, losses, gaps, confidences);
}

/** float32 rows computed in float64 and rounded by the caller: the exact mode. */
export function crossEntropy64Of32(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, scratch: usize,
): i32 {
  let unusual = 0;
  for (let r = 0; r < rows; r++) {
    const row = logits + (<usize>r * <usize>classes << 2);
    let c = 0;
    for (; c + 4 <= classes; c += 4) {
      const x = v128.load(row + (<usize>c << 2));
      const to = scratch + (<usize>c << 3);
      v128.store(to, f64x2.promote_low_f32x4(x));
      v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1)), 16);
    }
    for (; c < classes; c++) store<f64>(scratch + (<usize>c << 3), <f64>load<f32>(row + (<usize>c << 2)));
    const at = <usize>r << 3;
    unusual += crossEntropy64(
      scratch, targets + (<usize>r << 2), 1, classes, losses + at, gaps + at,
      argmax ? argmax + (<usize>r << 2) : 0, confidences ? confidences + at : 0,
    );
  }
  return unusual;
}

/** Pairs of rows to a block of {@link shortRows64}. */
const PAIRS = 8;

/** crossEntropyShort in float64: two rows stand in the two lanes. `scratch` holds PAIRS x (classes + 2) x 16 bytes. */
export function crossEntropyShort64(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, scratch: usize,
): i32 {
  return shortRows64(false, logits, targets, rows, classes, losses, gaps, argmax, confidences, scratch);
}

/** The same of float32 rows: the exact mode. */
export function crossEntropyShort64Of32(
  logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, scratch: usize,
): i32 {
  return shortRows64(true, logits, targets, rows, classes, losses, gaps, argmax, confidences, scratch);
}

// @ts-ignore: decorator
@inline
function shortRows64(
  narrow: bool, logits: usize, targets: usize, rows: i32, classes: i32,
  losses: usize, gaps: usize, argmax: usize, confidences: usize, scratch: usize,
): i32 {
  const size: usize = narrow ? 4 : 8;
  const stride = <usize>classes * size;
  const column = <usize>classes << 4;
  const log2e = constant64(0), ln2High = constant64(8), ln2Low = constant64(16);
  const step = constant64(264);
  for (let block = 0; block < rows; block += 2 * PAIRS) {
    let stop = block + 2 * PAIRS;
    if (stop > rows) stop = rows;
    let columns = scratch;
    for (let r = block; r < stop; r += 2) {
      const row0 = logits + <usize>r * stride, row1 = row0 + stride;
      let max = f64x2.splat(-Infinity);
      let top = i64x2.splat(-1), place = i64x2.splat(0);
      let c = 0;
      for (; c + 2 <= classes; c += 2) {
        const at = <usize>c * size;
        const a = narrow ? f64x2.promote_low_f32x4(v128.load64_zero(row0 + at)) : v128.load(row0 + at);
        const b = narrow ? f64x2.promote_low_f32x4(v128.load64_zero(row1 + at)) : v128.load(row1 + at);
        const c0 = v128.shuffle<f64>(a, b, 0, 2), c1 = v128.shuffle<f64>(a, b, 1, 3);
        const to = columns + (<usize>c << 4);
        v128.store(to, c0);
        v128.store(to, c1, 16);
        top = select(place, top, f64x2.lt(max, c0));
        max = f64x2.pmax(max, c0);
        place = i64x2.add(place, step);
        top = select(place, top, f64x2.lt(max, c1));
        max = f64x2.pmax(max, c1);
        place = i64x2.add(place, step);
      }
      if (c < classes) {
        const at = <usize>c * size;
        const c0 = f64x2.replace_lane(f64x2.splat(valueAt(narrow, row0 + at)), 1, valueAt(narrow, row1 + at));
        v128.store(columns + (<usize>c << 4), c0);
        top = select(place, top, f64x2.lt(max, c0));
        max = f64x2.pmax(max, c0);
      }
      const top0 = <i32>i64x2.extract_lane(top, 0), top1 = <i32>i64x2.extract_lane(top, 1);
      if (argmax) {
        store<i32>(argmax + (<usize>r << 2), top0);
        store<i32>(argmax + (<usize>r << 2), top1, 4);
      }
      const target0 = load<u32>(targets + (<usize>r << 2)), target1 = load<u32>(targets + (<usize>r << 2), 4);
      const inside0 = target0 < <u32>classes, inside1 = target1 < <u32>classes;
      const own0 = valueAt(narrow, row0 + <usize>(inside0 ? target0 : 0) * size);
      const own1 = valueAt(narrow, row1 + <usize>(inside1 ? target1 : 0) * size);
      v128.store(gaps + (<usize>r << 3), f64x2.sub(max, f64x2.replace_lane(f64x2.splat(own0), 1, own1)));
      const inside = i64x2.replace_lane(i64x2.splat(inside0 ? -1 : 0), 1, inside1 ? -1 : 0);
      // As in crossEntropyShort.
      store<f64>(columns + (<usize>(top0 < 0 ? 0 : top0) << 4), NOTHING);
      store<f64>(columns + (<usize>(top1 < 0 ? 0 : top1) << 4), NOTHING, 8);
      v128.store(columns + column, max);
      v128.store(columns + column, v128.and(inside, f64x2.lt(f64x2.abs(max), f64x2.splat(LARGEST))), 16);
      columns += column + 32;
    }
    columns = scratch;
    for (let r = block; r < stop; r += 2) {
      const last = columns + column;
      const max = v128.load(last);
      const magic = f64x2.sub(constant64(280), f64x2.nearest(f64x2.mul(max, log2e)));
      const low = f64x2.sub(max, constant64(272));
      let powers = f64x2.splat(0), rests = powers;
      let at = columns;
      while (at + 32 <= last) {
        const end = at + STRETCH < last ? at + STRETCH : last;
        let ofStretch = f64x2.splat(0);
        for (; at + 32 <= end; at += 32) {
          const x0 = f64x2.pmax(v128.load(at), low), x1 = f64x2.pmax(v128.load(at, 16), low);
          const scaled0 = scaled64(x0, magic, log2e), scaled1 = scaled64(x1, magic, log2e);
          powers = f64x2.add(powers, f64x2.add(power64(scaled0), power64(scaled1)));
          ofStretch = plusRests64(ofStretch, x0, scaled0, x1, scaled1, magic, ln2High, ln2Low);
        }
        rests = f64x2.add(rests, ofStretch);
      }
      if (at < last) {
        const x = f64x2.pmax(v128.load(at), low), scaled = scaled64(x, magic, log2e), power = power64(scaled);
        powers = f64x2.add(powers, power);
        rests = madd64(power, rest64(x, scaled, magic, ln2High, ln2Low), rests);
      }
      const others = overLargest64(powers, rests, max, magic, ln2High, ln2Low);
      const good = v128.and(v128.load(last, 16), f64x2.gt(others, f64x2.splat(SMALLEST)));
      v128.store(losses + (<usize>r << 3), v128.or(others, v128.not(good)));
      columns = last + 32;
    }
  }
  return finish64(rows, losses, gaps, confidences);
}

// @ts-ignore: decorator
@inline
function valueAt(narrow: bool, place: usize): f64 {
  return narrow ? <f64>load<f32>(place) : load<f64>(place);
}

function finish64(rows: i32, losses: usize, gaps: usize, confidences: usize): i32 {
  let unusual = 0;
  for (let r = 0; r < rows; r += 2) {
    const at = <usize>r << 3;
    const others = v128.load(losses + at);
    const loss = f64x2.add(v128.load(gaps + at), log1p64(others));
    v128.store(losses + at, loss);
    if (v128.any_true(f64x2.ne(loss, loss))) unusual++;
    if (confidences) {
      const one = constant64(104);
      v128.store(confidences + at, f64x2.div(one, f64x2.add(one, others)));
    }
  }
  return unusual;
}

function maximumOf64(row: usize, classes: i32): f64 {
  let lanes = f64x2.splat(-Infinity);
  let c = 0;
  for (; c + 2 <= classes; c += 2) lanes = f64x2.pmax(lanes, v128.load(row + (<usize>c << 3)));
  let max = maximumOfLanes64(lanes);
  for (; c < classes; c++) {
    const x = load<f64>(row + (<usize>c << 3));
    max = x > max ? x : max;
  }
  return max;
}

function indexOf64(row: usize, classes: i32, value: f64): i32 {
  const wanted = f64x2.splat(value);
  let c = 0;
  for (; c + 8 <= classes; c += 8) {
    const at = row + (<usize>c << 3);
    const a = f64x2.eq(v128.load(at), wanted), b = f64x2.eq(v128.load(at, 16), wanted);
    const d = f64x2.eq(v128.load(at, 32), wanted), e = f64x2.eq(v128.load(at, 48), wanted);
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(d, e)))) break;
  }
  for (; c < classes; c++) if (load<f64>(row + (<usize>c << 3)) == value) return c;
  return -1;
}
