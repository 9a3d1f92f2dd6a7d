import { ExactSum } from '../core/exactSum';
import {
  type BinaryCells,
  CHUNK_ELEMENTS,
  type Floats,
  type CrossEntropyRows,
  type GradientRows,
  type Kernel,
  rowsPerChunk,
} from './kernel';
import { referenceCells, referenceGradient, referenceRow } from './reference';

const LOG2E = 1.4426950408889634;
/** ln 2 in 20 bits, and the rest of it. */
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 0.0000014286068203094173;
const LN2 = 0.6931471805599453;
/** Powers of two below the largest that count; what is deeper counts as this deep, which is 1e-301. */
const DEEPEST = 1000;
/** 1.5 x 2^52: a sum with it has no bits below 1. */
const ROUNDER = 6755399441055744;
/** Beyond this the product with LN2_HIGH is not exact. */
const LARGEST = 1e6;
/** Terms to a partial sum: the error of a sum is then that of its stretch and of the number of stretches. */
const STRETCH = 16;
/** Below it e^x is nothing that a double holds with any digits. */
const LOWEST_POWER = -744;
/** Halves a double's digits (Veltkamp). */
const SPLITTER = 134217729;
/** 2^n for n from -1074 to 1. */
const POWERS = Float64Array.from({ length: 1076 }, (_, n) => 2 ** (n - 1074));

/** Where no WebAssembly is: the same losses in plain TypeScript, in float64, by a polynomial for e^x. */
export const plainKernel: Kernel = {
  build: 'typescript',
  crossEntropy,
  crossEntropyGradient: gradient,
  binaryCrossEntropy,
};

function crossEntropy(rows: CrossEntropyRows): number {
  const total = new ExactSum();
  const logP = new Float64Array(rows.classes);
  const step = rowsPerChunk(rows.classes);
  for (let start = 0; start < rows.targets.length; start += step) {
    const end = Math.min(rows.targets.length, start + step);
    let sum = 0;
    for (let row = start; row < end; row++) {
      if (!fastRow(rows, row)) referenceRow(rows, row, logP);
      sum += rows.losses[row];
    }
    total.add(sum);
  }
  return total.value();
}

/** False where the row is for the reference. */
function fastRow(rows: CrossEntropyRows, row: number): boolean {
  const { logits, classes, targets, losses, argmax, confidence } = rows;
  const start = row * classes;
  const end = start + classes;
  const target = targets[row];
  if (!(target >= 0 && target < classes)) return false;
  let top = start;
  let max = logits[start];
  for (let at = start + 1; at < end; at++) {
    const x = logits[at];
    if (x > max) {
      max = x;
      top = at;
    }
  }
  const power = Math.round(max * LOG2E);
  const overLargest = losses instanceof Float32Array ? coarseOverLargest : fineOverLargest;
  const others = overLargest(logits, start, end, top, power);
  if (!(Math.abs(max) < LARGEST && others > 1e-280 && others < Infinity)) return false;
  losses[row] = max - logits[start + target] + Math.log1p(others);
  if (argmax) argmax[row] = top - start;
  if (confidence) confidence[row] = 1 / (1 + others);
  return true;
}

/**
 * The sum of e^x but the largest, over the largest. n times the first part of ln 2 is exact, so the rest of the reduction
 * keeps its digits however large x is; adding and taking away ROUNDER rounds without a call. NaN where any x is.
 * e^x is 2^n (1 + t): powers of two add without rounding, and apart from them the 2^n t are so small that their rounding
 * hardly counts.
 */
function fineOverLargest(logits: Floats, start: number, end: number, top: number, power: number): number {
  const shift = 1074 - power;
  const lowest = (power - DEEPEST) * LN2;
  let powers = 0;
  let rests = 0;
  for (let from = start; from < end; from += STRETCH) {
    const to = Math.min(end, from + STRETCH);
    let ofStretch = 0;
    for (let at = from; at < to; at++) {
      if (at === top) continue;
      const given = logits[at];
      const x = given < lowest ? lowest : given;
      const n = x * LOG2E + ROUNDER - ROUNDER;
      const r = x - n * LN2_HIGH - n * LN2_LOW;
      const r2 = r * r;
      const scale = POWERS[(n + shift) | 0];
      powers += scale;
      ofStretch += scale * (r + r2 * series(r, r2));
    }
    rests += ofStretch;
  }
  const coarse = logits[top] - power * LN2_HIGH;
  const r = coarse - power * LN2_LOW;
  const r2 = r * r;
  const rest = r2 * series(r, r2);
  const t = r + rest;
  const largest = 1 + t;
  // What each of these lost to rounding is put back (Dekker's fast two-sum), so that the quotient is rounded once.
  const ofLargest = t - (largest - 1) + (r - t + rest) + (coarse - r - power * LN2_LOW);
  const sum = powers + rests;
  const ofSum = rests - (sum - powers);
  const ratio = sum / largest;
  return ratio + (remainder(sum, ratio, largest) + ofSum - ratio * ofLargest) / largest;
}

/** e^x for x of at most 0, to about a unit of the last place, in a third of the time of Math.exp; NaN is NaN. */
export function powerOfE(x: number): number {
  if (x < LOWEST_POWER) return 0;
  const n = x * LOG2E + ROUNDER - ROUNDER;
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  const r2 = r * r;
  return POWERS[(n + 1074) | 0] * (1 + (r + r2 * series(r, r2)));
}

/** q in e^r = 1 + r + r^2 q(r), fitted so that e^r is right to 5e-18. */
function series(r: number, r2: number): number {
  const low = 0.5 + r * 0.16666666666666433 + r2 * (0.04166666666660381 + r * 0.008333333333500451);
  const high =
    0.0013888888926861052 +
    r * 0.00019841269465459602 +
    r2 *
      (0.00002480150859353776 + r * 0.0000027557641372538314 + r2 * (2.762522510853614e-7 + r * 2.4978284202043942e-8));
  return low + r2 * r2 * high;
}

/** sum - ratio x divisor, where ratio is that quotient: exact, by halves (Dekker's product). */
function remainder(sum: number, ratio: number, divisor: number): number {
  const product = ratio * divisor;
  const a = upperHalf(ratio);
  const b = upperHalf(divisor);
  return sum - product - (a * b - product + a * (divisor - b) + (ratio - a) * b + (ratio - a) * (divisor - b));
}

function upperHalf(value: number): number {
  const shifted = value * SPLITTER;
  return shifted - (shifted - value);
}

/** The same to 3e-9, which is enough for float32. */
function coarseOverLargest(logits: Floats, start: number, end: number, top: number, power: number): number {
  const sum = coarseSum(logits, start, top, power) + coarseSum(logits, top + 1, end, power);
  return sum / coarseSum(logits, top, top + 1, power);
}

function coarseSum(logits: Floats, start: number, end: number, power: number): number {
  const shift = 1074 - power;
  const lowest = (power - DEEPEST) * LN2;
  let sum = 0;
  for (let at = start; at < end; at++) {
    const given = logits[at];
    const x = given < lowest ? lowest : given;
    const n = x * LOG2E + ROUNDER - ROUNDER;
    const r = x - n * LN2;
    const r2 = r * r;
    const q =
      0.4999999333347925 +
      r * 0.16666518938572877 +
      r2 * (0.04166840797608799 + r * 0.008368921796795919 + r2 * 0.001381417399128216);
    sum += (1 + (r + r2 * q)) * POWERS[(n + shift) | 0];
  }
  return sum;
}

/** No polynomial here: the gradient needs every e^(x - max) by itself. */
function gradient(rows: GradientRows): number {
  const total = new ExactSum();
  const logP = new Float64Array(rows.classes);
  for (let row = 0; row < rows.targets.length; row++) {
    referenceGradient(rows, row, logP);
    total.add(rows.losses[row]);
  }
  return total.value();
}

function binaryCrossEntropy({ logits, targets }: BinaryCells): number {
  const total = new ExactSum();
  for (let start = 0; start < logits.length; start += CHUNK_ELEMENTS / 4) {
    total.add(referenceCells(logits, targets, start, Math.min(logits.length, start + CHUNK_ELEMENTS / 4)));
  }
  return total.value();
}
