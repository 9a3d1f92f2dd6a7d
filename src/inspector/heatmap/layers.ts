import { cellsOf } from '../../core/cells';
import { gradient } from '../../core/evaluate';
import type { From, Problem } from '../../core/problem';
import type { Tensor } from '../../core/tensor';
import type { Paired } from '../compare/paired';
import { asKept } from '../problem/divided';
import { decimalsOf, shortText } from '../numbers';
import { layoutOf, type RowLayout, type RowMatrix } from '../problem/rowMatrix';
import type { English } from '../words';
import { flagsOf, NOT_A_NUMBER, NotFinite, PLUS_INFINITY, type FlagRow } from './notFinite';

/** One quantity that the heat map can show of every cell. A new one is a case in {@link layerNamed}. */
export interface Layer {
  readonly name: English;
  readonly at: (row: number, column: number) => number;
  /** The values at the two ends of the ramp. */
  readonly low: number;
  readonly high: number;
  /** Diverging where zero means something and stands in the middle; otherwise low to high. */
  readonly ramp: 'diverging' | 'sequential';
  /** The decimals cells are written with. */
  readonly decimals: number;
  /** Where its cells are not finite; undefined where it is no matter of numbers that are kept. */
  readonly notFinite: NotFinite | undefined;
}

const AS_GIVEN: Readonly<Record<From, English>> = {
  logits: 'Logits',
  probabilities: 'Probabilities',
  log_probabilities: 'Log-probabilities',
};

/** Beyond this many cells a layer of all of them would hold the page up: those computed cell by cell remain. */
const MOST_WORKED_OUT = 4_000_000;

/** The names of the layers in the order of the keys 1, 2, 3 …: the predictions as they stand come first. */
export function layerNames(matrix: RowMatrix, paired?: Paired): readonly English[] {
  const given = AS_GIVEN[matrix.from];
  const plain: readonly English[] = given === 'Probabilities' ? [given] : [given, 'Probabilities'];
  if (matrix.rows * matrix.columns > MOST_WORKED_OUT) return plain;
  return [...plain, 'Loss', 'Gradient', ...(paired?.cells ? (['Difference'] as const) : [])];
}

/** Worked out when it is first looked at; where the loss has no such number, every cell is nan. */
export function layerNamed(name: English, problem: Problem, matrix: RowMatrix, paired?: Paired): Layer {
  switch (name) {
    case 'Difference':
      return paired === undefined ? unknownLayer(name) : differenceLayer(name, paired);
    case 'Loss': {
      const cells = cellsOf(problem);
      return cells.ok ? cellLayer(name, cells.value.losses, problem, matrix) : unknownLayer(name);
    }
    case 'Gradient': {
      const slopes = gradient(problem);
      return slopes.ok ? cellLayer(name, slopes.value, problem, matrix) : unknownLayer(name);
    }
    case AS_GIVEN[matrix.from]: {
      const scale = scaleOf(matrix.at, extremesOfTensor(problem.predictions), matrix);
      return { name, at: matrix.at, ...scale, notFinite: notFiniteOf(problem) };
    }
    default: {
      const notFinite = notFiniteOf(problem, matrix);
      return { name: 'Probabilities', at: matrix.probability, ...PROBABLE, decimals: 4, notFinite };
    }
  }
}

const PROBABLE = { low: 0, high: 1, ramp: 'sequential' } as const;

/** By the numbers that they are of: a moving slider does not change where those are not finite. */
const found = { asGiven: new WeakMap<Float64Array, NotFinite>(), probable: new WeakMap<Float64Array, NotFinite>() };

/** Where the predictions are not finite; or, with a matrix, where their probabilities are not. */
function notFiniteOf(problem: Problem, probable?: RowMatrix): NotFinite {
  const { data } = asKept(problem.predictions);
  const kept = probable === undefined ? found.asGiven : found.probable;
  const known = kept.get(data);
  if (known !== undefined) return known;
  const layout = layoutOf(problem);
  const flags = probable === undefined ? flagsOf(data, layout) : flagsOfProbabilities(data, layout, probable);
  const made = new NotFinite(layout.rows, layout.columns, flags);
  kept.set(data, made);
  return made;
}

/** The probabilities of a row are numbers together or not at all where a softmax makes them; else each by itself. */
function flagsOfProbabilities(data: Float64Array, layout: RowLayout, matrix: RowMatrix): FlagRow {
  const { normalised, columns, from } = matrix;
  if (!normalised) return flagsOf(data, layout, from === 'logits' ? NOT_A_NUMBER : NOT_A_NUMBER | PLUS_INFINITY);
  const given = flagsOf(data, layout);
  const own = new Uint8Array(1);
  return (row, flags) => {
    own[0] = 0;
    given(row, own, columns);
    // Finite probabilities may have no logarithm; finite logits have a softmax.
    if ((own[0] !== 0 || from === 'probabilities') && Number.isNaN(matrix.probability(row, 0))) {
      flags.fill(NOT_A_NUMBER);
    }
  };
}

/** What core computed of each cell, laid out as the predictions are. */
function cellLayer(name: English, { data }: Tensor, problem: Problem, matrix: RowMatrix): Layer {
  const at = (row: number, column: number): number => data[matrix.indexOf(row, column)] ?? NaN;
  const scale = scaleOf(at, extremesOf(data), matrix);
  const notFinite = new NotFinite(matrix.rows, matrix.columns, flagsOf(data, layoutOf(problem)));
  // A loss begins at 0 whatever the least of them is.
  const low = name === 'Loss' ? Math.min(0, scale.low) : scale.low;
  return { name, at, ...scale, low, notFinite };
}

/** What the other problem predicts more, cell upon cell. */
function differenceLayer(name: English, { here: { matrix }, cellDifference }: Paired): Layer {
  const data = new Float64Array(matrix.rows * matrix.columns);
  data.forEach((_, cell) => {
    data[cell] = cellDifference(Math.floor(cell / matrix.columns), cell % matrix.columns);
  });
  const { rows, columns } = matrix;
  const notFinite = new NotFinite(
    rows,
    columns,
    flagsOf(data, { rows, columns, start: (row) => row * columns, stride: 1 }),
  );
  return { name, at: cellDifference, ...scaleOf(cellDifference, extremesOf(data), matrix), notFinite };
}

function unknownLayer(name: English): Layer {
  return { name, at: () => NaN, low: 0, high: 0, ramp: 'sequential', decimals: 4, notFinite: undefined };
}

/** Where a value stands on its layer's ramp, 0..1; NaN for what is not a number. */
export function shareOf({ low, high }: Layer, value: number): number {
  if (value === Infinity) return 1;
  if (value === -Infinity) return 0;
  return high > low ? (value - low) / (high - low) : 0.5 + 0 * value;
}

/** Characters of the longest number a layer writes, from a sample of its cells. */
export function widestText(layer: Layer, matrix: RowMatrix): number {
  let widest = 3;
  for (const value of sample(layer.at, matrix)) widest = Math.max(widest, shortText(value, layer.decimals).length);
  return widest;
}

/** The least and the largest of the finite values; the first above the second where there is none. */
interface Extremes {
  readonly low: number;
  readonly high: number;
}

/** Of numbers that do not change: a moving slider asks for those of the same ones at every step. */
const known = new WeakMap<Float64Array, Extremes>();

function extremesOfTensor(tensor: Tensor): Extremes {
  const { data, by } = asKept(tensor);
  const extremes = known.get(data) ?? extremesOf(data);
  known.set(data, extremes);
  return { low: extremes.low / by, high: extremes.high / by };
}

function extremesOf(data: Float64Array): Extremes {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < data.length; index++) {
    const value = data[index] ?? NaN;
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return { low, high };
}

function scaleOf(
  at: Layer['at'],
  { low, high }: Extremes,
  matrix: RowMatrix,
): Pick<Layer, 'low' | 'high' | 'ramp' | 'decimals'> {
  const decimals = decimalsOf(sample(at, matrix));
  if (at === matrix.at && matrix.from === 'probabilities') return { low: 0, high: 1, ramp: 'sequential', decimals };
  if (low > high) return { low: 0, high: 0, ramp: 'sequential', decimals };
  if (low >= 0 || high <= 0) return { low, high, ramp: 'sequential', decimals };
  const most = Math.max(-low, high);
  return { low: -most, high: most, ramp: 'diverging', decimals };
}

/** At most some two thousand cells, spread over all rows, without randomness: the same data looks the same twice. */
function* sample(at: Layer['at'], { rows, columns }: RowMatrix): Iterable<number> {
  const size = rows * columns;
  const step = Math.max(1, Math.floor(size / 2000));
  for (let cell = 0; cell < size; cell += step) yield at(Math.floor(cell / columns), cell % columns);
}
