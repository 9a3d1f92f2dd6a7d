/**
 * Numbers of about 106 bits as unevaluated sums of two doubles (Dekker 1971, Knuth's two-sum): the reference of the
 * accuracy table, a hundred times faster than mathjs's big numbers, against which it is itself checked there.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

export function from(value: number): DoubleDouble {
  return { high: value, low: 0 };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = a.high + b.high;
  const back = sum - a.high;
  const error = a.high - (sum - back) + (b.high - back);
  return normalized(sum, error + a.low + b.low);
}

export function negate({ high, low }: DoubleDouble): DoubleDouble {
  return { high: -high, low: -low };
}

export function subtract(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return add(a, negate(b));
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.high * b.high;
  return normalized(product, productError(a.high, b.high, product) + (a.high * b.low + a.low * b.high));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = subtract(a, multiply(b, from(first)));
  const second = rest.high / b.high;
  const last = subtract(rest, multiply(b, from(second)));
  return add(normalized(first, second), from(last.high / b.high));
}

const LN2: DoubleDouble = { high: 0.6931471805599453, low: 2.3190468138462996e-17 };
/** The argument is divided by 2^HALVINGS before the series and the result squared as often. */
const HALVINGS = 8;
const TERMS = 12;

export function exp(a: DoubleDouble): DoubleDouble {
  if (a.high < -745) return from(0);
  const n = Math.round(a.high / LN2.high);
  const rest = subtract(a, multiply(LN2, from(n)));
  const r = { high: rest.high / 2 ** HALVINGS, low: rest.low / 2 ** HALVINGS };
  // e^r - 1, squared as (1 + s)^2 - 1 = 2 s + s^2, so that its digits are not lost to the 1.
  let s = from(0);
  for (let k = TERMS; k >= 1; k--) s = divide(multiply(r, add(from(1), s)), from(k));
  for (let k = 0; k < HALVINGS; k++) s = add(multiply(s, s), { high: 2 * s.high, low: 2 * s.low });
  const whole = add(from(1), s);
  return { high: whole.high * 2 ** n, low: whole.low * 2 ** n };
}

/** log(1 + a) for a >= 0: a series where a is small, else one Newton step from the double. */
export function log1p(a: DoubleDouble): DoubleDouble {
  if (a.high < 1e-4) {
    let sum = from(0);
    for (let k = 9; k >= 1; k--) sum = multiply(a, subtract(divide(from(1), from(k)), sum));
    return sum;
  }
  const whole = add(from(1), a);
  const guess = from(Math.log(whole.high));
  return add(guess, subtract(multiply(whole, exp(negate(guess))), from(1)));
}

function normalized(high: number, low: number): DoubleDouble {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}

/** What a product of doubles lost, by Veltkamp's splitting. */
function productError(a: number, b: number, product: number): number {
  const aHigh = split(a);
  const bHigh = split(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function split(a: number): number {
  const scaled = a * 134217729;
  return scaled - (scaled - a);
}
