/**
 * The exact sum of any number of doubles, as an integer: one fixed-point number wide enough for every finite
 * double (2 ** -1074 to 2 ** 1024) and 2 ** 52 of them. Adding is integer arithmetic, hence commutative and
 * associative without exception: any sharding of any order merges to the same limbs, bit for bit.
 *
 * A limb holds 32 bits of the number and is kept as a double integer below 2 ** 53, so that carries wait for
 * CARRY_AFTER additions; the two 32-bit pieces of a double's 53 bits span three limbs. (Neal 2015 calls it a
 * small superaccumulator. A Shewchuk expansion is exact as well, but its partials depend on the order.)
 */
const LIMB_BITS = 32;
const LIMB = 2 ** LIMB_BITS;
/** Bit 0 of limb 0 is 2 ** LOWEST_EXPONENT. */
const LOWEST_EXPONENT = -1074;
const LIMBS = Math.ceil((1024 - LOWEST_EXPONENT + 64) / LIMB_BITS);
/** Each addition moves a limb by less than 2 ** 32. */
const CARRY_AFTER = 2 ** 20;

export class Superaccumulator {
  private readonly limbs = new Float64Array(LIMBS);
  private pending = 0;
  private notNumbers = 0;
  private positiveInfinities = 0;
  private negativeInfinities = 0;

  add(value: number): void {
    if (value === 0) return;
    if (!Number.isFinite(value)) return this.count(value);
    BITS.value[0] = value;
    const high = BITS.words[1];
    const biased = (high >>> 20) & 0x7ff;
    const top = biased === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
    const low = BITS.words[0];
    // Bit 0 of the 53-bit integer `top : low` has this weight in limb bits.
    const position = Math.max(biased, 1) - 1;
    this.place(high >>> 31 === 1 ? -1 : 1, top, low, position);
    if (++this.pending >= CARRY_AFTER) this.carry();
  }

  addAll(values: Float64Array): void {
    for (let index = 0; index < values.length; index++) this.add(values[index]);
  }

  merge(other: Superaccumulator): void {
    other.carry();
    this.carry();
    for (let limb = 0; limb < LIMBS; limb++) {
      this.limbs[limb] = this.limbs[limb] + other.limbs[limb];
    }
    this.carry();
    this.notNumbers += other.notNumbers;
    this.positiveInfinities += other.positiveInfinities;
    this.negativeInfinities += other.negativeInfinities;
  }

  /** The sum correctly rounded, ties to even; not-finite values add as doubles do. */
  value(): number {
    if (this.notNumbers > 0 || (this.positiveInfinities > 0 && this.negativeInfinities > 0)) return NaN;
    if (this.positiveInfinities > 0) return Infinity;
    if (this.negativeInfinities > 0) return -Infinity;
    this.carry();
    return this.round();
  }

  /** This sum over another, both exact and the quotient rounded once: a correctly rounded mean. */
  over(divisor: Superaccumulator): number {
    const below = divisor.value();
    if (!this.isFinite() || !divisor.isFinite() || below === 0) return this.value() / below;
    this.carry();
    divisor.carry();
    return quotient(this.integer(), divisor.integer());
  }

  /** The state as plain numbers, to cross a wire and come back by {@link Superaccumulator.restore}. */
  state(): Float64Array {
    this.carry();
    const state = new Float64Array(LIMBS + 3);
    state.set(this.limbs);
    state.set([this.notNumbers, this.positiveInfinities, this.negativeInfinities], LIMBS);
    return state;
  }

  static restore(state: Float64Array): Superaccumulator {
    const sum = new Superaccumulator();
    sum.limbs.set(state.subarray(0, LIMBS));
    sum.notNumbers = state[LIMBS];
    sum.positiveInfinities = state[LIMBS + 1];
    sum.negativeInfinities = state[LIMBS + 2];
    return sum;
  }

  /** False where anything that was added is not: the sum itself may be beyond the doubles. */
  private isFinite(): boolean {
    return this.notNumbers + this.positiveInfinities + this.negativeInfinities === 0;
  }

  private count(value: number): void {
    if (Number.isNaN(value)) this.notNumbers++;
    else if (value > 0) this.positiveInfinities++;
    else this.negativeInfinities++;
  }

  /** Adds sign x (top x 2 ** 32 + low) x 2 ** position, cut at the limbs' borders. */
  private place(sign: number, top: number, low: number, position: number): void {
    const limb = position >>> 5;
    const shift = position & 31;
    const scale = 2 ** shift;
    // Both products are below 2 ** 64; dividing by a power of two and flooring cuts them exactly.
    const lowHigh = Math.floor((low * scale) / LIMB);
    const lowLow = (low << shift) >>> 0;
    const topHigh = Math.floor((top * scale) / LIMB);
    const topLow = (top << shift) >>> 0;
    const { limbs } = this;
    limbs[limb] = limbs[limb] + sign * lowLow;
    limbs[limb + 1] = limbs[limb + 1] + sign * (lowHigh + topLow);
    limbs[limb + 2] = limbs[limb + 2] + sign * topHigh;
  }

  /** Brings every limb but the last into [0, 2 ** 32): one form for one number. */
  private carry(): void {
    const { limbs } = this;
    for (let limb = 0; limb < LIMBS - 1; limb++) {
      const carried = Math.floor(limbs[limb] / LIMB);
      limbs[limb] = limbs[limb] - carried * LIMB;
      limbs[limb + 1] = limbs[limb + 1] + carried;
    }
    this.pending = 0;
  }

  private round(): number {
    const sum = this.integer();
    const rounded = roundedDouble(sum < 0n ? -sum : sum, LOWEST_EXPONENT);
    return sum < 0n ? -rounded : rounded;
  }

  /** The sum in units of 2 ** LOWEST_EXPONENT, carried already. */
  private integer(): bigint {
    let sum = 0n;
    for (let limb = LIMBS - 1; limb >= 0; limb--) sum = sum * BigInt(LIMB) + BigInt(this.limbs[limb]);
    return sum;
  }
}

const BITS = (() => {
  const value = new Float64Array(1);
  return { value, words: new Uint32Array(value.buffer) };
})();

/** Bits of a quotient beyond what a double holds; whatever is left over becomes one sticky bit. */
const QUOTIENT_BITS = 66;

function quotient(above: bigint, below: bigint): number {
  const [a, b] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const shift = Math.max(0, QUOTIENT_BITS - (bitsOf(a) - bitsOf(b)));
  const scaled = a << BigInt(shift);
  const whole = scaled / b;
  const sticky = whole * b === scaled ? 0n : 1n;
  const rounded = roundedDouble((whole << 1n) | sticky, -shift - 1);
  return above < 0n === below < 0n ? rounded : -rounded;
}

function bitsOf(magnitude: bigint): number {
  return magnitude.toString(2).length;
}

/** magnitude x 2 ** exponent, rounded once: Number() of a BigInt rounds to 53 bits, ties to even. */
function roundedDouble(magnitude: bigint, exponent: number): number {
  const bits = bitsOf(magnitude);
  // What the double of this size does not hold: below the normal ones there are fewer than 53 bits.
  const surplus = Math.max(bits - 53, LOWEST_EXPONENT - exponent);
  if (surplus <= 0) return scaled(Number(magnitude), exponent);
  // Kept to 64 bits with the rest as one sticky bit, so that a BigInt of any size becomes a finite double.
  const dropped = BigInt(Math.max(0, bits - 64));
  const sticky = (magnitude & ((1n << dropped) - 1n)) === 0n ? 0n : 1n;
  const significand = ((magnitude >> dropped) << 1n) | sticky;
  const lowest = Number(dropped) - 1 + exponent;
  if (bits - 53 >= LOWEST_EXPONENT - exponent) return scaled(Number(significand), lowest);
  return subnormal(significand, LOWEST_EXPONENT - lowest);
}

/** significand over 2 ** shift, to the nearest integer, ties to even, times the smallest double. */
function subnormal(significand: bigint, shift: number): number {
  const kept = significand >> BigInt(shift);
  const rest = significand - (kept << BigInt(shift));
  const half = 1n << BigInt(shift - 1);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return Number(up ? kept + 1n : kept) * 2 ** LOWEST_EXPONENT;
}

/** In two steps, so that neither power of two is beyond the doubles. */
function scaled(significand: number, exponent: number): number {
  return significand * 2 ** (exponent >> 1) * 2 ** (exponent - (exponent >> 1));
}
