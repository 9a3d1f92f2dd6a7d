import type { KnownBlock } from '../read/reading';

/** What the numbers of one array have in common, as far as it tells logits, probabilities and labels apart. */
export interface ArrayFacts {
  readonly min: number;
  readonly max: number;
  /** Every value is a whole number (however it was printed). */
  readonly integral: boolean;
  readonly finite: boolean;
  /** Every value is 0 or 1. */
  readonly zeroOne: boolean;
  /** How many rows (runs along the class axis) there are, and how long each is. */
  readonly rows: number;
  readonly columns: number;
  /** Every row holds exactly one 1 and otherwise 0. */
  readonly oneHot: boolean;
  /** The first row (from 0) that holds several 1s, and how many; undefined where none does. */
  readonly severalOnes?: { readonly row: number; readonly count: number };
  /** Every row sums to 1 as closely as its printed digits can tell. */
  readonly rowsSumToOne: boolean;
}

/**
 * Half a unit of the last printed place for each number of a row may add up. Where many digits are printed,
 * float32's own rounding of a softmax remains; the sum itself rounds too.
 */
export function rowSumTolerance(columns: number, decimals: number): number {
  const printed = decimals === 0 ? 0 : columns * 0.5 * 10 ** -decimals;
  return Math.max(1e-6, printed) + 1e-12;
}

export function factsOf(block: KnownBlock): ArrayFacts {
  const known = KNOWN.get(block);
  if (known !== undefined) return known;
  const facts = gathered(block);
  KNOWN.set(block, facts);
  return facts;
}

/** Each array of a document is held against many others, and never changes. */
const KNOWN = new WeakMap<KnownBlock, ArrayFacts>();

function gathered(block: KnownBlock): ArrayFacts {
  const { shape, data } = block.tensor;
  // PyTorch's class axis: 1, or the only one there is.
  const axis = shape.length < 2 ? 0 : 1;
  const columns = shape.length === 0 ? 1 : shape[axis];
  const inner = shape.slice(axis + 1).reduce((size, extent) => size * extent, 1);
  const rows = columns === 0 ? 0 : data.length / columns;
  const tolerance = rowSumTolerance(columns, block.decimals);
  let min = Infinity;
  let max = -Infinity;
  let integral = true;
  let finite = true;
  let zeroOne = true;
  let oneHot = rows > 0;
  let rowsSumToOne = rows > 0;
  let severalOnes: ArrayFacts['severalOnes'];
  for (let row = 0; row < rows; row++) {
    const base = Math.floor(row / inner) * columns * inner + (row % inner);
    let sum = 0;
    let ones = 0;
    for (let column = 0; column < columns; column++) {
      const value = data[base + column * inner];
      if (value < min) min = value;
      if (value > max) max = value;
      if (!Number.isInteger(value)) integral = false;
      if (!Number.isFinite(value)) finite = false;
      if (value === 1) ones++;
      else if (value !== 0) zeroOne = false;
      sum += value;
    }
    if (ones !== 1) oneHot = false;
    if (ones > 1 && severalOnes === undefined) severalOnes = { row, count: ones };
    if (!(Math.abs(sum - 1) <= tolerance)) rowsSumToOne = false;
  }
  return {
    min,
    max,
    integral,
    finite,
    zeroOne,
    rows,
    columns,
    oneHot: oneHot && zeroOne,
    ...(severalOnes !== undefined && { severalOnes }),
    rowsSumToOne,
  };
}
