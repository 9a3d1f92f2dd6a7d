// Rows of plain decimals out of a text's bytes, in two stages: where every number starts and ends, sixty-four characters
// at a time; then the numbers. Since both ends are known by then, no number waits for the one before.

/** What stands between numbers and between rows. */
const LINES: i32 = 0;
const COMMAS: i32 = 1;

/** From n on, sixteen bytes of which the last n are set. */
const LAST: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]);
/** By the digits behind the point, sixteen lanes each: what is in front of it goes a lane further to the right. */
const CLOSED: usize = memory.data<u8>([
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  128, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]);
const POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);
/** Powers of ten from LEAST_POWER to MOST_POWER, each as the sum of two doubles, to 106 bits: made by exact fractions. */
const EXACT_POWERS: usize = memory.data<f64>([
  1e-64, 3.469426116645307e-81, 1e-63, -6.651083908855995e-80, 1e-62, -3.9522812353889814e-79,
  1e-61, -3.9522812353889814e-78, 1e-60, 2.9566536086865743e-77, 1e-59, -2.57049426657387e-76,
  1e-58, -2.57049426657387e-75, 1e-57, 4.504255013759499e-74, 1e-56, -3.9854441226405437e-73,
  1e-55, 5.423954167728123e-73, 1e-54, -3.079876214757873e-71, 1e-53, -3.0798762147578723e-70,
  1e-52, -7.616223705782342e-70, 1e-51, -7.616223705782343e-69, 1e-50, -7.616223705782342e-68,
  1e-49, 6.360053438741615e-66, 1e-48, 2.5618263404376953e-65, 1e-47, 2.5618263404376953e-64,
  1e-46, -2.2999043453913218e-63, 1e-45, 1.589480203271892e-62, 1e-44, 4.700987842202463e-61,
  1e-43, -7.745042713519821e-60, 1e-42, -3.76231293568869e-59, 1e-41, -5.761291134237854e-59,
  1e-40, 7.070712060011986e-57, 1e-39, 7.070712060011985e-56, 1e-38, 3.8080598260127236e-55,
  1e-37, -6.632427322784916e-54, 1e-36, 5.8961572557722515e-53, 1e-35, -7.8575451945823805e-53,
  1e-34, 7.232539610818348e-51, 1e-33, -5.596730997624191e-50, 1e-32, -5.59673099762419e-49,
  1e-31, -8.333642060758598e-48, 1e-30, -8.333642060758599e-47, 1e-29, 5.679342582489572e-46,
  1e-28, 2.876745653839938e-45, 1e-27, -3.849486974919184e-44, 1e-26, -3.849486974919184e-43,
  1e-25, -3.849486974919184e-42, 1e-24, 7.629950044829718e-41, 1e-23, 3.956530198510069e-40,
  1e-22, -4.859677432657087e-39, 1e-21, 9.246254777210363e-38, 1e-20, 5.484672854579043e-37,
  1e-19, 2.475407316473987e-36, 1e-18, -7.154242405462193e-35, 1e-17, -7.154242405462192e-34,
  1e-16, 2.0902213275965398e-33, 1e-15, -7.770539987666108e-32, 1e-14, 1.1806906454401013e-32,
  1e-13, -3.037374556340037e-30, 1e-12, 2.0113352370744385e-29, 1e-11, 6.050303071806019e-28,
  1e-10, -3.643219731549774e-27, 1e-09, -6.228159145777985e-26, 1e-08, -2.092256083012847e-25,
  1e-07, 4.525188817411374e-24, 1e-06, 4.525188817411374e-23, 1e-05, -8.180305391403131e-22,
  0.0001, -4.79217360238593e-21, 0.001, -2.0816681711721686e-20, 0.01, -2.0816681711721684e-19,
  0.1, -5.551115123125783e-18, 1.0, 0.0, 10.0, 0.0,
  100.0, 0.0, 1000.0, 0.0, 10000.0, 0.0,
  100000.0, 0.0, 1000000.0, 0.0, 10000000.0, 0.0,
  100000000.0, 0.0, 1000000000.0, 0.0, 10000000000.0, 0.0,
  100000000000.0, 0.0, 1000000000000.0, 0.0, 10000000000000.0, 0.0,
  100000000000000.0, 0.0, 1000000000000000.0, 0.0, 1e+16, 0.0,
  1e+17, 0.0, 1e+18, 0.0, 1e+19, 0.0,
  1e+20, 0.0, 1e+21, 0.0, 1e+22, 0.0,
  1e+23, 8388608.0, 1e+24, 16777216.0, 1e+25, -905969664.0,
  1e+26, -4764729344.0, 1e+27, -13287555072.0, 1e+28, 416880263168.0,
  1e+29, 8566849142784.0, 1e+30, -19884624838656.0, 1e+31, 364103705034752.0,
  1e+32, -5366162204393472.0,
]);
const LEAST_POWER: i32 = -64;
const MOST_POWER: i32 = 32;
/**
 * What every number is computed with, sixteen bytes each. Loaded once into locals: as constants they would be made anew
 * for every number, which took a fifth of the time.
 */
const LANES: usize = memory.data<u8>([
  48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48,
  9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,
  46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46,
  10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1,
  100, 0, 1, 0, 100, 0, 1, 0, 100, 0, 1, 0, 100, 0, 1, 0,
  16, 39, 1, 0, 16, 39, 1, 0, 16, 39, 1, 0, 16, 39, 1, 0,
  45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
  101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101,
  43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43, 43,
]);
const ZEROS: usize = LANES;
const NINE: usize = LANES + 16;
const DOTS: usize = LANES + 32;
const TENS: usize = LANES + 48;
const HUNDREDS: usize = LANES + 64;
const THOUSANDS: usize = LANES + 80;
const MINUS: usize = LANES + 96;
const SPAN: usize = LANES + 112;
const CASE: usize = LANES + 128;
const LETTER: usize = LANES + 144;
const PLUS: usize = LANES + 160;

/** 2^27 + 1 splits a double into two halves whose products are exact. */
const SPLITTER: f64 = 134217729;
/** As in read/text/rounding.ts: what is nearer than this to the middle of two doubles is in doubt. */
const DOUBT: f64 = 1.262177448353619e-29;

/** Of the numbers that took the longer way: the most decimals, and whether any had a point or an exponent. */
let mostDecimals: i32 = 0;
let anyPoint: bool = false;

/**
 * Takes whole rows of `columns` numbers from the bytes in front of `to`, and stops in front of the first that holds
 * anything else: values, and where each starts and ends, counted from `base`. At `facts` stand the length of all rows,
 * the most decimals, whether any number had a point, and whether a later one of a row a minus. Of memory, 64 bytes in
 * front of the text are read, 64 behind it are zeros, and sixteen places behind the last number are written.
 * @param form 0: `1,2\n`; 1: `, [1, 2]`; 2: ` [1 2]`, behind the row before
 * @param strict a number is written as JSON allows it
 * @returns how many rows, at most `most`
 */
export function textRows(
  from: usize, to: usize, columns: i32, form: i32, delimiter: i32, strict: bool, base: i32,
  values: usize, starts: usize, ends: usize, most: i32, facts: usize,
): i32 {
  const found = findEnds(from, to, base, ends);
  const origin = from - <usize>base;
  // What may stand between two numbers of a row: nearly always a separator, and up to seven blanks.
  const gap: u64 = form == LINES ? 0x2020202020202000 | <u64>delimiter : form == COMMAS ? 0x202020202020202c : 0x2020202020202020;
  const zeros = v128.load(ZEROS), nine = v128.load(NINE), dotLanes = v128.load(DOTS);
  const tens = v128.load(TENS), hundreds = v128.load(HUNDREDS), thousands = v128.load(THOUSANDS);
  let behind = from;
  let rows = 0;
  // Where points stood, as bits: the lowest is that of the number with the most decimals.
  let points = 0, minus = 0;
  let ofPoints = 0, ofMinus = 0, ofDecimals = 0, ofAny = false;
  mostDecimals = 0;
  anyPoint = false;
  let place = 0;
  // What stood between the last two rows: most often it is the same for all.
  let between = i8x16.splat(-1), same = -1, length: usize = 0, closing: usize = 0;
  let start = behindOpening(from, form);
  while (start != 0 && rows < most && place + columns <= found) {
    const last = place + columns;
    let end: usize = 0;
    let later = 0;
    for (;;) {
      end = origin + <usize>load<u32>(ends + (<usize>place << 2));
      // Half of all numbers are negative, at random: no branch tells them apart.
      const negative = <i32>(load<u8>(start) == 0x2d);
      const first = start + negative;
      const length = <i32>(end - first);
      let magnitude: f64 = NaN;
      // Sixteen characters that end with the number: its digits, one point, no other.
      const text = v128.load(end - 16);
      const digits = i8x16.sub(text, zeros);
      const dots = i8x16.bitmask(i8x16.eq(text, dotLanes));
      const plain = i8x16.bitmask(i8x16.le_u(digits, nine));
      const before = 16 - length;
      const dot = dots >>> before;
      const odd = (((plain | dots) ^ 0xffff) >>> before) | (dot & (dot - 1)) | (dot & 1);
      if (<u32>(length - 1) < 16 && odd == 0) {
        if (dot != 0) {
          const fraction = length - 1 - ctz(dot);
          if (!strict || (fraction > 0 && (load<u8>(first) != 0x30 || dot == 2))) {
            points |= dot << before;
            const all = v128.and(swizzled(digits, v128.load(CLOSED + (<usize>fraction << 4))), v128.load(LAST + length - 1));
            magnitude = numberOf(all, tens, hundreds, thousands) / load<f64>(POWERS + (<usize>fraction << 3));
          }
        } else if (length < 16 && (!strict || load<u8>(first) != 0x30 || length == 1)) {
          magnitude = numberOf(v128.and(digits, v128.load(LAST + length)), tens, hundreds, thousands);
        }
      } else {
        // With a short exponent, its letter is already found.
        const odder = ((plain | dots) ^ 0xffff) >>> before;
        magnitude = otherMagnitudeOf(first, <u32>length <= 16 && odder != 0 ? first + ctz(odder) : end, end, strict);
      }
      if (magnitude != magnitude) break;
      store<f64>(values + (<usize>place << 3), signed(magnitude, negative));
      store<u32>(starts + (<usize>place << 2), <u32>(start - origin));
      minus |= negative & later;
      later = 1;
      place++;
      if (place == last) break;
      const rest = load<u64>(end) ^ gap;
      const width = <usize>ctz(rest) >> 3;
      start = end + width;
      if (width == 0 || load<u8>(start) <= 0x20) {
        start = behindGap(end, form, delimiter);
        if (start == 0) break;
      }
    }
    if (place != last) break;
    if ((i8x16.bitmask(i8x16.ne(v128.load(end), between)) & same) == 0 && load<u8>(end + length) > 0x20) {
      behind = end + closing;
      start = end + length;
    } else {
      const close = behindClosing(end, form);
      if (close == 0 || close > to) break;
      behind = close;
      start = behindOpening(close, form);
      length = start - end;
      same = -1;
      if (start != 0 && length <= 16) {
        between = v128.load(end);
        same = (1 << <i32>length) - 1;
        closing = close - end;
      }
    }
    rows++;
    ofPoints = points;
    ofMinus = minus;
    ofDecimals = mostDecimals;
    ofAny = anyPoint;
  }
  store<i32>(facts, <i32>(behind - from));
  store<i32>(facts, max(ofDecimals, ofPoints == 0 ? 0 : 15 - ctz(ofPoints)), 4);
  store<i32>(facts, ofPoints != 0 || ofAny ? 1 : 0, 8);
  store<i32>(facts, ofMinus, 12);
  return rows;
}

/** Where everything that is made of the characters of numbers ends. @returns how many there are. */
function findEnds(from: usize, to: usize, base: i32, ends: usize): i32 {
  const minus = v128.load(MINUS), span = v128.load(SPAN), bit = v128.load(CASE), letter = v128.load(LETTER), plus = v128.load(PLUS);
  let place = ends;
  let offset = base;
  let carry: u64 = 0;
  // What ends with the text is ended by the zeros behind it.
  for (let at = from; at <= to; at += 64, offset += 64) {
    const inside = numeric(at, minus, span, bit, letter, plus) | (numeric(at + 16, minus, span, bit, letter, plus) << 16) |
      (numeric(at + 32, minus, span, bit, letter, plus) << 32) | (numeric(at + 48, minus, span, bit, letter, plus) << 48);
    const after = (inside << 1) | carry;
    carry = inside >> 63;
    place = listed(after & ~inside, offset, place);
  }
  return <i32>((place - ends) >> 2);
}

/** Digits, points, signs and the letter of exponents among sixteen characters; a slash too, which no number holds. */
// @ts-ignore: decorator
@inline
function numeric(at: usize, minus: v128, span: v128, bit: v128, letter: v128, plus: v128): u64 {
  const text = v128.load(at);
  const digits = i8x16.le_u(i8x16.sub(text, minus), span);
  const letters = i8x16.eq(v128.or(text, bit), letter);
  return <u64>i8x16.bitmask(v128.or(v128.or(digits, letters), i8x16.eq(text, plus)));
}

/** Writes where the bits are, eight at a time. @returns behind the last of them. */
// @ts-ignore: decorator
@inline
function listed(bits: u64, offset: i32, to: usize): usize {
  const behind = to + (<usize>popcnt(bits) << 2);
  for (let rest = bits, at = to; rest != 0; at += 32) {
    for (let index: usize = 0; index < 8; index++) {
      store<i32>(at + (index << 2), offset + <i32>ctz(rest));
      rest &= rest - 1;
    }
  }
  return behind;
}

/** With an exponent, or of more digits than a double holds, up to twenty; NaN where it is no number or none of those. */
function otherMagnitudeOf(first: usize, letter: usize, end: usize, strict: bool): f64 {
  const zeros = v128.load(ZEROS), nine = v128.load(NINE), dotLanes = v128.load(DOTS);
  let behind = letter, power = 0;
  if (letter < end) {
    power = exponentOf(letter, end);
    if (power == NO_EXPONENT) return NaN;
  }
  let length = 0, dot = 0;
  let lastDigits = zeros, moreDigits = zeros;
  for (;;) {
    length = <i32>(behind - first);
    if (<u32>(length - 1) >= 28) return NaN;
    // Two times sixteen characters.
    const last = v128.load(behind - 16), more = v128.load(behind - 32);
    lastDigits = i8x16.sub(last, zeros);
    moreDigits = i8x16.sub(more, zeros);
    const dots = i8x16.bitmask(i8x16.eq(more, dotLanes)) | (i8x16.bitmask(i8x16.eq(last, dotLanes)) << 16);
    const plain = i8x16.bitmask(i8x16.le_u(moreDigits, nine)) | (i8x16.bitmask(i8x16.le_u(lastDigits, nine)) << 16);
    const before = 32 - length;
    dot = dots >>> before;
    const odd = ~(plain | dots) >>> before;
    if (odd == 0) break;
    // The first that is neither a digit nor a point can only be the letter of an exponent.
    if (behind < end) return NaN;
    behind = first + ctz(odd);
    power = exponentOf(behind, end);
    if (power == NO_EXPONENT) return NaN;
  }
  if ((dot & (dot - 1)) | (dot & 1)) return NaN;
  if (length > 24) return NaN;
  const whole = dot == 0 ? length : ctz(dot);
  const fraction = dot == 0 ? 0 : length - 1 - whole;
  const count = whole + fraction;
  // An integer that no double holds is said by the other reader.
  if (dot == 0 && behind == end) return NaN;
  if (strict && ((dot != 0 && fraction == 0) || (whole > 1 && load<u8>(first) == 0x30))) return NaN;
  power -= fraction;
  if (power < LEAST_POWER || power > MOST_POWER) return NaN;
  // The same characters from one further to the left, for those in front of the point.
  const lastLeft = i8x16.sub(v128.load(behind - 17), zeros);
  const moreLeft = i8x16.sub(v128.load(behind - 33), zeros);
  const inLast = dot == 0 ? 16 : min(fraction, 16);
  const inMore = dot == 0 ? 16 : max(fraction - 16, 0);
  const low = v128.and(v128.bitselect(lastDigits, lastLeft, v128.load(LAST + inLast)), v128.load(LAST + min(count, 16)));
  const high = v128.and(v128.bitselect(moreDigits, moreLeft, v128.load(LAST + inMore)), v128.load(LAST + max(count - 16, 0)));
  const tens = v128.load(TENS), hundreds = v128.load(HUNDREDS), thousands = v128.load(THOUSANDS);
  const eights = eightsOf(low, tens, hundreds, thousands);
  const rest = i32x4.extract_lane(eightsOf(high, tens, hundreds, thousands), 1);
  if (rest > 9999) return NaN;
  mostDecimals = max(mostDecimals, fraction);
  anyPoint = true;
  // Three integers and their multiples of ten are exact, and so is the sum of two doubles that they make.
  const front = <f64>rest * 1e16, middle = <f64>i32x4.extract_lane(eights, 0) * 1e8, back = <f64>i32x4.extract_lane(eights, 1);
  const most = front + middle;
  const significand = most + back;
  return product(significand, middle - (most - front) + (back - (significand - most)), power);
}

const NO_EXPONENT: i32 = 1 << 20;

/** A letter, a sign and up to three digits; NO_EXPONENT where anything else stands there. */
function exponentOf(letter: usize, end: usize): i32 {
  if ((load<u8>(letter) | 0x20) != 0x65) return NO_EXPONENT;
  const sign = load<u8>(letter + 1);
  let at = letter + (sign == 0x2d || sign == 0x2b ? 2 : 1);
  if (at >= end || end - at > 3) return NO_EXPONENT;
  let exponent = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) return NO_EXPONENT;
    exponent = exponent * 10 + <i32>digit;
  }
  return sign == 0x2d ? -exponent : exponent;
}

/**
 * (value + error) * 10^power to the nearest double, NaN where that is in doubt. As read/text/rounding.ts; the power is
 * the sum of two doubles too, whose product with the other two is off by less than 2^-102.
 */
function product(value: f64, error: f64, power: i32): f64 {
  const at = EXACT_POWERS + (<usize>(power - LEAST_POWER) << 4);
  const ten = load<f64>(at), tenError = load<f64>(at, 8);
  const main = value * ten;
  const rest = productErrorOf(value, ten, main) + (value * tenError + error * ten);
  const doubt = main * DOUBT;
  const up = main + (rest + doubt);
  return up == main + (rest - doubt) ? up : NaN;
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

/** Sixteen digits, one a lane, of which the first is zero. */
// @ts-ignore: decorator
@inline
function numberOf(digits: v128, tens: v128, hundreds: v128, thousands: v128): f64 {
  const eights = eightsOf(digits, tens, hundreds, thousands);
  return <f64>i32x4.extract_lane(eights, 0) * 1e8 + <f64>i32x4.extract_lane(eights, 1);
}

/** Sixteen digits, one a lane, as two integers of eight. */
// @ts-ignore: decorator
@inline
function eightsOf(digits: v128, tens: v128, hundreds: v128, thousands: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    // Both sides are below 128, where every platform agrees.
    const twos = i16x8.relaxed_dot_i8x16_i7x16_s(digits, tens);
    const fours = i32x4.dot_i16x8_s(twos, hundreds);
    return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), thousands);
  }
  const low = i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_low_i8x16_u(digits, tens));
  const high = i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_high_i8x16_u(digits, tens));
  const fours = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(low, high), hundreds);
  return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), thousands);
}
/** Where the next number of a row can start; 0 where something else than a separator and blanks is in front of it. */
function behindGap(end: usize, form: i32, delimiter: i32): usize {
  if (form == LINES) {
    if (load<u8>(end) != delimiter) return 0;
    let at = end + 1;
    while (load<u8>(at) == 0x20) at++;
    return at;
  }
  const at = behindBlanks(end);
  if (form == COMMAS) return load<u8>(at) == 0x2c ? behindBlanks(at + 1) : 0;
  return at > end ? at : 0;
}

/** Behind the line end or bracket that follows; 0 where none does. */
function behindClosing(end: usize, form: i32): usize {
  if (form == LINES) {
    const at = load<u8>(end) == 0x0d ? end + 1 : end;
    return load<u8>(at) == 0x0a ? at + 1 : 0;
  }
  const at = behindBlanks(end);
  return load<u8>(at) == 0x5d ? at + 1 : 0;
}

/** Where the first number of a row can start; 0 where no row begins. */
function behindOpening(from: usize, form: i32): usize {
  let at = from;
  if (form == LINES) {
    while (load<u8>(at) == 0x20) at++;
    return at;
  }
  at = behindBlanks(at);
  if (form == COMMAS) {
    if (load<u8>(at) != 0x2c) return 0;
    at = behindBlanks(at + 1);
  }
  return load<u8>(at) == 0x5b ? behindBlanks(at + 1) : 0;
}

function behindBlanks(from: usize): usize {
  let at = from;
  for (let code = load<u8>(at); code == 0x20 || code == 0x0a || code == 0x0d || code == 0x09; code = load<u8>(at)) at++;
  return at;
}
