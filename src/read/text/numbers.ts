import { POWERS_OF_TEN, roundedDecimal } from './rounding';
import { MODULES, SCALAR_CALLS, wordValue } from './words';

/**
 * The one number grammar: how a number may be written, wherever it stands.
 *
 * Decimals are correctly rounded: up to 15 digits with a power of ten up to 22 both fit a double exactly, so one
 * multiplication or division rounds once (Clinger 1990); up to 18 digits are held as the sum of two doubles; everything
 * else is left to the engine's own Number().
 */

const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UNDERSCORE = 0x5f;
const HASH = 0x23;
const TRUE_MINUS = 0x2212;
const INFINITY = 0x221e;
/** The exponent of no double is larger; kept small enough to be counted exactly. */
const EXPONENT_LIMIT = 99_999;

export type NumberKind = 'integer' | 'boolean' | 'decimal' | 'complex';

/** Reads one number at a time; the fields describe the one read last. One instance serves a whole text. */
export class NumberScanner {
  value = 0;
  /** Digits after the decimal point, as written; 0 for integers and words. */
  decimals = 0;
  kind: NumberKind = 'integer';
  /** An integer that no double holds: value is the nearest one. */
  inexact = false;
  /** Written as JSON allows it: no plus, no leading zero, digits on both sides of the point. */
  strict = false;
  /** A power of ten that stands once for all numbers of an array: `1.0e+03 *`. */
  shift = 0;
  /** Where a token may end although the character there could go on: the end of a table's cell. */
  stop = -1;

  constructor(private readonly text: string) {}

  /**
   * Reads the number that starts at `start`.
   * @returns the offset behind it, or -1 where no number starts, or the token goes on in a way no number does.
   */
  read(start: number): number {
    const { text } = this;
    let at = start;
    let code = text.charCodeAt(at);
    const negative = code === MINUS;
    if (negative) code = text.charCodeAt(++at);
    const first = at;
    // In two halves of up to 9 digits each: small integers are quick, and 18 digits are more than a double holds.
    let high = 0;
    let low = 0;
    let digits = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
      if (++digits <= 9) high = high * 10 + (code - ZERO);
      else if (digits <= 18) low = low * 10 + (code - ZERO);
    }
    const whole = digits;
    const point = code === DOT;
    if (point) {
      code = text.charCodeAt(++at);
      for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
        if (++digits <= 9) high = high * 10 + (code - ZERO);
        else if (digits <= 18) low = low * 10 + (code - ZERO);
      }
    }
    const decimals = digits - whole;
    // In front of the commonest separators; everything else takes the longer way.
    const plain = code === 0x2c || code === 0x5d || code === 0x20 || code === 0x0a;
    if (!plain || whole === 0 || digits > 18 || this.shift !== 0) return this.readAny(start);
    let magnitude: number;
    if (digits <= 9) magnitude = high / POWERS_OF_TEN[decimals];
    else if (digits <= 15) magnitude = (high * POWERS_OF_TEN[digits - 9] + low) / POWERS_OF_TEN[decimals];
    else if (point) magnitude = roundedDecimal(high, low, digits - 9, -decimals);
    else return this.readAny(start);
    if (magnitude !== magnitude) return this.readAny(start);
    this.kind = point ? 'decimal' : 'integer';
    this.value = negative ? -magnitude : magnitude;
    this.decimals = decimals;
    this.inexact = false;
    this.strict = (whole === 1 || text.charCodeAt(first) !== ZERO) && (decimals > 0 || !point);
    return at;
  }

  private readAny(start: number): number {
    const { text } = this;
    let at = start;
    let code = text.charCodeAt(at);
    const signed = code === MINUS || code === TRUE_MINUS || code === PLUS;
    const negative = signed && code !== PLUS;
    if (signed) code = text.charCodeAt(++at);
    const first = at;
    // Digits are gathered in two halves, so that both stay small integers, which engines keep in registers.
    let high = 0;
    let low = 0;
    let significant = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
      if (significant === 0 && code === ZERO) continue;
      significant++;
      if (significant <= 9) high = high * 10 + (code - ZERO);
      else if (significant <= 18) low = low * 10 + (code - ZERO);
    }
    const whole = at - first;
    if (code === UNDERSCORE && whole > 0) return this.readGrouped(first, negative);
    let decimals = 0;
    if (code === DOT) {
      const point = at;
      code = text.charCodeAt(++at);
      for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
        if (significant === 0 && code === ZERO) continue;
        significant++;
        if (significant <= 9) high = high * 10 + (code - ZERO);
        else if (significant <= 18) low = low * 10 + (code - ZERO);
      }
      decimals = at - point - 1;
      if (whole + decimals === 0) return this.readWord(start, first, negative);
      this.kind = 'decimal';
      this.strict = decimals > 0;
    } else {
      if (whole === 0) return this.readWord(start, first, negative);
      this.kind = 'integer';
      this.strict = true;
    }
    if (whole === 0 || (whole > 1 && text.charCodeAt(first) === ZERO)) this.strict = false;
    if (signed && text.charCodeAt(start) !== MINUS) this.strict = false;

    let exponent = 0;
    if ((code | 0x20) === 0x65 /* e */) {
      let p = at + 1;
      const sign = text.charCodeAt(p);
      if (sign === PLUS || sign === MINUS || sign === TRUE_MINUS) p++;
      const digits = p;
      for (code = text.charCodeAt(p); code >= ZERO && code <= NINE; code = text.charCodeAt(++p)) {
        if (exponent < EXPONENT_LIMIT) exponent = exponent * 10 + (code - ZERO);
      }
      if (p === digits) return -1;
      if (sign === MINUS || sign === TRUE_MINUS) exponent = -exponent;
      if (sign === TRUE_MINUS) this.strict = false;
      this.kind = 'decimal';
      at = p;
    }
    this.decimals = decimals;
    this.inexact = false;
    if (!endsToken(code) && at !== this.stop) return this.readTail(start, at, code);
    if (code === HASH && isMarkedWord(text, at)) return -1;

    const power = exponent - decimals + this.shift;
    let magnitude = NaN;
    if (power >= -22 && power <= 22) {
      if (significant <= 15) {
        const significand = significant <= 9 ? high : high * POWERS_OF_TEN[significant - 9] + low;
        magnitude = power < 0 ? significand / POWERS_OF_TEN[-power] : significand * POWERS_OF_TEN[power];
      } else if (significant <= 18 && this.kind === 'decimal') {
        magnitude = roundedDecimal(high, low, significant - 9, power);
      }
    }
    if (magnitude !== magnitude) magnitude = this.round(text.slice(first, at));
    this.value = negative ? -magnitude : magnitude;
    return at;
  }

  /** `1,5`: the decimal comma of a table whose cells are separated by semicolons. False where it is no such number. */
  readDecimalComma(cell: string): boolean {
    if (!/^[-+\u2212]?\d{1,400},\d{1,400}(?:[eE][-+]?\d{1,5})?$/.test(cell.slice(0, 1000))) return false;
    const inner = new NumberScanner(cell.replace(',', '.'));
    inner.read(0);
    this.take(inner, false);
    return true;
  }

  /** Left to the engine, which rounds correctly however many digits there are. */
  private round(digits: string): number {
    const plain = digits.replace('\u2212', '-');
    if (this.kind === 'integer' && this.shift === 0) {
      const magnitude = Number(plain);
      this.inexact = magnitude > Number.MAX_SAFE_INTEGER && (plain.length > 400 || BigInt(plain) !== BigInt(magnitude));
      return magnitude;
    }
    if (this.shift === 0) return Number(plain);
    const [significand, exponent = '0'] = plain.split(/e/i);
    return Number(`${significand}e${Number(exponent) + this.shift}`);
  }

  /** `1_000.5`: underscores between digits. */
  private readGrouped(first: number, negative: boolean): number {
    const { text } = this;
    let at = first;
    while (at < first + 64 && isGroupedPart(text, at)) at++;
    return this.readPlain(at, text.slice(first, at).replaceAll('_', ''), negative);
  }

  /**
   * What may stand behind the digits in some language: C's `1.0f`, Rust's `1.5f32`, R's `1L`, Julia's `1.5f0`,
   * Fortran's `1.0D+00`, Mathematica's `` 1.5`*^-7 ``, a point that Markdown has escaped.
   */
  private readTail(start: number, at: number, code: number): number {
    const { text } = this;
    if ((code === 0x6a || code === 0x69) && endsToken(text.charCodeAt(at + 1))) {
      this.kind = 'complex';
      return at + 1;
    }
    if ((code === PLUS || code === MINUS) && looksComplex(text, at)) {
      this.kind = 'complex';
      return endOfToken(text, at);
    }
    const first = isSign(text.charCodeAt(start)) ? start + 1 : start;
    const end = endOfToken(text, start, this.stop);
    const plain = plainNumber(text.slice(first, end));
    return plain === undefined ? -1 : this.readPlain(end, plain, first > start && text.charCodeAt(start) !== PLUS);
  }

  /** Takes the value from a number that has been brought to the plain form. */
  private readPlain(end: number, plain: string, negative: boolean): number {
    const inner = new NumberScanner(plain);
    inner.shift = this.shift;
    if (inner.read(0) !== plain.length || inner.kind === 'complex') return -1;
    if (!endsToken(this.text.charCodeAt(end)) && end !== this.stop) return -1;
    this.take(inner, negative);
    this.strict = false;
    return end;
  }

  private take(inner: NumberScanner, negative: boolean): void {
    this.value = negative ? -inner.value : inner.value;
    this.decimals = inner.decimals;
    this.kind = inner.kind;
    this.inexact = inner.inexact;
  }

  private readWord(start: number, first: number, negative: boolean): number {
    const { text } = this;
    let at = first;
    if (text.charCodeAt(at) === INFINITY) at++;
    // No word of the grammar is longer than this; it also keeps a megabyte of letters from being sliced.
    else while (at < first + 24 && isWordPart(text.charCodeAt(at))) at++;
    if (at === first) return -1;
    let word = text.slice(first, at);
    if (text.charCodeAt(at) === 0x28 /* ( */ && SCALAR_CALLS.test(word)) return this.readCall(at, negative);
    const dot = word.lastIndexOf('.');
    if (dot > 0) {
      if (!MODULES.has(word.slice(0, dot))) return -1;
      word = word.slice(dot + 1);
    }
    const found = wordValue(word);
    if (found === undefined || (!endsToken(text.charCodeAt(at)) && at !== this.stop)) return -1;
    // No module has a `True` of its own.
    if (found.boolean && dot > 0) return -1;
    this.decimals = 0;
    this.inexact = false;
    this.kind = found.boolean ? 'boolean' : 'decimal';
    this.value = negative ? -found.value : found.value;
    this.strict = first === start && found.json;
    return found.boolean && first !== start ? -1 : at;
  }

  /** `float('-inf')`, `np.float32(0.25)`: exactly one number, quoted or not. */
  private readCall(open: number, negative: boolean): number {
    const { text } = this;
    const quote = text.charCodeAt(open + 1);
    const quoted = quote === 0x27 || quote === 0x22;
    const start = open + (quoted ? 2 : 1);
    let close = start;
    while (close < start + 40 && text.charCodeAt(close) !== (quoted ? quote : 0x29) && close < text.length) close++;
    const end = quoted ? close + 1 : close;
    if (text.charCodeAt(end) !== 0x29 || !endsToken(text.charCodeAt(end + 1))) return -1;
    const inner = new NumberScanner(text.slice(start, close));
    if (inner.read(0) !== close - start || inner.kind === 'complex') return -1;
    this.take(inner, negative);
    this.strict = false;
    if (this.kind === 'integer') this.kind = 'decimal';
    return end + 1;
  }
}

/** The number without what its language puts behind or between; undefined where it is no number of any of them. */
function plainNumber(token: string): string | undefined {
  const escaped = token.replace('\\.', '.');
  const parts = /^(\d+\.?\d*|\.\d+)(?:`[\d.]*)?(?:(e|d|f|\*\^)([-+\u2212]?\d{1,5}))?([a-z]\w{0,4})?$/i.exec(escaped);
  if (parts === null) return undefined;
  const [, digits, mark = '', exponent = '', suffix = ''] = parts;
  // Rust's f32 is a type; as an exponent of Julia it would be beyond what a Float32 holds.
  const type = mark.toLowerCase() === 'f' && /^(?:16|32|64)$/.test(exponent);
  if (suffix !== '' && !/^(?:[flnud]|ul|ll|[iu](?:8|16|32|64|size))$/i.test(suffix)) return undefined;
  return exponent === '' || type ? digits : `${digits}e${exponent.replace('\u2212', '-')}`;
}

/** May this character stand directly behind a number? NaN is the end of the text. */
export function endsToken(code: number): boolean {
  switch (code) {
    case 0x2c: // ,
    case 0x5d: // ]
    case 0x29: // )
    case 0x7d: // }
    case 0x3b: // ;
    case HASH:
    case 0x1b: // A terminal's colour.
      return true;
    default:
      return isSpace(code) || code !== code;
  }
}

/** Blanks, line ends and the no-break spaces that word processors and web pages leave behind. */
export function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    code === 0x0a ||
    code === 0x0d ||
    code === 0x09 ||
    (code > 0x7f && (code === 0xa0 || code === 0x202f || code === 0x2009 || code === 0xfeff))
  );
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isSign(code: number): boolean {
  return code === PLUS || code === MINUS || code === TRUE_MINUS;
}

function isGroupedPart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === UNDERSCORE) return isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
  return (
    isDigit(code) ||
    code === DOT ||
    (code | 0x20) === 0x65 ||
    (isSign(code) && (text.charCodeAt(at - 1) | 0x20) === 0x65)
  );
}

function isWordPart(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === UNDERSCORE || code === DOT;
}

/** `1.#INF`: what Microsoft's C prints. Its digits are no number. */
function isMarkedWord(text: string, hash: number): boolean {
  return /^#(?:INF|IND|QNAN|SNAN)/.test(text.slice(hash, hash + 5));
}

/** `1.+2.j`: a sign directly behind the number, digits, then j. */
function looksComplex(text: string, at: number): boolean {
  const end = endOfToken(text, at);
  const last = text.charCodeAt(end - 1);
  const before = text.charCodeAt(end - 2);
  return end > at + 1 && (last === 0x6a || last === 0x69) && (isDigit(before) || before === DOT);
}

/** Where the token at `at` ends, looking no further than 64 characters or `stop`. */
export function endOfToken(text: string, at: number, stop = -1): number {
  let end = at;
  while (end < at + 64 && end !== stop && !endsToken(text.charCodeAt(end))) end++;
  return end;
}
