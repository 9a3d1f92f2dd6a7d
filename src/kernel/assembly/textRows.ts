// Rows of plain decimals out of a text's bytes, sixteen characters at a time.

/** What stands between numbers and between rows. */
const LINES: i32 = 0;
const COMMAS: i32 = 1;

/** Bytes at 0 to 15 are beyond every swizzle, those behind count up: from 16 - n on, what moves n characters to the end. */
const RAMP: usize = memory.data<u8>([
  128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]);
/** From n on, sixteen bytes of which the last n are set. */
const LAST: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]);
const POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);
/** 2^27 + 1 splits a double into two halves whose products are exact. */
const SPLITTER: f64 = 134217729;
/** As in read/text/rounding.ts: what is nearer than this to the middle of two doubles is in doubt. */
const DOUBT: f64 = 1.262177448353619e-29;

/** Most that stands between numbers is beyond the blanks, which one comparison tells. */
// @ts-ignore: decorator
@inline
function isBlank(code: i32): bool {
  return code <= 0x20 && (code == 0x20 || code == 0x0a || code == 0x0d || code == 0x09);
}

/**
 * Takes whole rows of `columns` numbers from the bytes in front of `to`, where zeros follow, and stops in front of the
 * first that holds anything else: values, and where each starts and ends, counted from `base`. At `facts` stand the
 * length of all rows, the most decimals, whether any number had a point, and whether a later one of a row a minus.
 * @param form 0: `1,2\n`; 1: `, [1, 2]`; 2: ` [1 2]`, behind the row before
 * @param strict a number is written as JSON allows it
 * @returns how many rows, at most `most`
 */
export function textRows(
  from: usize, to: usize, columns: i32, form: i32, delimiter: i32, strict: bool, base: i32,
  values: usize, starts: usize, ends: usize, most: i32, facts: usize,
): i32 {
  let at = from, behind = from;
  let rows = 0;
  let decimals = 0, points = false, minus = 0;
  let ofDecimals = 0, ofPoints = false, ofMinus = 0;
  let place = 0;
  while (rows < most) {
    if (form != LINES) {
      while (isBlank(load<u8>(at))) at++;
      if (form == COMMAS) {
        if (load<u8>(at) != 0x2c) break;
        at++;
        while (isBlank(load<u8>(at))) at++;
      }
      if (load<u8>(at) != 0x5b) break;
      at++;
    }
    let column = 0;
    for (; column < columns; column++) {
      // In front of the number.
      let code = <i32>load<u8>(at);
      if (form == LINES) {
        while (code == 0x20) code = load<u8>(++at);
      } else {
        while (isBlank(code)) code = load<u8>(++at);
      }
      const start = at;
      // Half of all numbers are negative, at random: no branch tells them apart.
      const negative = <i32>(code == 0x2d);
      at += negative;
      // Its digits, whole and behind the point.
      const text = v128.load(at);
      const digits = i8x16.sub(text, i8x16.splat(0x30));
      const mask = i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10)));
      const whole = ctz<i32>(~mask);
      if (whole == 0 || whole > 15) break;
      const first = load<u8>(at);
      let significand: f64, power = 0, fraction = 0, settled = false;
      const dots = i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x2e)));
      if ((dots >>> whole) & 1) {
        fraction = ctz<i32>(~(mask >>> (whole + 1)));
        if (strict && fraction == 0) break;
        const length = whole + 1 + fraction;
        if (length <= 15) {
          // What is behind the point, and what is in front of it a lane further to the right.
          significand = decimalOf(digits, length, fraction);
          power = -fraction;
          at += length;
        } else {
          // Up to eighteen digits that count: fourteen at once, the others one by one.
          fraction = 14 - whole;
          let integer = <u64>decimalOf(digits, 15, fraction);
          let end = at + 15;
          for (; fraction <= 22 && integer < 100000000000000000; fraction++, end++) {
            const digit = <u32>load<u8>(end) - 0x30;
            if (digit > 9) break;
            integer = integer * 10 + <u64>digit;
          }
          if (fraction > 22 || <u32>load<u8>(end) - 0x30 < 10) break;
          significand = quotientOf(integer, load<f64>(POWERS + (<usize>fraction << 3)));
          if (significand != significand) break;
          settled = true;
          at = end;
        }
        points = true;
        code = load<u8>(at);
      } else {
        significand = numberOf(swizzled(digits, v128.load(RAMP + whole)));
        at += whole;
        code = load<u8>(at);
      }
      if (whole > 1 && strict && first == 0x30) break;
      if ((code | 0x20) == 0x65) {
        let exponent = 0;
        let end = at + 1;
        const sign = load<u8>(end);
        if (sign == 0x2d || sign == 0x2b) end++;
        const before = end;
        for (; end < before + 3; end++) {
          const digit = <u32>load<u8>(end) - 0x30;
          if (digit > 9) break;
          exponent = exponent * 10 + <i32>digit;
        }
        if (settled || end == before || end == before + 3) break;
        power += sign == 0x2d ? -exponent : exponent;
        points = true;
        at = end;
        code = load<u8>(at);
      }
      // The digits and the power of ten are both exact, so that they are rounded once (Clinger); else the row is left.
      if (power < -22 || power > 22) break;
      let magnitude = significand;
      if (power < 0) magnitude /= load<f64>(POWERS + (<usize>-power << 3));
      else if (power > 0) magnitude *= load<f64>(POWERS + (<usize>power << 3));
      minus |= negative & <i32>(column > 0);
      // Behind it.
      store<f64>(values + (<usize>place << 3), signed(magnitude, negative));
      store<i32>(starts + (<usize>place << 2), base + <i32>(start - from));
      store<i32>(ends + (<usize>place << 2), base + <i32>(at - from));
      place++;
      if (fraction > decimals) decimals = fraction;
      if (column == columns - 1) continue;
      if (form == LINES) {
        if (code != delimiter) break;
        at++;
      } else if (form == COMMAS) {
        while (isBlank(code)) code = load<u8>(++at);
        if (code != 0x2c) break;
        at++;
      } else if (!isBlank(code)) break;
    }
    if (column < columns) break;
    let code = <i32>load<u8>(at);
    if (form == LINES) {
      if (code == 0x0d) code = load<u8>(++at);
      if (code != 0x0a) break;
    } else {
      while (isBlank(code)) code = load<u8>(++at);
      if (code != 0x5d) break;
    }
    at++;
    if (at > to) break;
    rows++;
    behind = at;
    ofDecimals = decimals;
    ofPoints = points;
    ofMinus = minus;
  }
  store<i32>(facts, <i32>(behind - from));
  store<i32>(facts, ofDecimals, 4);
  store<i32>(facts, ofPoints ? 1 : 0, 8);
  store<i32>(facts, ofMinus, 12);
  return rows;
}

/** The digits in front of and behind a point, as one integer: what is in front goes a lane further to the right. */
// @ts-ignore: decorator
@inline
function decimalOf(digits: v128, length: i32, fraction: i32): f64 {
  return numberOf(v128.bitselect(
    swizzled(digits, v128.load(RAMP + length)), swizzled(digits, v128.load(RAMP + length - 1)), v128.load(LAST + fraction),
  ));
}

// @ts-ignore: decorator
@inline
function signed(magnitude: f64, negative: i32): f64 {
  return reinterpret<f64>(reinterpret<u64>(magnitude) | (<u64>negative << 63));
}

// @ts-ignore: decorator
@inline
function swizzled(digits: v128, lanes: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(digits, lanes);
  return i8x16.swizzle(digits, lanes);
}

/** Sixteen digits, one a lane. */
// @ts-ignore: decorator
@inline
function numberOf(digits: v128): f64 {
  const tens = i16x8.splat(0x010a);
  const low = i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_low_i8x16_u(digits, tens));
  const high = i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_high_i8x16_u(digits, tens));
  const fours = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(low, high), i32x4.splat(0x00010064));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), i32x4.splat(0x00012710));
  return <f64>i32x4.extract_lane(eights, 0) * 1e8 + <f64>i32x4.extract_lane(eights, 1);
}

/** An integer below 10^18 over a power of ten, to the nearest; NaN where that is in doubt. As read/text/rounding.ts. */
function quotientOf(significand: u64, ten: f64): f64 {
  const s = <f64>significand;
  const e = <f64>(<i64>significand - <i64>s);
  const quotient = s / ten;
  const back = quotient * ten;
  const rest = s - back - productErrorOf(quotient, ten, back) + e;
  const error = rest / ten;
  const doubt = quotient * DOUBT;
  const up = quotient + (error + doubt);
  return up == quotient + (error - doubt) ? up : NaN;
}

/** a * b - product, exactly. */
// @ts-ignore: decorator
@inline
function productErrorOf(a: f64, b: f64, product: f64): f64 {
  const as = SPLITTER * a;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = SPLITTER * b;
  const bh = bs - (bs - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}
