// How far the losses are from the truth, printed as a table: `npm run accuracy`. Fails where a bound is broken.
import { evaluate, gradient } from '../src/core/evaluate';
import { preciseLoss } from '../src/core/precise/preciseLoss';
import type { Evaluation, Problem } from '../src/core/problem';
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

/** Rows of finite numbers, shared between hardships and widths; as many again of other kinds, and some much wider. */
const ROWS = 100_000;
const NARROW = [2, 3, 5, 10, 32, 33, 100];
const WIDE = [128, 129, 1000, 5000];
const ROWS_OF_WIDE = 40;
const FINITE: readonly Hardship[] = ['ordinary', 'confident', 'far from zero', 'tied'];
const lines: Line[] = [];

/** Rows with what is true of them, found once for all that are compared. */
interface Known {
  readonly hardship: Hardship;
  readonly samples: RowSamples;
  readonly truths: readonly Truth[];
}

function knownRows(): readonly Known[] {
  return HARDSHIPS.flatMap((hardship) =>
    [...NARROW, ...WIDE].map((classes, seed) => {
      const rows = classes > 100 ? ROWS_OF_WIDE : Math.ceil(ROWS / NARROW.length / FINITE.length);
      const samples = rowSamples(hardship, rows, classes, seed + 1);
      return { hardship, samples, truths: truthsOf(hardship, samples) };
    }),
  );
}

/** What is not finite is by the limits that the core's goldens hold. */
function truthsOf(hardship: Hardship, samples: RowSamples): readonly Truth[] {
  if (hardship !== 'not finite') {
    return Array.from(samples.targets, (target, row) => truthOf(samples.logits, row, samples.classes, target));
  }
  const { exact } = evaluated(wholeProblem(samples));
  return Array.from(exact.data, (loss) => ({ loss: dd.from(loss), slopes: [] }));
}

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
    const [double, single] = [new Worst(52, -1022), new Worst(23, -126)];
    for (const { samples, truths } of known.filter((rows) => rows.hardship === hardship)) {
      const problem = wholeProblem(samples);
      const { exact } = evaluated(problem);
      const narrow = evaluated({ ...problem, options: { ...problem.options, dtype: 'float32' } }).exact;
      truths.forEach(({ loss }, row) => {
        double.see(exact.data[row], loss);
        single.see(Math.fround(narrow.data[row]), loss);
      });
    }
    double.report(`float64, core, rows ${hardship}`, 3);
    single.report(`float32 exact, core, rows ${hardship}`, 0.5001);
  }
}

function kernelRows(kernel: Kernel): void {
  for (const hardship of HARDSHIPS) {
    const [fast, exact, double] = [new Worst(23, -126), new Worst(23, -126), new Worst(52, -1022)];
    for (const { samples, truths } of known.filter((rows) => rows.hardship === hardship)) {
      const given = { ...samples, ignoreIndex: IGNORED };
      const losses = new Float32Array(truths.length);
      const inFloat64 = new Float64Array(truths.length);
      const ofFloat64 = new Float64Array(truths.length);
      kernel.crossEntropy({ ...given, losses });
      kernel.crossEntropy({ ...given, losses: inFloat64 });
      kernel.crossEntropy({ ...given, logits: Float64Array.from(samples.logits), losses: ofFloat64 });
      truths.forEach(({ loss }, row) => {
        fast.see(losses[row], loss);
        exact.see(Math.fround(inFloat64[row]), loss);
        double.see(ofFloat64[row], loss);
      });
    }
    const what = `${kernel.build}, rows ${hardship}`;
    fast.report(`float32 fast, ${what}`, 6);
    exact.report(`float32 exact, ${what}`, 0.5001);
    double.report(`float64, ${what}`, 3);
  }
}

/** Every cell of the gradients that kernels make, of the rows whose derivative is a normal float32. */
function kernelGradients(kernel: Kernel): void {
  let worst = 0;
  let count = 0;
  for (const { samples, truths } of known.filter(({ hardship }) => FINITE.includes(hardship))) {
    const gradient = new Float32Array(samples.logits.length);
    const losses = new Float32Array(truths.length);
    kernel.crossEntropyGradient({ ...samples, ignoreIndex: IGNORED, losses, gradient, scale: 1 });
    truths.forEach(({ slopes }, row) => {
      slopes.forEach((slope, c) => {
        if (Math.abs(slope.high) < 1e-30) return;
        worst = Math.max(worst, relativeError(gradient[row * samples.classes + c], slope));
      });
      count++;
    });
  }
  lines.push({ what: `gradient, ${kernel.build}`, found: worst, bound: 2e-6, unit: 'relative', count });
}

/** Sums of single logits, hard and soft targets, confident on both sides, against the exact sum of the core's cells. */
function kernelCells(kernel: Kernel): void {
  const cells = 100_000;
  for (const [dtype, bound] of [
    ['float32', 3e-7],
    ['float64', 1e-14],
  ] as const) {
    const make = (of: (index: number) => number) =>
      dtype === 'float32'
        ? Float32Array.from({ length: cells }, (_, i) => of(i))
        : Float64Array.from({ length: cells }, (_, i) => of(i));
    let worst = 0;
    for (const soft of [true, false]) {
      const logits = make((index) => ((index * 7919) % 1201) / 10 - 60);
      const targets = make((index) => (soft ? ((index * 31) % 101) / 100 : logits[index] > 0 ? 1 : 0));
      const { exact } = evaluated({
        loss: 'binary_cross_entropy_with_logits',
        predictions: { shape: [cells], data: Float64Array.from(logits) },
        targets: { shape: [cells], data: Float64Array.from(targets) },
        options: { reduction: 'sum' },
      });
      worst = Math.max(worst, relativeError(kernel.binaryCrossEntropy({ logits, targets }), dd.from(exact.data[0])));
    }
    lines.push({
      what: `sum of single logits, ${dtype}, ${kernel.build}`,
      found: worst,
      bound,
      unit: 'relative',
      count: 2 * cells,
    });
  }
}

/** Every cell of the exact gradient. */
function gradients(): void {
  let worst = 0;
  let count = 0;
  for (const { samples, truths } of known.filter(({ hardship }) => FINITE.includes(hardship))) {
    const outcome = gradient(wholeProblem(samples), 'exact');
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    truths.forEach(({ slopes }, row) => {
      slopes.forEach((slope, c) => {
        // Below the normal doubles there are no digits to be right in.
        if (Math.abs(slope.high) < 1e-300) return;
        worst = Math.max(worst, relativeError(outcome.value.data[row * samples.classes + c], slope));
      });
      count++;
    });
  }
  lines.push({ what: 'exact gradient, core', found: worst, bound: 1e-12, unit: 'relative', count });
}

/** A hundred times a million losses: no double is nearer to the exact mean than the one found. */
function meanOfMany(): void {
  const million = 1_000_000;
  const repeats = 100;
  const samples = rowSamples('confident', million, 2, 3);
  const losses = new Float64Array(million);
  plainKernel.crossEntropy({ ...samples, ignoreIndex: IGNORED, losses });
  const sum = new Superaccumulator();
  for (let repeat = 0; repeat < repeats; repeat++) sum.addAll(losses);
  const count = new Superaccumulator();
  count.add(million * repeats);
  let exact = 0n;
  for (const loss of losses) exact += fixedPoint(loss);
  exact *= BigInt(repeats);
  const found = sum.over(count);
  const apart = (mean: number): bigint => {
    const difference = fixedPoint(mean) * BigInt(million * repeats) - exact;
    return difference < 0n ? -difference : difference;
  };
  const unit = 2 ** (Math.floor(Math.log2(found)) - 52);
  const nearest = [found - unit, found, found + unit].reduce((a, b) => (apart(b) < apart(a) ? b : a));
  const wrong = Math.abs(found - nearest) / unit;
  lines.push({
    what: 'mean of 1e8 losses, from the nearest',
    found: wrong,
    bound: 0,
    unit: 'ulp',
    count: million * repeats,
  });
}

function confident(): void {
  const samples: RowSamples = { logits: Float32Array.of(50, 0, 0), targets: Int32Array.of(0), classes: 3 };
  const { value, exact } = evaluated(wholeProblem(samples));
  const { high } = truthOf(samples.logits, 0, 3, 0).loss;
  console.log(`z = [50, 0, 0], t = 0: PyTorch ${value.data[0]}, exact ${exact.data[0]}, true ${high}`);
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

/** The largest error of many losses, in units of the last place of a format. */
class Worst {
  private worst = 0;
  private count = 0;

  constructor(
    private readonly bits: number,
    private readonly lowest: number,
  ) {}

  see(found: number, truth: dd.DoubleDouble): void {
    this.worst = Math.max(this.worst, unitsFrom(found, truth, this.bits, this.lowest));
    this.count++;
  }

  report(what: string, bound: number): void {
    lines.push({ what, found: this.worst, bound, unit: 'ulp', count: this.count });
  }
}

function evaluated(problem: Problem): Evaluation {
  const outcome = evaluate(problem);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

function relativeError(found: number, truth: dd.DoubleDouble): number {
  return Math.abs(dd.subtract(dd.from(found), truth).high / truth.high);
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

console.log(`Node ${process.versions.node} (V8 ${process.versions.v8}), seeds 1 to ${NARROW.length + WIDE.length}`);
reference();
const known = knownRows();
float64Rows();
for (const kernel of kernels()) {
  kernelRows(kernel);
  kernelGradients(kernel);
  kernelCells(kernel);
}
gradients();
meanOfMany();
confident();
print();
