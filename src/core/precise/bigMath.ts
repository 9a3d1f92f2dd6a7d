/**
 * The arithmetic of big numbers that a precise loss needs, given from outside so that core stays without
 * dependencies. Numbers may be NaN or infinite and then behave as doubles do: log(0) is -inf, 0 x inf is NaN.
 */
export interface BigMath<Big> {
  /** The same arithmetic, rounding every result to this many significant digits. */
  withDigits(digits: number): BigMath<Big>;
  /** The exact value of a double. */
  from(value: number): Big;
  add(a: Big, b: Big): Big;
  subtract(a: Big, b: Big): Big;
  multiply(a: Big, b: Big): Big;
  divide(a: Big, b: Big): Big;
  exp(a: Big): Big;
  log(a: Big): Big;
  /** The nearest double: 0 where that underflows. */
  toNumber(a: Big): number;
  isZero(a: Big): boolean;
  /** Decimal, rounded to this many significant digits: 2.061153620e-9; nan, inf and -inf. */
  print(a: Big, digits: number): string;
}

/** Below this a series takes over from log(1 + a) and e^a - 1, which would lose a's digits to the 1. */
const SERIES_BELOW = 1e-6;

/** The functions of the exact losses over any {@link BigMath}, at one precision. */
export class BigFunctions<Big> {
  readonly zero: Big;
  readonly one: Big;

  constructor(
    readonly math: BigMath<Big>,
    private readonly digits: number,
  ) {
    this.zero = math.from(0);
    this.one = math.from(1);
  }

  negate(a: Big): Big {
    return this.math.subtract(this.zero, a);
  }

  /** Nothing counts for nothing: 0 x inf = 0; NaN stays. */
  multiplyLimit(a: Big, b: Big): Big {
    const { math } = this;
    if (math.isZero(a)) return Number.isNaN(math.toNumber(b)) ? b : this.zero;
    if (math.isZero(b)) return Number.isNaN(math.toNumber(a)) ? a : this.zero;
    return math.multiply(a, b);
  }

  log1p(a: Big): Big {
    const { math } = this;
    if (math.isZero(a)) return a;
    if (!(Math.abs(math.toNumber(a)) < SERIES_BELOW)) return math.log(math.add(this.one, a));
    let power = a;
    let sum = a;
    for (let n = 2; n <= this.terms(); n++) {
      power = this.negate(math.multiply(power, a));
      sum = math.add(sum, math.divide(power, math.from(n)));
    }
    return sum;
  }

  /** 1 - e^a. */
  complement(a: Big): Big {
    const { math } = this;
    if (math.isZero(a)) return this.zero;
    if (!(Math.abs(math.toNumber(a)) < SERIES_BELOW)) return math.subtract(this.one, math.exp(a));
    let term = a;
    let sum = a;
    for (let n = 2; n <= this.terms(); n++) {
      term = math.divide(math.multiply(term, a), math.from(n));
      sum = math.add(sum, term);
    }
    return this.negate(sum);
  }

  /** log(1 + e^a). */
  softplus(a: Big): Big {
    const { math } = this;
    const positive = math.toNumber(a) > 0;
    const tail = this.log1p(math.exp(positive ? this.negate(a) : a));
    return positive ? math.add(a, tail) : tail;
  }

  /** 1 / (1 + e^-a). */
  sigmoid(a: Big): Big {
    const { math } = this;
    const small = math.exp(math.toNumber(a) > 0 ? this.negate(a) : a);
    return math.divide(math.toNumber(a) > 0 ? this.one : small, math.add(this.one, small));
  }

  /** log(1 - e^a), whichever of the two is the small one. */
  log1mExp(a: Big): Big {
    const { math } = this;
    return math.toNumber(a) > -Math.LN2 ? math.log(this.complement(a)) : this.log1p(this.negate(math.exp(a)));
  }

  /** log(p + eps) where q = 1 - p: close to 1 the sum would lose q's digits. */
  logPlusEps(p: Big, q: Big, eps: number): Big {
    const { math } = this;
    if (math.toNumber(p) > 0.5) return this.log1p(math.subtract(math.from(eps), q));
    return math.log(math.add(p, math.from(eps)));
  }

  private terms(): number {
    return Math.ceil(this.digits / 6) + 2;
  }
}
