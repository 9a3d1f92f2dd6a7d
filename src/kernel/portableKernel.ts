import { type CrossEntropyRows, type Floats, type RowKernel } from './kernel';

/**
 * Losses of the same bits on every machine and in NumPy (`src/dask/loss_lens_dask.py`, line by line the same): float64
 * throughout, and of additions, subtractions, multiplications and divisions alone, in this order. IEEE 754 rounds each of
 * these in one way only, and nothing may fuse two of them; Math.exp and Math.log differ from engine to engine instead.
 * A change here is a change there, and in the numbers that both are held to (test/golden/portable.json).
 */
export const portableKernel: RowKernel = { crossEntropy };

const LOG2E = 1.4426950408889634;
/** ln 2 in 20 bits, so that its multiples by whole numbers are exact, and the rest of it. */
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 0.0000014286068203094173;
/** 1.5 x 2^52: adding it rounds to a whole number, taking it away again is exact. */
const ROUNDER = 6755399441055744;
/** What is smaller than e to this counts as nothing: 3e-308 of the largest. */
const LOWEST = -708;
/** 2^n for n from -1022 to 0. */
const POWERS = Float64Array.from({ length: 1023 }, (_, n) => 2 ** (n - 1022));

function crossEntropy(rows: CrossEntropyRows): void {
  const { logits, targets, classes, losses, argmax, confidence } = rows;
  const powers = new Float64Array(classes);
  for (let row = 0; row < targets.length; row++) {
    const start = row * classes;
    const top = largest(logits, start, classes);
    const target = targets[row];
    const max = logits[start + top];
    const others = max === Infinity ? equals(logits, start, top, powers) : overLargest(logits, start, top, powers);
    // An ignored row has no target.
    losses[row] = target >= 0 && target < classes ? loss(max, logits[start + target], others) : 0;
    if (argmax) argmax[row] = Number.isNaN(others) ? -1 : top;
    if (confidence) confidence[row] = 1 / (1 + others);
  }
}

/** The first of the largest. */
function largest(logits: Floats, start: number, classes: number): number {
  let top = 0;
  let max = logits[start];
  for (let c = 1; c < classes; c++) {
    const x = logits[start + c];
    if (x > max) {
      max = x;
      top = c;
    }
  }
  return top;
}

/** The sum of e^(x - max) over all classes but the largest; NaN where any x is, or where all are -Infinity. */
function overLargest(logits: Floats, start: number, top: number, powers: Float64Array): number {
  const max = logits[start + top];
  for (let c = 0; c < powers.length; c++) {
    const x = logits[start + c];
    const d = x - max;
    // What rounding took from the difference (Knuth's two-sum).
    const back = d - x;
    powers[c] = d < LOWEST ? 0 : powerOfE(d, x - (d - back) - (max + back));
  }
  powers[top] = max > -Infinity ? 0 : NaN;
  return folded(powers);
}

/** Of one infinite logit or several the others count for nothing. */
function equals(logits: Floats, start: number, top: number, powers: Float64Array): number {
  for (let c = 0; c < powers.length; c++) {
    const x = logits[start + c];
    powers[c] = x < Infinity ? 0 : x === Infinity ? 1 : NaN;
  }
  powers[top] = 0;
  return folded(powers);
}

/** e^(d + lost) for d from LOWEST to 0: 2^n (1 + r + r^2 q(r)), q fitted so that it is right to 5e-18. */
function powerOfE(d: number, lost: number): number {
  const n = d * LOG2E + ROUNDER - ROUNDER;
  const r = d - n * LN2_HIGH - n * LN2_LOW + lost;
  let q = r * 2.4978284202043942e-8 + 2.762522510853614e-7;
  q = q * r + 0.0000027557641372538314;
  q = q * r + 0.00002480150859353776;
  q = q * r + 0.00019841269465459602;
  q = q * r + 0.0013888888926861052;
  q = q * r + 0.008333333333500451;
  q = q * r + 0.04166666666660381;
  q = q * r + 0.16666666666666433;
  q = q * r + 0.5;
  return (q * r * r + r + 1) * POWERS[n + 1022];
}

/** The sum, by adding the second half to the first until one is left: few roundings, and the same in lists of lists. */
function folded(terms: Float64Array): number {
  let count = terms.length;
  while (count > 1) {
    const half = (count + 1) >>> 1;
    for (let at = half; at < count; at++) terms[at - half] = terms[at - half] + terms[at];
    count = half;
  }
  return terms[0];
}

function loss(max: number, x: number, others: number): number {
  const d = max === Infinity && x === max ? 0 : max - x;
  const back = d - max;
  const lost = d < Infinity && max < Infinity ? max - (d - back) - (x + back) : 0;
  return d + (lost + log1p(others));
}

const SQRT2 = 1.4142135623730951;
/** ln 2 in 32 bits, and the rest of it. */
const LOG_HIGH = 0.6931471803691238;
const LOG_LOW = 1.9082149292705877e-10;

const BITS = (() => {
  const value = new Float64Array(1);
  return { value, words: new Uint32Array(value.buffer) };
})();

/** log(1 + y) for y of at least 0, by the formula and the coefficients of Sun's fdlibm. */
function log1p(y: number): number {
  const u = 1 + y;
  const back = u - 1;
  const lost = (1 - (u - back) + (y - back)) / u;
  BITS.value[0] = u;
  let k = (BITS.words[1] >>> 20) - 1023;
  BITS.words[1] = (BITS.words[1] & 0xfffff) | 0x3ff00000;
  let m = BITS.value[0];
  if (m > SQRT2) {
    m *= 0.5;
    k++;
  }
  const f = m - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  let p = z * 0.14798198605116586 + 0.15313837699209373;
  p = p * z + 0.1818357216161805;
  p = p * z + 0.22222198432149784;
  p = p * z + 0.2857142874366239;
  p = p * z + 0.3999999999940942;
  p = p * z + 0.6666666666666735;
  return k * LOG_HIGH - (half - (s * (half + p * z) + (k * LOG_LOW + lost)) - f);
}
