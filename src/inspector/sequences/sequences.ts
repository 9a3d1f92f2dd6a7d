import type { Problem } from '../../core/problem';
import { perplexity } from '../../core/metrics/perplexity';
import type { Names } from '../names';
import type { RowMatrix } from '../problem/rowMatrix';

/**
 * Rows that are the tokens of sequences, one after another: (N, V, T) as PyTorch lays it out, or (T, V) where the text
 * gives each row a string of its own.
 */
export interface Sequences {
  readonly count: number;
  readonly length: number;
  /** What stands at a row: the text's own name of it, or the class that is its target. */
  readonly token: (row: number) => string;
  /** Positions that are left out of the loss. */
  readonly ignored: (row: number) => boolean;
  /** Positions that look like padding and are counted all the same. */
  readonly padding: (row: number) => boolean;
  /** The loss of a row's target by the prediction `by` places before; NaN where the sequence has none or it is ignored. */
  readonly shiftedLoss: (row: number, by: number) => number;
  readonly perplexities: Perplexities;
  readonly shifts: readonly Shift[];
  /** The shift that fits far better than none; undefined where none does. */
  readonly better: Shift | undefined;
}

/** e to the mean negative log-likelihood of the tokens, over different ones of them. */
export interface Perplexities {
  /** Over the positions that count. */
  readonly counted: number;
  readonly tokens: number;
  /**
   * Over all positions: ignored ones by their own target where it is a class, else as nothing in the sum. Undefined
   * where the one number of a position is all there was, and is missing.
   */
  readonly all: number | undefined;
  readonly ignored: number;
  /** Without what looks like padding; undefined where nothing does. */
  readonly withoutPadding: { readonly value: number; readonly padding: number; readonly what: string } | undefined;
}

/** The tokens held to the targets some places on. */
export interface Shift {
  readonly by: number;
  /** The mean loss over the positions that every shift has. */
  readonly mean: number;
}

/** Whether the rows of a problem are tokens that follow each other. */
export function areSequences({ predictions: { shape } }: Problem, matrix: RowMatrix, names: Names): boolean {
  if (matrix.family !== 'categorical' || !matrix.indexed || matrix.rows === 0) return false;
  return shape.length === 3 || (shape.length === 2 && names.rows !== undefined);
}

const SHIFTS = [-1, 0, 1] as const;
/** Fewer tokens than this fit some shift by chance. */
const FEWEST_TOKENS = 16;
/** Standard errors, and the share of the loss, by which another shift must be better. */
const CERTAINTY = 3.3;
const GAIN = 0.1;

export function sequencesOf({ predictions: { shape } }: Problem, matrix: RowMatrix, names: Names): Sequences {
  const length = shape.length === 3 ? (shape[2] ?? 1) : matrix.rows;
  const count = matrix.rows / length;
  const target = (row: number): number => matrix.targetIndex(row) ?? -1;
  const isClass = (index: number): boolean => index >= 0 && index < matrix.columns;
  const cost = (row: number, index: number): number => -matrix.logProbability(row, index);
  // Of tokens without rivals only what the text calls them tells which are the same.
  const alone = matrix.columns === 1;
  const same = alone ? numbersOf(names.rows ?? []) : target;
  const ends = paddedEnds(count, length, same, matrix.ignored);
  const padding = (row: number): boolean => row % length >= (ends?.starts[Math.floor(row / length)] ?? length);

  let [sum, tokens, rest, ignored, padded, paddedSum] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < matrix.rows; row++) {
    const index = target(row);
    if (matrix.ignored(row)) {
      ignored++;
      if (isClass(index)) rest += cost(row, index);
      continue;
    }
    const own = isClass(index) ? cost(row, index) : NaN;
    sum += own;
    tokens++;
    if (!padding(row)) continue;
    padded++;
    paddedSum += own;
  }
  const { means, better } = alone
    ? { means: [], better: undefined }
    : shiftsOf(count, length, matrix, target, isClass, cost);
  return {
    count,
    length,
    token: (row) => names.rows?.[row] ?? names.classes?.[target(row)] ?? String(target(row)),
    ignored: matrix.ignored,
    padding,
    shiftedLoss(row, by) {
      const from = (row % length) - by;
      if (from < 0 || from >= length || matrix.ignored(row) || !isClass(target(row))) return NaN;
      return cost(row - by, target(row));
    },
    perplexities: {
      counted: perplexity(sum / tokens),
      tokens,
      all: alone ? undefined : perplexity((sum + rest) / (tokens + ignored)),
      ignored,
      withoutPadding:
        ends === undefined
          ? undefined
          : {
              value: perplexity((sum - paddedSum) / (tokens - padded)),
              padding: padded,
              what: alone ? (names.rows?.at(-1) ?? '') : String(ends.target),
            },
    },
    shifts: SHIFTS.map((by, index) => ({ by, mean: means[index] ?? NaN })),
    better,
  };
}

/** The same number for rows of the same name. */
function numbersOf(names: readonly string[]): (row: number) => number {
  const known = new Map<string, number>();
  for (const name of names) if (!known.has(name)) known.set(name, known.size);
  return (row) => known.get(names[row] ?? '') ?? -1;
}

/**
 * Where the padding of each sequence starts: one class that fills the ends of sequences, two places or more of at least
 * one of them, and stands nowhere before.
 */
function paddedEnds(
  count: number,
  length: number,
  target: (row: number) => number,
  ignored: (row: number) => boolean,
): { readonly target: number; readonly starts: readonly number[] } | undefined {
  const startOf = (sequence: number, index: number): number => {
    let start = length;
    while (start > 0 && target(sequence * length + start - 1) === index) start--;
    return start;
  };
  for (let sequence = 0; sequence < count; sequence++) {
    const last = sequence * length + length - 1;
    const index = target(last);
    if (ignored(last) || startOf(sequence, index) > length - 2) continue;
    const starts = Array.from({ length: count }, (_, other) => startOf(other, index));
    const before = starts.some((start, other) => {
      for (let at = 0; at < start; at++) if (target(other * length + at) === index) return true;
      return false;
    });
    return before || starts.every((start) => start === 0) ? undefined : { target: index, starts };
  }
  return undefined;
}

/** The mean loss at each shift, over the positions that all of them have and count. */
function shiftsOf(
  count: number,
  length: number,
  matrix: RowMatrix,
  target: (row: number) => number,
  isClass: (index: number) => boolean,
  cost: (row: number, index: number) => number,
): { readonly means: readonly number[]; readonly better: Shift | undefined } {
  const sums = SHIFTS.map(() => 0);
  const gains = SHIFTS.map(() => 0);
  const squares = SHIFTS.map(() => 0);
  let common = 0;
  for (let row = 0; row < count * length; row++) {
    const at = row % length;
    if (at === 0 || at === length - 1) continue;
    const around = SHIFTS.map((by) => row + by);
    if (around.some((other) => matrix.ignored(other) || !isClass(target(other)))) continue;
    common++;
    const costs = around.map((other) => cost(row, target(other)));
    costs.forEach((own, index) => {
      const gain = (costs[1] ?? NaN) - own;
      sums[index] += own;
      gains[index] += gain;
      squares[index] += gain * gain;
    });
  }
  const means = sums.map((sum) => sum / common);
  let better: Shift | undefined;
  SHIFTS.forEach((by, index) => {
    const gain = (gains[index] ?? 0) / common;
    const error = Math.sqrt(Math.max(0, (squares[index] ?? 0) / common - gain * gain) / (common - 1));
    const mean = means[index] ?? NaN;
    if (common < FEWEST_TOKENS - 2 || !(gain > CERTAINTY * error) || !(gain > GAIN * (means[1] ?? NaN))) return;
    if (better === undefined || mean < better.mean) better = { by, mean };
  });
  return { means, better };
}
