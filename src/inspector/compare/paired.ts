import { signTest, type SignTest } from '../../core/metrics/signTest';
import { softplus } from '../../core/primitives';
import type { Facts } from '../problem/facts';
import type { RowMatrix } from '../problem/rowMatrix';
import { verdictOf } from '../problem/verdict';
import type { MatchBy } from './match';

/** One of two problems that are compared. */
export interface Side {
  readonly matrix: RowMatrix;
  readonly facts: Facts;
  readonly losses: Float64Array;
}

/** What became of a row's decision: right there and not here, right here and not there, or another class either way. */
export type Flip = 'gained' | 'lost' | 'changed';
export const FLIPS: readonly Flip[] = ['gained', 'lost', 'changed'];

/** Two problems row by row. */
export interface Paired {
  readonly by: MatchBy;
  /** What the other problem is called. */
  readonly name: string;
  readonly here: Side;
  readonly there: Side;
  /** For each row here its row there; -1 where it has none. */
  readonly partners: Int32Array;
  /** The loss there less the loss here; NaN where a row has no partner, or either side leaves it out. */
  readonly differences: Float64Array;
  /** Undefined where the decision is the same, or there is no partner. */
  readonly flip: (row: number) => Flip | undefined;
  /** Whether the predictions can be laid cell upon cell: as many columns, given as the same kind of number. */
  readonly cells: boolean;
  /** The prediction there less the one here; 0 for equal ones, also of infinities and of nan. */
  readonly cellDifference: (row: number, column: number) => number;
  /** KL(here ‖ there) of the row in nats, summed over the columns of a binary problem; NaN where there is none. */
  readonly divergence: (row: number) => number;
}

export function pairedBy(here: Side, there: Side, partners: Int32Array, by: MatchBy, name: string): Paired {
  const partner = (row: number): number => partners[row] ?? -1;
  const differences = new Float64Array(here.losses.length).fill(NaN);
  for (let row = 0; row < differences.length; row++) {
    const other = partner(row);
    if (other < 0 || here.matrix.ignored(row) || there.matrix.ignored(other)) continue;
    differences[row] = less(there.losses[other], here.losses[row]);
  }
  const sameColumns = here.matrix.columns === there.matrix.columns && here.matrix.family === there.matrix.family;
  return {
    ...{ by, name, here, there, partners, differences },
    flip(row) {
      const other = partner(row);
      if (other < 0 || here.facts.each !== there.facts.each) return undefined;
      const [before, after] = [verdictOf(here.facts, row), verdictOf(there.facts, other)];
      if (before !== 'right' && after === 'right') return 'gained';
      if (before === 'right' && after !== 'right') return 'lost';
      return decidesAlike(here.facts, row, there.facts, other) ? undefined : 'changed';
    },
    cells: sameColumns && here.matrix.from === there.matrix.from,
    cellDifference(row, column) {
      const other = partner(row);
      if (other < 0) return NaN;
      return less(there.matrix.at(other, column), here.matrix.at(row, column));
    },
    divergence(row) {
      const other = partner(row);
      if (other < 0 || !sameColumns) return NaN;
      return here.matrix.family === 'binary'
        ? binaryDivergence(here.matrix, row, there.matrix, other)
        : divergence(here.matrix, row, there.matrix, other);
    },
  };
}

/** A number of two problems, and the cell or row where it stands. */
export interface Found {
  readonly value: number;
  readonly row: number;
  readonly column: number;
}

/** What two problems come to, pair by pair. */
export interface Comparison {
  readonly matched: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Pairs whose targets are not the same: then two questions are compared, not two answers. */
  readonly otherTargets: number;
  readonly meanDifference: number;
  readonly sign: SignTest;
  readonly flips: Readonly<Record<Flip, number>>;
  /** The largest difference of a prediction; undefined where they cannot be laid upon each other. */
  readonly largest: Found | undefined;
  /** The mean of KL(here ‖ there), and the row where it is largest; undefined as above. */
  readonly divergence: { readonly mean: number; readonly largest: Found } | undefined;
}

export function comparisonOf(paired: Paired): Comparison {
  const { here, there, partners, differences } = paired;
  const flips: Record<Flip, number> = { gained: 0, lost: 0, changed: 0 };
  let [matched, otherTargets, sum, counted] = [0, 0, 0, 0];
  let largest: Found | undefined;
  let apart: Found | undefined;
  let [divergences, diverging] = [0, 0];
  for (let row = 0; row < differences.length; row++) {
    const other = partners[row] ?? -1;
    if (other < 0) continue;
    matched++;
    if (!asksAlike(here.facts, row, there.facts, other)) otherTargets++;
    const flip = paired.flip(row);
    if (flip !== undefined) flips[flip]++;
    const difference = differences[row];
    // Rows that are left out have no difference; a nan loss has, and says so.
    if (!here.matrix.ignored(row) && !there.matrix.ignored(other)) {
      sum += difference;
      counted++;
    }
    for (let column = 0; paired.cells && column < here.matrix.columns; column++) {
      const value = paired.cellDifference(row, column);
      if (largest === undefined || beyond(value, largest.value)) largest = { value, row, column };
    }
    const value = paired.divergence(row);
    if (Number.isNaN(value)) continue;
    divergences += value;
    diverging++;
    if (apart === undefined || value > apart.value) apart = { value, row, column: 0 };
  }
  return {
    matched,
    onlyHere: here.losses.length - matched,
    onlyThere: there.losses.length - matched,
    otherTargets,
    meanDifference: sum / counted,
    sign: signTest(differences),
    flips,
    largest,
    divergence: apart && { mean: divergences / diverging, largest: apart },
  };
}

/** Equal ones are 0 apart, infinities and nan too. */
function less(a: number, b: number): number {
  return Object.is(a, b) ? 0 : a - b;
}

/** What is not a number is further away than any number. */
function beyond(value: number, most: number): boolean {
  if (Number.isNaN(most)) return false;
  return Number.isNaN(value) || Math.abs(value) > Math.abs(most);
}

function decidesAlike(here: Facts, row: number, there: Facts, other: number): boolean {
  for (let at = 0; at < here.each; at++) {
    if (here.predicted[row * here.each + at] !== there.predicted[other * there.each + at]) return false;
  }
  return true;
}

function asksAlike(here: Facts, row: number, there: Facts, other: number): boolean {
  if (here.each !== there.each) return false;
  for (let at = 0; at < here.each; at++) {
    if (here.targets[row * here.each + at] !== there.targets[other * there.each + at]) return false;
  }
  return true;
}

function divergence(here: RowMatrix, row: number, there: RowMatrix, other: number): number {
  let sum = 0;
  for (let column = 0; column < here.columns; column++) {
    const log = here.logProbability(row, column);
    sum += term(log, there.logProbability(other, column));
  }
  return sum;
}

function binaryDivergence(here: RowMatrix, row: number, there: RowMatrix, other: number): number {
  let sum = 0;
  for (let column = 0; column < here.columns; column++) {
    const [yes, no] = logChances(here, row, column);
    const [otherYes, otherNo] = logChances(there, other, column);
    sum += term(yes, otherYes) + term(no, otherNo);
  }
  return sum;
}

/** The logarithms of yes and of no: from logits, where 1 - p would have lost its digits. */
function logChances(matrix: RowMatrix, row: number, column: number): readonly [yes: number, no: number] {
  if (matrix.from === 'logits') {
    const x = matrix.at(row, column);
    return [-softplus(-x), -softplus(x)];
  }
  const p = matrix.probability(row, column);
  return [Math.log(p), Math.log1p(-p)];
}

/** p · (log p − log q); what never happens here adds nothing. */
function term(log: number, otherLog: number): number {
  return log === -Infinity ? 0 : Math.exp(log) * (log - otherLog);
}
