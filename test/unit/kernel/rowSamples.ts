import { uniform } from '../core/samples';

/** Rows of float32 logits with class indices, made to be hard in one way. */
export interface RowSamples {
  readonly logits: Float32Array;
  readonly targets: Int32Array;
  readonly classes: number;
}

export const HARDSHIPS = ['ordinary', 'confident', 'far from zero', 'not finite', 'tied'] as const;
export type Hardship = (typeof HARDSHIPS)[number];

export const IGNORED = -100;

export function rowSamples(hardship: Hardship, rows: number, classes: number, seed: number): RowSamples {
  const next = uniform(seed);
  const logits = new Float32Array(rows * classes);
  const targets = Int32Array.from({ length: rows }, () => Math.floor(next() * classes));
  for (let row = 0; row < rows; row++) {
    const offset = hardship === 'far from zero' ? (next() - 0.5) * 10 ** (1 + 3 * next()) : 0;
    for (let c = 0; c < classes; c++) logits[row * classes + c] = normal(next) * 3 + offset;
    if (hardship === 'confident') logits[row * classes + targets[row]] += 65 * next();
    if (hardship === 'tied') logits.fill(Math.round(next()), row * classes, row * classes + Math.ceil(classes / 2));
    if (hardship === 'not finite') spoil(logits, targets, row, classes, next);
  }
  return { logits, targets, classes };
}

const SPOILERS = [-Infinity, Infinity, NaN, 1e30, -3e38];

function spoil(logits: Float32Array, targets: Int32Array, row: number, classes: number, next: () => number): void {
  if (next() < 0.1) targets[row] = IGNORED;
  if (next() < 0.05) logits.fill(-Infinity, row * classes, (row + 1) * classes);
  if (next() < 0.5)
    logits[row * classes + Math.floor(next() * classes)] = SPOILERS[Math.floor(next() * SPOILERS.length)];
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
