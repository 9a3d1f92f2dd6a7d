import { type CategoricalPlan, exactLogSoftmax, isIgnored, rowStart, weightOf } from '../categorical';
import { logPlusEps } from '../primitives';
import { around, type HalfUnits, halfUnitAt, type Interval, scale, unitOf, widen, within } from './interval';

const UNITS = 8;

/** More classes than this whose direction is open are bounded by their slopes instead of tried one by one. */
const ENUMERATED = 10;

/** What the loss of one row may be; [0, 0] where it is ignored. */
export function categoricalRowInterval(
  plan: CategoricalPlan,
  row: number,
  predictions: HalfUnits,
  targets: HalfUnits,
): Interval {
  if (isIgnored(plan, row)) return { low: 0, high: 0 };
  const { normalization } = plan;
  const given = givenRange(plan, row, predictions);
  if (given.low.some(Number.isNaN)) return { low: NaN, high: NaN };
  const masses = massRange(plan, row, targets);
  if (normalization === 'identity' || normalization === 'log') return directInterval(plan, given, masses);
  const logits = normalization === 'softmax-of-log' ? logarithms(given) : given;
  if (plan.eps !== undefined) return epsInterval(plan.eps, logits, masses);
  return softmaxInterval(logits, masses);
}

interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function givenRange(plan: CategoricalPlan, row: number, units: HalfUnits): Range {
  const { classes, stride, normalization, predictions } = plan;
  const probabilities = normalization === 'log' || normalization === 'softmax-of-log';
  const range = { low: new Float64Array(classes), high: new Float64Array(classes) };
  const start = rowStart(plan, row);
  for (let c = 0; c < classes; c++) {
    const value = predictions[start + c * stride];
    const ends = around(value, halfUnitAt(units, start + c * stride));
    const kept = probabilities && value >= 0 && value <= 1 ? within(ends, 0, 1) : ends;
    range.low[c] = kept.low;
    range.high[c] = kept.high;
  }
  return range;
}

/** How much of each class the row asks for, weights and smoothing included. */
function massRange(plan: CategoricalPlan, row: number, units: HalfUnits): Range {
  const { classes, smoothing, stride, targets } = plan;
  const range = { low: new Float64Array(classes), high: new Float64Array(classes) };
  const start = rowStart(plan, row);
  for (let c = 0; c < classes; c++) {
    let own: Interval;
    if (targets.kind === 'indices') {
      const is = targets.values[row] === c ? 1 : 0;
      own = { low: is, high: is };
    } else {
      const value = targets.values[start + c * stride];
      const ends = around(value, halfUnitAt(units, start + c * stride));
      own = value >= 0 ? { low: Math.max(ends.low, 0), high: ends.high } : ends;
    }
    const smoothed = smoothing === 0 ? own : widen0(scale(own, 1 - smoothing), smoothing / classes);
    const mass = scale(smoothed, weightOf(plan, c));
    range.low[c] = mass.low;
    range.high[c] = mass.high;
  }
  return range;
}

/** Both ends moved the same way. */
function widen0({ low, high }: Interval, by: number): Interval {
  return { low: low + by, high: high + by };
}

/** Log p as printed, or the logarithm of p as printed: each class for itself. */
function directInterval({ normalization, eps }: CategoricalPlan, given: Range, masses: Range): Interval {
  const cost = (value: number): number => {
    const p = normalization === 'log' ? value : Math.exp(value);
    if (eps !== undefined) return -logPlusEps(p, normalization === 'log' ? 1 - p : -Math.expm1(value), eps);
    return normalization === 'log' ? -Math.log(value) : -value;
  };
  let total: Interval = { low: 0, high: 0 };
  for (let c = 0; c < given.low.length; c++) {
    const costs = { low: cost(given.high[c]), high: cost(given.low[c]) };
    const product = products(costs, { low: masses.low[c], high: masses.high[c] });
    const size = Math.max(Math.abs(product.low), Number.isFinite(product.high) ? Math.abs(product.high) : 0);
    total = sum(
      total,
      masses.low[c] === 0 && masses.high[c] === 0 ? product : widen(product, UNITS * unitOf(size + 1e-9)),
    );
  }
  return total;
}

function logarithms({ low, high }: Range): Range {
  return { low: low.map(Math.log), high: high.map(Math.log) };
}

/** -log(softmax + eps), class by class: each is monotone, their sum is bounded by the sum of the ends. */
function epsInterval(eps: number, logits: Range, masses: Range): Interval {
  let total: Interval = { low: 0, high: 0 };
  const corner = new Float64Array(logits.low.length);
  for (let c = 0; c < corner.length; c++) {
    if (masses.low[c] === 0 && masses.high[c] === 0) continue;
    const costAt = (own: Float64Array, others: Float64Array): number => {
      corner.set(others);
      corner[c] = own[c];
      exactLogSoftmax(corner);
      const logP = corner[c];
      return -logPlusEps(Math.exp(logP), -Math.expm1(logP), eps);
    };
    const costs = { low: costAt(logits.high, logits.low), high: costAt(logits.low, logits.high) };
    const product = products(costs, { low: masses.low[c], high: masses.high[c] });
    const size = Math.max(Math.abs(product.low), Math.abs(product.high)) + largest(logits);
    total = sum(total, widen(product, UNITS * unitOf(size)));
  }
  return total;
}

/**
 * V log(sum of e^z) - sum of v z over the box of z, V the sum of the masses v. In each mass it grows (the cost of a
 * class is never negative), so the least and the most masses are extreme whatever z is. In z it is convex where
 * V >= 0: a class whose slope keeps its sign over the box has its extremes at its ends, and in the others the most
 * is at a corner and the least at a minimum, whose tangent bounds it from below.
 */
function softmaxInterval(logits: Range, masses: Range): Interval {
  const low = extreme(logits, masses.low, 'least');
  const high = extreme(logits, masses.high, 'most');
  const floor = masses.low.every((mass) => mass >= 0) ? 0 : -Infinity;
  return { low: Math.max(low, floor), high };
}

function extreme(logits: Range, masses: Float64Array, which: 'least' | 'most'): number {
  let total = 0;
  for (const mass of masses) total += mass;
  // With a negative total the function is concave: its least is the most of its negative.
  if (total < 0) {
    const flipped = masses.map((mass) => -mass);
    return -extreme(logits, flipped, which === 'least' ? 'most' : 'least');
  }
  const classes = masses.length;
  const point = new Float64Array(classes);
  const open: number[] = [];
  for (let c = 0; c < classes; c++) {
    const mass = masses[c];
    if (total * shareAt(c, logits.high, logits.low) <= mass) {
      point[c] = which === 'most' ? logits.low[c] : logits.high[c];
    } else if (total * shareAt(c, logits.low, logits.high) >= mass) {
      point[c] = which === 'most' ? logits.high[c] : logits.low[c];
    } else open.push(c);
  }
  if (which === 'most' && open.some((c) => logits.low[c] === -Infinity && masses[c] > 0)) return Infinity;
  for (const c of open) {
    const lowest = logits.low[c];
    const highest = logits.high[c];
    point[c] = Number.isFinite(lowest) ? (lowest + highest) / 2 : highest;
  }
  const found =
    which === 'most' ? mostOver(open, logits, masses, total, point) : leastOver(open, logits, masses, total, point);
  if (!Number.isFinite(found)) return found;
  const error = roundingError(point, masses, total, found);
  return which === 'most' ? found + error : found - error;
}

/** The softmax of one class where it stands at one end and the others at another. */
function shareAt(c: number, own: Float64Array, others: Float64Array): number {
  const z = others.slice();
  z[c] = own[c];
  exactLogSoftmax(z);
  return Math.exp(z[c]);
}

function mostOver(
  open: readonly number[],
  logits: Range,
  masses: Float64Array,
  total: number,
  point: Float64Array,
): number {
  if (open.length > ENUMERATED) {
    let bound = cost(point, masses);
    for (const c of open) {
      const reach = logits.high[c] - logits.low[c];
      const mass = masses[c];
      const steepest = Math.max(
        Math.abs(total * shareAt(c, logits.high, logits.low) - mass),
        Math.abs(total * shareAt(c, logits.low, logits.high) - mass),
      );
      bound += (steepest * reach) / 2;
    }
    return bound;
  }
  let most = -Infinity;
  for (let corner = 0; corner < 1 << open.length; corner++) {
    open.forEach((c, bit) => {
      point[c] = (corner >> bit) & 1 ? logits.high[c] : logits.low[c];
    });
    most = Math.max(most, cost(point, masses));
  }
  return most;
}

/** Steps of coordinate descent: each class goes to where its own slope is 0, or to the end before that. */
const STEPS = 60;

function leastOver(
  open: readonly number[],
  logits: Range,
  masses: Float64Array,
  total: number,
  point: Float64Array,
): number {
  for (let step = 0; step < STEPS && open.length > 0; step++) {
    let moved = 0;
    for (const c of open) {
      const before = point[c];
      const mass = masses[c];
      // total x softmax_c = mass where z_c = log(mass / (total - mass)) + log of the others' sum.
      const others = logSumWithout(c, point);
      const flat = Math.log(mass) - Math.log(total - mass) + others;
      const next = Math.min(Math.max(flat, logits.low[c]), logits.high[c]);
      point[c] = next;
      moved = Math.max(moved, Math.abs(next - before));
    }
    if (moved < 1e-15) break;
  }
  // The tangent at the point reached lies below a convex function everywhere.
  let bound = cost(point, masses);
  if (open.length === 0) return bound;
  const shares = point.slice();
  exactLogSoftmax(shares);
  for (const c of open) {
    const slope = total * Math.exp(shares[c]) - masses[c];
    const reach = slope > 0 ? logits.low[c] - point[c] : logits.high[c] - point[c];
    if (slope !== 0) bound += slope * reach;
  }
  return bound;
}

function logSumWithout(left: number, z: Float64Array): number {
  let max = -Infinity;
  for (let c = 0; c < z.length; c++) if (c !== left) max = Math.max(max, z[c]);
  let total = 0;
  for (let c = 0; c < z.length; c++) if (c !== left) total += Math.exp(z[c] - max);
  return max + Math.log(total);
}

/** The sum of v x -log softmax(z), with 0 x inf = 0. */
function cost(z: Float64Array, masses: Float64Array): number {
  const logP = z.slice();
  exactLogSoftmax(logP);
  let total = 0;
  for (let c = 0; c < z.length; c++) {
    const mass = masses[c];
    if (mass !== 0) total -= mass * logP[c];
  }
  return total;
}

/**
 * How far rounding may have moved the cost: that of the ends themselves, whose slope is at most the masses' sum and,
 * where one class holds all the mass, at most the loss; then that of the logarithms and their sum.
 */
function roundingError(point: Float64Array, masses: Float64Array, total: number, found: number): number {
  let size = 0;
  let classes = 0;
  for (const mass of masses) {
    size += Math.abs(mass);
    if (mass !== 0) classes++;
  }
  const reach = Math.max(...Array.from(point, (z) => (Number.isFinite(z) ? Math.abs(z) : 0)));
  if (classes === 1) return UNITS * unitOf(found) + 2 * Math.min(total, Math.abs(found)) * unitOf(reach);
  return UNITS * classes * unitOf(size * (reach + Math.log(point.length)) + Math.abs(found));
}

function products(a: Interval, b: Interval): Interval {
  const ends = [times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Nothing counts for nothing: 0 x inf = 0. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function sum(a: Interval, b: Interval): Interval {
  return { low: a.low + b.low, high: a.high + b.high };
}

function largest({ low, high }: Range): number {
  let most = 0;
  for (const end of [...low, ...high]) if (Number.isFinite(end)) most = Math.max(most, Math.abs(end));
  return most;
}
