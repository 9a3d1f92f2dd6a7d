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

/** Rows of logits, and what the portable kernel makes of them. */
interface Case {
  readonly name: string;
  readonly folder: string;
  readonly losses: Float64Array;
  readonly confidence: Float64Array;
  readonly argmax: Int32Array;
}

export function besideNumpy(python: string, folder: string, numbers: number): ReadonlyMap<string, Compared> {
  const next = uniform(41);
  const cases = Object.entries(DRAWS).flatMap(([name, draw]) =>
    CLASSES.map((classes) => made(name, path.join(folder, `${name}-${classes}`), classes, numbers, draw(next))),
  );
  const args = ['test/dataset/rows_by_numpy.py', 'src/cli/loss_lens_dask.py', ...cases.map((each) => each.folder)];
  const { status, stdout } = spawnSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${python} failed`);
  const lines = stdout.trim().split('\n');
  const found = new Map<string, Compared>();
  cases.forEach((each, index) => {
    const compared = comparedWith(each, lines[index] ?? '');
    const before = found.get(each.name);
    found.set(each.name, before === undefined ? compared : together(before, compared));
  });
  return found;
}

function made(name: string, folder: string, classes: number, numbers: number, draw: (index: number) => number): Case {
  const next = uniform(classes);
  const rows = Math.ceil(numbers / classes);
  const logits = Float64Array.from({ length: rows * classes }, (_, index) => draw(index));
  const targets = Int32Array.from({ length: rows }, () => (next() < 0.03 ? -1 : Math.floor(classes * next())));
  const [losses, confidence] = [new Float64Array(rows), new Float64Array(rows)];
  const argmax = new Int32Array(rows);
  portableKernel.crossEntropy({ logits, targets, classes, ignoreIndex: -1, losses, argmax, confidence });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'logits.bin'), logits);
  writeFileSync(path.join(folder, 'targets.bin'), targets);
  return { name, folder, losses, confidence, argmax };
}

function comparedWith({ folder, losses, confidence, argmax }: Case, line: string): Compared {
  const [checked = 0, ofLosses = 0, ofConfidences = 0] = line.split(' ').map(Number);
  const theirs = (name: string): ArrayBuffer => Uint8Array.from(readFileSync(path.join(folder, `${name}.bin`))).buffer;
  const [theirLosses, theirConfidence] = [new Float64Array(theirs('losses')), new Float64Array(theirs('confidence'))];
  const theirArgmax = new Int32Array(theirs('argmax'));
  const rows = losses.length;
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

function sign(next: () => number): number {
  return next() < 0.5 ? -1 : 1;
}
