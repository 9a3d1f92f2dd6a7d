import { type BigNumber, BigNumberDependencies, type MathScope } from 'mathjs';
import type { BigMath } from '../core/precise/bigMath';

/** A class of mathjs's big numbers: the values it makes all carry the same number of significant digits. */
type BigNumberClass = new (value: string | number) => BigNumber;

/**
 * mathjs's big numbers, and nothing else of it: made by the factory that mathjs itself uses, without its create(),
 * which would bring import() along. No parser, no matrices, no configuration that others could change.
 */
function bigNumberClass(digits: number): BigNumberClass {
  const make = BigNumberDependencies['createBigNumberClass'] as (scope: Partial<MathScope>) => BigNumberClass;
  return make({ config: { precision: digits } });
}

/** Big numbers of so many significant digits. */
export function mathjsBigMath(digits = 64): BigMath<BigNumber> {
  const Big = bigNumberClass(digits);
  return {
    withDigits: mathjsBigMath,
    // Decimal takes a double for its shortest decimal; adding 0 rounds the exact one to the precision.
    from: (value) => new Big(Number.isFinite(value) ? exactDecimal(value) : value).plus(0),
    add: (a, b) => a.plus(b),
    subtract: (a, b) => a.minus(b),
    multiply: (a, b) => a.times(b),
    divide: (a, b) => a.dividedBy(b),
    exp: (a) => a.exp(),
    log: (a) => a.ln(),
    toNumber: (a) => a.toNumber(),
    isZero: (a) => a.isZero(),
    print: printed,
  };
}

function printed(a: BigNumber, digits: number): string {
  if (a.isNaN()) return 'nan';
  if (!a.isFinite()) return a.isNegative() ? '-inf' : 'inf';
  return a.isZero() ? '0' : a.toSignificantDigits(digits).toString();
}

/** Every digit of a finite double: its integer significand times a power of two, written out in decimal. */
function exactDecimal(value: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4));
  const significand = biased === 0 ? fraction : fraction | (1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  const sign = value < 0 ? '-' : '';
  if (exponent >= 0) return `${sign}${significand << BigInt(exponent)}`;
  return `${sign}${significand * 5n ** BigInt(-exponent)}e${exponent}`;
}
