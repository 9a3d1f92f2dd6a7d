import type { RowMatrix } from './rowMatrix';

export type Verdict = 'right' | 'wrong' | 'partly' | 'ignored' | 'unknown';

/** What there is to say about a row beside its loss. */
export interface RowFacts {
  /** The classes the target asks for: one for an index, every one that is at least a half for the binary losses. */
  readonly targets: readonly number[];
  /** The target's own value where it is neither 0 nor 1: a soft target. */
  readonly softness: number | undefined;
  /** The classes predicted: the largest one, or for the binary losses every one with a probability of at least a half. */
  readonly predicted: readonly number[];
  /** The probability given to the target. */
  readonly probability: number;
  /**
   * By how much the logit of what is right is above that of its strongest rival: negative where the prediction is
   * wrong. NaN where the target is ignored, soft or several.
   */
  readonly margin: number;
  /** Columns that agree with their target; of one column for the categorical losses. */
  readonly agreeing: number;
  readonly verdict: Verdict;
}

export function rowFacts(matrix: RowMatrix, row: number): RowFacts {
  return matrix.family === 'binary' ? binaryFacts(matrix, row) : categoricalFacts(matrix, row);
}

function categoricalFacts(matrix: RowMatrix, row: number): RowFacts {
  const { targets, softness } = categoricalTargets(matrix, row);
  const best = largest(matrix.columns, (column) => matrix.at(row, column));
  const predicted = best === undefined ? [] : [best];
  let probability = targets.length === 0 ? NaN : 0;
  for (const target of targets) probability += matrix.probability(row, target);
  const verdict = matrix.ignored(row)
    ? 'ignored'
    : best === undefined || targets.length === 0
      ? 'unknown'
      : targets.includes(best)
        ? 'right'
        : 'wrong';
  const only = targets.length === 1 && softness === undefined ? targets[0] : undefined;
  const margin = only === undefined ? NaN : marginOf(matrix, row, only);
  return { targets, softness, predicted, probability, margin, agreeing: verdict === 'right' ? 1 : 0, verdict };
}

function categoricalTargets(matrix: RowMatrix, row: number): { targets: number[]; softness: number | undefined } {
  const index = matrix.targetIndex(row);
  if (index !== undefined) return { targets: matrix.ignored(row) ? [] : [index], softness: undefined };
  const ones: number[] = [];
  let soft = false;
  for (let column = 0; column < matrix.columns; column++) {
    const target = matrix.target(row, column);
    if (target === 1) ones.push(column);
    else if (target !== 0) soft = true;
  }
  if (!soft) return { targets: ones, softness: undefined };
  const most = largest(matrix.columns, (column) => matrix.target(row, column));
  return most === undefined
    ? { targets: [], softness: undefined }
    : { targets: [most], softness: matrix.target(row, most) };
}

function binaryFacts(matrix: RowMatrix, row: number): RowFacts {
  const targets: number[] = [];
  const predicted: number[] = [];
  let agreeing = 0;
  let known = true;
  let likelihood = 0;
  for (let column = 0; column < matrix.columns; column++) {
    const target = matrix.target(row, column);
    const probability = matrix.probability(row, column);
    if (Number.isNaN(target) || Number.isNaN(probability)) known = false;
    if (target >= 0.5) targets.push(column);
    if (probability >= 0.5) predicted.push(column);
    if (target >= 0.5 === probability >= 0.5) agreeing++;
    likelihood += target >= 0.5 ? probability : 1 - probability;
  }
  const only = matrix.columns === 1 ? matrix.target(row, 0) : undefined;
  const verdict = !known ? 'unknown' : agreeing === matrix.columns ? 'right' : agreeing === 0 ? 'wrong' : 'partly';
  return {
    targets,
    softness: only === undefined || only === 0 || only === 1 ? undefined : only,
    predicted,
    probability: likelihood / matrix.columns,
    margin: NaN,
    agreeing: known ? agreeing : 0,
    verdict,
  };
}

/** The classes with the largest probabilities, the largest first; equal ones by their place. */
export function topClasses(matrix: RowMatrix, row: number, most: number): readonly number[] {
  const top: number[] = [];
  for (let column = 0; column < matrix.columns; column++) {
    const value = matrix.at(row, column);
    const place = top.findIndex((other) => value > matrix.at(row, other));
    if (place !== -1) top.splice(place, 0, column);
    else if (top.length < most) top.push(column);
    if (top.length > most) top.length = most;
  }
  return top;
}

function marginOf(matrix: RowMatrix, row: number, target: number): number {
  let rival = -Infinity;
  for (let column = 0; column < matrix.columns; column++) {
    if (column !== target) rival = Math.max(rival, matrix.logProbability(row, column));
  }
  return matrix.logProbability(row, target) - rival;
}

/** The first column with the largest value; undefined where one is not a number, for then no class is the largest. */
function largest(columns: number, at: (column: number) => number): number | undefined {
  let best: number | undefined;
  let most = -Infinity;
  for (let column = 0; column < columns; column++) {
    const value = at(column);
    if (Number.isNaN(value)) return undefined;
    if (best === undefined || value > most) {
      best = column;
      most = value;
    }
  }
  return best;
}
