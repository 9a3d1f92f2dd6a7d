// How often a mistake is seen where there is none: random logits, printed to four decimals, read as they are.
// Writes the table of docs/findings.md. `npm run simulate [-- TRIALS]`.
import { readFileSync, writeFileSync } from 'node:fs';
import { checkOne } from '../../src/check/check';
import type { FindingId } from '../../src/check/ids';
import { evaluate } from '../../src/core/evaluate';
import type { Problem } from '../../src/core/problem';
import type { KnownBlock } from '../../src/read/reading';
import { uniform } from '../unit/core/samples';

interface Experiment {
  readonly id: FindingId;
  readonly what: string;
  /** The catalogue's rate, where it gives one. */
  readonly allowed?: number;
  readonly make: (next: () => number) => Problem;
  readonly trials?: number;
}

const DECIMALS = 4;

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function printed(value: number, decimals = DECIMALS): number {
  return Number(value.toFixed(decimals));
}

/** N(0, s²) logits against random labels. */
function logits(rows: number, classes: number, spread: number, low = 0): (next: () => number) => Problem {
  return (next) => ({
    loss: 'cross_entropy',
    predictions: {
      shape: [rows, classes],
      data: Float64Array.from({ length: rows * classes }, () => printed(spread * normal(next))),
    },
    targets: {
      shape: [rows],
      data: Float64Array.from({ length: rows }, () => low + Math.floor(next() * (classes - low))),
    },
    options: {},
  });
}

/** The same, where the model has learnt something: the label's logit stands higher. */
function learnt(rows: number, classes: number, low = 0): (next: () => number) => Problem {
  const random = logits(rows, classes, 1, low);
  return (next) => {
    const problem = random(next);
    problem.targets.data.forEach((label, row) => (problem.predictions.data[row * classes + label] += 2));
    return problem;
  };
}

function binaryLogits(count: number, spread: number, positive = false): (next: () => number) => Problem {
  return (next) => ({
    loss: 'binary_cross_entropy_with_logits',
    predictions: {
      shape: [count],
      data: Float64Array.from({ length: count }, () => {
        const value = spread * normal(next);
        return printed(positive ? Math.max(0, value) : value);
      }),
    },
    targets: { shape: [count], data: Float64Array.from({ length: count }, () => Math.round(next())) },
    options: {},
  });
}

const EXPERIMENTS: readonly Experiment[] = [
  { id: 'double-softmax', what: 'one row of two logits, s = 1', allowed: 3e-4, make: logits(1, 2, 1) },
  { id: 'double-softmax', what: 'one row of three logits, s = 0.3', allowed: 3e-4, make: logits(1, 3, 0.3) },
  { id: 'double-softmax', what: 'two rows of two logits, s = 1', allowed: 5e-6, make: logits(2, 2, 1) },
  { id: 'double-softmax', what: 'four rows of ten logits, s = 0.3', allowed: 5e-6, make: logits(4, 10, 0.3) },
  { id: 'log-softmax', what: 'one row of two logits, s = 1', allowed: 5e-4, make: logits(1, 2, 1) },
  { id: 'log-softmax', what: 'two rows of three logits, s = 1', allowed: 5e-6, make: logits(2, 3, 1) },
  { id: 'double-sigmoid', what: 'four logits, s = 0.3', allowed: 0.06, make: binaryLogits(4, 0.3) },
  { id: 'double-sigmoid', what: 'four logits, s = 1', allowed: 0.014, make: binaryLogits(4, 1) },
  { id: 'double-sigmoid', what: 'eight logits, s = 0.3', allowed: 0.004, make: binaryLogits(8, 0.3) },
  { id: 'double-sigmoid', what: 'eight logits, s = 1', allowed: 1.4e-4, make: binaryLogits(8, 1) },
  { id: 'double-sigmoid', what: 'sixteen logits, s = 0.3', allowed: 2.5e-5, make: binaryLogits(16, 0.3) },
  { id: 'double-sigmoid', what: 'eight logits after a ReLU, s = 1', allowed: 0.45, make: binaryLogits(8, 1, true) },
  {
    id: 'labels-from-one',
    what: 'random logits, N = 8, labels from 1 to C - 1',
    allowed: 0.011,
    make: logits(8, 5, 1, 1),
  },
  { id: 'labels-from-one', what: 'random logits, N = 16', allowed: 0.006, make: logits(16, 5, 1, 1) },
  { id: 'labels-from-one', what: 'random logits, N = 64', allowed: 0.003, make: logits(64, 5, 1, 1), trials: 0.25 },
  { id: 'labels-from-one', what: 'a model with signal, N = 16', allowed: 1e-4, make: learnt(16, 5, 1) },
  { id: 'shifted-targets', what: 'random logits, T = 16', allowed: 0.015, make: logits(16, 10, 1), trials: 0.1 },
  { id: 'shifted-targets', what: 'random logits, T = 32', allowed: 0.01, make: logits(32, 10, 1), trials: 0.1 },
  { id: 'shifted-targets', what: 'random logits, T = 128', allowed: 0.002, make: logits(128, 10, 1), trials: 0.03 },
  { id: 'shifted-targets', what: 'a model with signal, T = 32', allowed: 1e-4, make: learnt(32, 10), trials: 0.1 },
  { id: 'wrong-softmax-axis', what: 'four rows of three logits, s = 0.3', allowed: 5e-6, make: logits(4, 3, 0.3) },
  { id: 'one-hot-integers', what: 'random logits, class indices', allowed: 0, make: logits(4, 3, 1), trials: 0.1 },
  { id: 'label-out-of-range', what: 'random logits, class indices', allowed: 0, make: logits(4, 3, 1), trials: 0.1 },
  { id: 'negative-loss', what: 'random logits, class indices', allowed: 0, make: logits(4, 3, 1), trials: 0.1 },
  { id: 'not-finite', what: 'random logits, class indices', allowed: 0, make: logits(4, 3, 1), trials: 0.1 },
];

const trials = Number(process.argv[2] ?? 200_000);
const lines = ['| finding | on | trials | told | rate | allowed |', '| --- | --- | --- | --- | --- | --- |'];
let beyond = 0;
EXPERIMENTS.forEach(({ id, what, allowed, make, trials: share = 1 }, number) => {
  const next = uniform(number + 1);
  const count = Math.round(trials * share);
  let told = 0;
  for (let trial = 0; trial < count; trial++) if (isTold(id, make(next))) told++;
  const rate = told / count;
  // Three standard errors of what chance alone adds to the allowed rate.
  const most = allowed === undefined ? 1 : allowed + 3 * Math.sqrt(Math.max(allowed, 1 / count) / count);
  if (rate > most) beyond++;
  const mark = rate > most ? ' **beyond**' : '';
  lines.push(
    `| ${id} | ${what} | ${count} | ${told} | ${short(rate)}${mark} | ${allowed === undefined ? '-' : short(allowed)} |`,
  );
});

const table = lines.join('\n');
console.log(table);
if (trials >= 200_000) keep(table);
if (beyond > 0) process.exitCode = 1;

function isTold(id: FindingId, problem: Problem): boolean {
  const outcome = evaluate(problem);
  const subject = {
    problem,
    ...(outcome.ok && { evaluation: outcome.value }),
    predictions: block(problem.predictions, DECIMALS),
    targets: block(problem.targets, 0),
  };
  return checkOne(id, subject) !== undefined;
}

function block(tensor: KnownBlock['tensor'], decimals: number): KnownBlock {
  return {
    elided: false,
    tensor,
    decimals,
    integers: decimals === 0,
    notation: 'torch',
    span: { start: 0, end: 0 },
    cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) },
  };
}

function short(rate: number): string {
  return rate === 0 ? '0' : `${Number((100 * rate).toPrecision(2))}%`;
}

/** Puts the table between its marks. */
function keep(text: string): void {
  const path = 'docs/findings.md';
  const [before, rest = ''] = readFileSync(path, 'utf8').split('<!-- simulation -->');
  const [, after = ''] = rest.split('<!-- end of simulation -->');
  writeFileSync(path, `${before}<!-- simulation -->\n\n${text}\n\n<!-- end of simulation -->${after}`);
}
