// How far the losses are from the truth, printed as a table: `npm run accuracy`. Fails where a bound is broken.
import { evaluate, gradient } from '../src/core/evaluate';
import { preciseLoss } from '../src/core/precise/preciseLoss';
import type { Problem } from '../src/core/problem';
import { Superaccumulator } from '../src/core/superaccumulator';
import { mathjsBigMath } from '../src/exact/mathjs';
import type { Kernel } from '../src/kernel/kernel';
import { plainKernel } from '../src/kernel/plainKernel';
import { WasmKernel } from '../src/kernel/wasmKernel';
import * as dd from './doubleDouble';
import { HARDSHIPS, type Hardship, IGNORED, type RowSamples, rowSamples } from '../test/unit/kernel/rowSamples';

interface Line {
  readonly what: string;
  readonly found: number;
  readonly bound: number;
  readonly unit: string;
  readonly count: number;
}

const ROWS = 100_000;
const CLASSES = [2, 3, 5, 10, 32, 33, 100];
const FINITE: readonly Hardship[] = ['ordinary', 'confident', 'far from zero', 'tied'];
const lines: Line[] = [];

console.log(`Node ${process.versions.node} (V8 ${process.versions.v8}), seeds 1 to ${CLASSES.length}`);
reference();
float64Rows();
for (const kernel of kernels()) float32Rows(kernel);
gradients();
meanOfMany();
confident();
print();

/** The reference itself, against big numbers of 64 digits. */
function reference(): void {
  const math = mathjsBigMath(64);
  let worst = 0;
  const samples = rowSamples('confident', 200, 5, 1);
  for (let row = 0; row < 200; row++) {
    const { loss } = truthOf(samples.logits, row, 5, samples.targets[row]);
    const outcome = preciseLoss(problemOf(samples, row), math, 40);
    const text = outcome.ok ? outcome.value[0] : 'nan';
    const big = math.from(0).plus(text);
    const found = math.from(loss.high).plus(math.from(loss.low));
    worst = Math.max(worst, Math.abs(found.minus(big).dividedBy(big).toNumber()));
  }
  lines.push({
    what: 'the reference against 64 digits of mathjs',
    found: worst,
    bound: 1e-27,
    unit: 'relative',
    count: 200,
  });
}

function float64Rows(): void {
  for (const hardship of FINITE) {
    let worst = 0;
    let count = 0;
    CLASSES.forEach((classes, seed) => {
      const rows = Math.ceil(ROWS / CLASSES.length / FINITE.length);
      const samples = rowSamples(hardship, rows, classes, seed + 1);
      const outcome = evaluate(wholeProblem(samples));
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      for (let row = 0; row < rows; row++) {
        const truth = truthOf(samples.logits, row, classes, samples.targets[row]).loss;
        worst = Math.max(worst, unitsFrom(outcome.value.exact.data[row], truth, 52, -1022));
        count++;
      }
    });
    lines.push({ what: `float64, core, rows ${hardship}`, found: worst, bound: 3, unit: 'ulp', count });
  }
}

function float32Rows(kernel: Kernel): void {
  for (const hardship of HARDSHIPS) {
    let fastest = 0;
    let exactest = 0;
    let wide = 0;
    let count = 0;
    CLASSES.forEach((classes, seed) => {
      const rows = Math.ceil(ROWS / CLASSES.length / HARDSHIPS.length);
      const samples = rowSamples(hardship, rows, classes, seed + 1);
      const given = { ...samples, ignoreIndex: IGNORED };
      const fast = new Float32Array(rows);
      const exact = new Float64Array(rows);
      const float64 = new Float64Array(rows);
      kernel.crossEntropy({ ...given, losses: fast });
      kernel.crossEntropy({ ...given, losses: exact });
      kernel.crossEntropy({ ...given, logits: Float64Array.from(samples.logits), losses: float64 });
      const core = hardship === 'not finite' ? evaluate(wholeProblem(samples)) : undefined;
      for (let row = 0; row < rows; row++) {
        const truth = core?.ok
          ? dd.from(core.value.exact.data[row])
          : truthOf(samples.logits, row, classes, samples.targets[row]).loss;
        fastest = Math.max(fastest, unitsFrom(fast[row], truth, 23, -126));
        exactest = Math.max(exactest, unitsFrom(Math.fround(exact[row]), truth, 23, -126));
        wide = Math.max(wide, unitsFrom(float64[row], truth, 52, -1022));
        count++;
      }
    });
    const what = `${kernel.build}, rows ${hardship}`;
    lines.push({ what: `float32 fast, ${what}`, found: fastest, bound: 6, unit: 'ulp', count });
    lines.push({ what: `float32 exact, ${what}`, found: exactest, bound: 0.5001, unit: 'ulp', count });
    lines.push({
      what: `float64, ${what}`,
      found: wide,
      bound: kernel.build === 'typescript' ? 24 : 8,
      unit: 'ulp',
      count,
    });
  }
}

/** Every cell of the exact gradient. */
function gradients(): void {
  let worst = 0;
  let count = 0;
  CLASSES.forEach((classes, seed) => {
    for (const hardship of FINITE) {
      const rows = Math.ceil(ROWS / CLASSES.length / FINITE.length);
      const samples = rowSamples(hardship, rows, classes, seed + 1);
      const outcome = gradient(wholeProblem(samples), 'exact');
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      for (let row = 0; row < rows; row++) {
        const { slopes } = truthOf(samples.logits, row, classes, samples.targets[row]);
        slopes.forEach((slope, c) => {
          const found = outcome.value.data[row * classes + c];
          // Below the normal doubles there are no digits to be right in.
          if (Math.abs(slope.high) > 1e-300) {
            worst = Math.max(worst, Math.abs(dd.subtract(dd.from(found), slope).high / slope.high));
          }
        });
        count++;
      }
    }
  });
  lines.push({ what: 'exact gradient, core', found: worst, bound: 1e-12, unit: 'relative', count });
}

/** A hundred times a million losses: the exact sum is an integer times 2^-1074. */
function meanOfMany(): void {
  const million = 1_000_000;
  const repeats = 100;
  const samples = rowSamples('confident', million, 2, 3);
  const losses = new Float64Array(million);
  plainKernel.crossEntropy({ ...samples, ignoreIndex: IGNORED, losses });
  const sum = new Superaccumulator();
  for (let repeat = 0; repeat < repeats; repeat++) sum.addAll(losses);
  let exact = 0n;
  for (const loss of losses) exact += fixedPoint(loss);
  const found = sum.value() / (million * repeats);
  const count = million * repeats;
  // The nearest double to the exact sum, then one division.
  const expected = nearest(exact * BigInt(repeats)) / count;
  lines.push({ what: 'mean of 1e8 losses', found: found === expected ? 0 : 1, bound: 0, unit: 'ulp', count });
}

function confident(): void {
  const samples: RowSamples = { logits: Float32Array.of(50, 0, 0), targets: Int32Array.of(0), classes: 3 };
  const outcome = evaluate(wholeProblem(samples));
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  const { high } = truthOf(samples.logits, 0, 3, 0).loss;
  console.log(
    `z = [50, 0, 0], t = 0: PyTorch ${outcome.value.value.data[0]}, exact ${outcome.value.exact.data[0]}, true ${high}`,
  );
}

function print(): void {
  const width = Math.max(...lines.map(({ what }) => what.length));
  let failed = 0;
  for (const { what, found, bound, unit, count } of lines) {
    const holds = found <= bound;
    if (!holds) failed++;
    const figure = unit === 'ulp' ? found.toFixed(4) : found.toExponential(1);
    console.log(
      `${what.padEnd(width)}  ${figure.padStart(9)} ${unit.padEnd(8)} bound ${bound}  ${count} rows${holds ? '' : '  BROKEN'}`,
    );
  }
  console.log(failed === 0 ? 'every bound holds' : `${failed} bounds broken`);
  if (failed > 0) process.exitCode = 1;
}

interface Truth {
  readonly loss: dd.DoubleDouble;
  readonly slopes: readonly dd.DoubleDouble[];
}

/** The loss of one row, and its derivative by every logit of the row. */
function truthOf(logits: Float32Array, row: number, classes: number, target: number): Truth {
  const z = logits.subarray(row * classes, (row + 1) * classes);
  let top = 0;
  for (let c = 1; c < classes; c++) if (z[c] > z[top]) top = c;
  const powers = Array.from(z, (value) => dd.exp(dd.subtract(dd.from(value), dd.from(z[top]))));
  let others = dd.from(0);
  powers.forEach((power, c) => {
    if (c !== top) others = dd.add(others, power);
  });
  const whole = dd.add(dd.from(1), others);
  const loss = dd.add(dd.subtract(dd.from(z[top]), dd.from(z[target])), dd.log1p(others));
  const slopes = powers.map((power, c) => {
    if (c !== target) return dd.divide(power, whole);
    // 1 - p is the sum of the other probabilities.
    const rest = c === top ? others : dd.subtract(whole, power);
    return dd.negate(dd.divide(rest, whole));
  });
  return { loss, slopes };
}

function wholeProblem({ logits, targets, classes }: RowSamples): Problem {
  return {
    loss: 'cross_entropy',
    predictions: { shape: [targets.length, classes], data: Float64Array.from(logits) },
    targets: { shape: [targets.length], data: Float64Array.from(targets) },
    options: { reduction: 'none' },
  };
}

function problemOf({ logits, targets, classes }: RowSamples, row: number): Problem {
  const data = Float64Array.from(logits.subarray(row * classes, (row + 1) * classes));
  return {
    loss: 'cross_entropy',
    predictions: { shape: [1, classes], data },
    targets: { shape: [1], data: Float64Array.of(targets[row]) },
    options: {},
  };
}

function unitsFrom(found: number, truth: dd.DoubleDouble, bits: number, lowest: number): number {
  if (Object.is(found, truth.high) || found === truth.high) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(truth.high)) return Infinity;
  const exponent = Math.max(lowest, Math.floor(Math.log2(Math.abs(truth.high))));
  return Math.abs(dd.subtract(dd.from(found), truth).high) / 2 ** (exponent - bits);
}

/** Relaxed SIMD where this Node has it. */
function kernels(): Kernel[] {
  const found: Kernel[] = [plainKernel];
  for (const build of ['simd128', 'relaxed-simd'] as const) {
    try {
      found.unshift(new WasmKernel(build));
    } catch (error) {
      console.log(`${build} is not available here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

/** A finite double as an integer times 2^-1074. */
function fixedPoint(value: number): bigint {
  let scaled = value;
  let shift = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return BigInt(scaled) << BigInt(1074 - shift);
}

/** Number() of a BigInt is the nearest double; what it cannot hold is taken in two steps of powers of two. */
function nearest(fixed: bigint): number {
  const spare = 1000n;
  const kept = fixed >> spare;
  const sticky = (fixed & ((1n << spare) - 1n)) === 0n ? 0n : 1n;
  return Number((kept << 1n) | sticky) * 2 ** -75;
}
