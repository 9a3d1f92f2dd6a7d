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
const STRETCH = 128;
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
  const sum = losses instanceof Float32Array ? coarseSum : fineSum;
  const own = sum(logits, top, top + 1, power);
  const others = (sum(logits, start, top, power) + sum(logits, top + 1, end, power)) / own;
  if (!(Math.abs(max) < LARGEST && others > 1e-280 && others < Infinity)) return false;
  losses[row] = max - logits[start + target] + Math.log1p(others);
  if (argmax) argmax[row] = top - start;
  if (confidence) confidence[row] = 1 / (1 + others);
  return true;
}

/**
 * The sum of 2^-power e^x over a stretch. n times the first part of ln 2 is exact, so the rest of the reduction
 * keeps its digits however large x is; adding and taking away ROUNDER rounds without a call. NaN where x is.
 */
function fineSum(logits: Floats, start: number, end: number, power: number): number {
  let sum = 0;
  for (let at = start; at < end; at += STRETCH) sum += fineStretch(logits, at, Math.min(end, at + STRETCH), power);
  return sum;
}

function fineStretch(logits: Floats, start: number, end: number, power: number): number {
  const shift = 1074 - power;
  const lowest = (power - DEEPEST) * LN2;
  let sum = 0;
  for (let at = start; at < end; at++) {
    const given = logits[at];
    const x = given < lowest ? lowest : given;
    const n = x * LOG2E + ROUNDER - ROUNDER;
    const r = x - n * LN2_HIGH - n * LN2_LOW;
    const r2 = r * r;
    const low = 0.5 + r * 0.16666666666666385 + r2 * (0.04166666666651916 + r * 0.008333333333507635);
    const high =
      0.0013888888946919653 +
      r * 0.00019841269486213061 +
      r2 *
        (0.000024801489352469474 +
          r * 0.000002755759714532387 +
          r2 * (2.763168731340133e-7 + r * 2.499900433319892e-8));
    sum += (1 + (r + r2 * (low + r2 * r2 * high))) * POWERS[(n + shift) | 0];
  }
  return sum;
}

/** The same to 3e-9, which is enough for float32. */
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
