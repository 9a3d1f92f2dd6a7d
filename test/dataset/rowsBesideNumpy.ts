import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { portableKernel } from '../../src/kernel/portableKernel';
import { uniform } from '../unit/core/samples';

/** How the portable losses of TypeScript stand to those of NumPy and to the truth. */
export interface Compared {
  readonly rows: number;
  /** With any other bit in the loss or the confidence, or another argmax. NaN is one number. */
  readonly different: number;
  readonly checked: number;
  /** Units of the last place from mpmath: losses, confidences. */
  readonly farthest: readonly [number, number];
}

/** What is hard: the ends of the doubles, both zeros, the borders of e^x, and what is no number. */
const EXTREMES = [
  ...[0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308],
  ...[708, -708, -707.9999999999999, -708.0000000000001, 709.782712893384, -745.1332191019412, 1e16, -1e16],
  ...[NaN, Infinity, -Infinity, 1, 1 + 2 ** -52, 1 - 2 ** -53, 0.6931471805599453, -36.7368005696771],
];

type Draw = (next: () => number) => (index: number) => number;

/** Ways to make logits, each another trouble. */
const DRAWS: Readonly<Record<string, Draw>> = {
  plain: (next) => () => 20 * next() - 10,
  'float32 of every size': (next) => () => Math.fround(sign(next) * 2 ** (60 * next() - 40)),
  deep: (next) => () => 1500 * next() - 750,
  'close to one another': (next) => () => 1000 + 2 ** (-60 * next()),
  'far apart': (next) => () => sign(next) * 2 ** (2098 * next() - 1074),
  extreme: (next) => () => (next() < 0.3 ? EXTREMES[Math.floor(EXTREMES.length * next())] : 6 * next() - 3),
  'extreme alone': (next) => () => EXTREMES[Math.floor(EXTREMES.length * next())],
};

const CLASSES = [1, 2, 3, 5, 10, 63, 64, 100, 1000];

export function besideNumpy(python: string, folder: string, numbers: number): ReadonlyMap<string, Compared> {
  mkdirSync(folder, { recursive: true });
  const found = new Map<string, Compared>();
  const next = uniform(41);
  for (const [name, draw] of Object.entries(DRAWS)) {
    const parts = CLASSES.map((classes) => compared(python, folder, classes, Math.ceil(numbers / classes), draw(next)));
    found.set(name, parts.reduce(together));
  }
  return found;
}

function compared(
  python: string,
  folder: string,
  classes: number,
  rows: number,
  draw: (index: number) => number,
): Compared {
  const next = uniform(classes);
  const logits = Float64Array.from({ length: rows * classes }, (_, index) => draw(index));
  const targets = Int32Array.from({ length: rows }, () => Math.floor((classes + 0.1) * next()) % (classes + 1));
  targets.forEach((target, row) => (targets[row] = target === classes ? -1 : target));
  const [losses, confidence] = [new Float64Array(rows), new Float64Array(rows)];
  const argmax = new Int32Array(rows);
  portableKernel.crossEntropy({ logits, targets, classes, ignoreIndex: -1, losses, argmax, confidence });
  writeFileSync(path.join(folder, 'logits.bin'), logits);
  writeFileSync(path.join(folder, 'targets.bin'), targets);
  const program = 'test/dataset/rows_by_numpy.py';
  const args = [program, 'src/cli/loss_lens_dask.py', folder, String(classes), String(Math.ceil(2000 / classes))];
  const { status, stdout } = spawnSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${python} failed`);
  const [checked = 0, ofLosses = 0, ofConfidences = 0] = stdout.trim().split(' ').map(Number);
  const theirs = (name: string): Buffer => readFileSync(path.join(folder, `${name}.bin`));
  const [theirLosses, theirConfidence] = [doubles(theirs('losses')), doubles(theirs('confidence'))];
  const theirArgmax = new Int32Array(Uint8Array.from(theirs('argmax')).buffer);
  let different = 0;
  for (let row = 0; row < rows; row++) {
    const same =
      Object.is(losses[row], theirLosses[row]) &&
      Object.is(confidence[row], theirConfidence[row]) &&
      Math.max(0, argmax[row]) === theirArgmax[row];
    if (!same) different++;
  }
  return { rows, different, checked, farthest: [ofLosses, ofConfidences] };
}

function together(a: Compared, b: Compared): Compared {
  return {
    rows: a.rows + b.rows,
    different: a.different + b.different,
    checked: a.checked + b.checked,
    farthest: [Math.max(a.farthest[0], b.farthest[0]), Math.max(a.farthest[1], b.farthest[1])],
  };
}

function doubles(bytes: Buffer): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

function sign(next: () => number): number {
  return next() < 0.5 ? -1 : 1;
}
