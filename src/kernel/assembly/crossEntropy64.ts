import { constant64, log1p64, maximumOfLanes64, mended64, scaledExp64 } from './lanes64';

const LARGEST: f64 = 1e6;
const SMALLEST: f64 = 1e-280;
const NOTHING: f64 = -1e308;

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
    const magic = f64x2.splat(6755399441055744 - nearest(max * 1.4426950408889634));
    const low = f64x2.splat(max - 700);
    let sum0 = f64x2.splat(0), sum1 = sum0;
    let max0 = f64x2.splat(-Infinity), max1 = max0;
    let at: usize = 0;
    for (; at < blocks; at += 32) {
      const a = row + at, b = next + at;
      sum0 = f64x2.add(sum0, scaledExp64(v128.load(a), low, magic, log2e, ln2High, ln2Low));
      max0 = f64x2.pmax(max0, v128.load(b));
      sum1 = f64x2.add(sum1, scaledExp64(v128.load(a, 16), low, magic, log2e, ln2High, ln2Low));
      max1 = f64x2.pmax(max1, v128.load(b, 16));
    }
    for (; at < full; at += 16) {
      sum0 = f64x2.add(sum0, scaledExp64(v128.load(row + at), low, magic, log2e, ln2High, ln2Low));
      max0 = f64x2.pmax(max0, v128.load(next + at));
    }
    let nextMax = maximumOfLanes64(f64x2.pmax(max0, max1));
    sum0 = f64x2.add(sum0, sum1);
    let sum = f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
    if (at < stride) {
      sum += f64x2.extract_lane(scaledExp64(f64x2.splat(load<f64>(row + at)), low, magic, log2e, ln2High, ln2Low), 0);
      const ahead = load<f64>(next + at);
      nextMax = ahead > nextMax ? ahead : nextMax;
    }
    const own = f64x2.extract_lane(scaledExp64(f64x2.splat(max), low, magic, log2e, ln2High, ln2Low), 0);
    store<f64>(place, kept);
    const others = mended64(sum / own);
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
