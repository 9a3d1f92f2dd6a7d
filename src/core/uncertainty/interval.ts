/** What a number may be: every value from low to high, ends included; an end may be infinite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Half a unit of the last printed place: the same for every number, or one each. 0 is exact. */
export type HalfUnits = number | Float64Array;

export function halfUnitAt(units: HalfUnits, index: number): number {
  return typeof units === 'number' ? units : units[index];
}

/** Where a printed number may truly lie. */
export function around(value: number, half: number): Interval {
  return half === 0 ? { low: value, high: value } : { low: value - half, high: value + half };
}

export function within({ low, high }: Interval, least: number, most: number): Interval {
  return { low: Math.min(Math.max(low, least), most), high: Math.max(Math.min(high, most), least) };
}

/** factor x interval, with 0 x inf = 0. */
export function scale({ low, high }: Interval, factor: number): Interval {
  if (factor === 0) return { low: 0, high: 0 };
  return factor > 0 ? { low: low * factor, high: high * factor } : { low: high * factor, high: low * factor };
}

/** The interval with both ends moved outward by an absolute error. */
export function widen({ low, high }: Interval, error: number): Interval {
  return { low: low - error, high: high + error };
}

/** The next double away from 0 is at most this far for numbers of this size; infinities are exact. */
export function unitOf(size: number): number {
  return Number.isFinite(size) ? Math.abs(size) * 2 ** -52 + Number.MIN_VALUE : 0;
}
