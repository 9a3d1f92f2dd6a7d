import type { KnownBlock } from '../read/reading';
import { partOf } from './columns';
import { rowSumTolerance } from './facts';
import { roleOfName } from './roles';

/** Predictions and their labels, as the columns of one table. */
export interface Labelled {
  readonly predictions: KnownBlock;
  readonly targets: KnownBlock;
}

/** What columns of class scores are called when they are counted: `class_0`, `p1`. */
const COUNTED = /^(?:class|cls|c|p|z|out|y_?hat)[ _.-]?\d+$/i;

/** A lone column of probabilities is hardly ever spelled out. */
const LONE = /^(?:p|p_?hat|y_?hat)$/i;

/**
 * Takes the column of labels out of a table: the one that is called so and holds whole numbers, beside columns that are
 * known for predictions by their names, or by rows that sum to 1. Features beside a label are named otherwise, and stay
 * what they are: nothing in their numbers tells them from logits.
 * @returns undefined where the table has no such column, or several, or where the predictions do not stand together.
 */
export function labelled(table: KnownBlock): Labelled | undefined {
  const known = KNOWN.get(table);
  if (known !== undefined) return known === 'no' ? undefined : known;
  const found = split(table);
  KNOWN.set(table, found ?? 'no');
  return found;
}

/** Each array is held against many others, and never changes. */
const KNOWN = new WeakMap<KnownBlock, Labelled | 'no'>();

function split(table: KnownBlock): Labelled | undefined {
  const { columnNames: names, tensor } = table;
  const [rows = 0, columns = 0] = tensor.shape;
  if (names === undefined || tensor.shape.length !== 2 || rows === 0 || names.length !== columns) return undefined;
  const [label, another] = names.flatMap((name, index) => (roleOfName(name) === 'targets' ? [index] : []));
  if (label === undefined || another !== undefined) return undefined;
  for (let row = 0; row < rows; row++) if (!Number.isInteger(tensor.data[row * columns + label])) return undefined;
  const others = names.flatMap((_, index) => (index === label ? [] : [index]));
  const named = others.filter((index) => isPrediction(names[index], others.length));
  const chosen = named.length > 0 ? named : sumToOne(table, others) ? others : [];
  const [first] = chosen;
  if (first === undefined || chosen.some((index, place) => index !== first + place)) return undefined;
  const all = { first: 0, last: rows, single: false };
  const column = (index: number): KnownBlock => partOf(table, [all, { first: index, last: index + 1, single: true }]);
  const last = first + chosen.length;
  return {
    predictions: chosen.length === 1 ? column(first) : partOf(table, [all, { first, last, single: false }]),
    targets: column(label),
  };
}

function isPrediction(name: string, columns: number): boolean {
  return roleOfName(name) === 'predictions' || COUNTED.test(name) || (columns === 1 && LONE.test(name));
}

function sumToOne({ tensor, decimals }: KnownBlock, chosen: readonly number[]): boolean {
  const [rows = 0, columns = 0] = tensor.shape;
  const tolerance = rowSumTolerance(chosen.length, decimals);
  if (chosen.length < 2) return false;
  for (let row = 0; row < rows; row++) {
    const values = chosen.map((index) => tensor.data[row * columns + index]);
    if (!values.every((value) => value >= 0)) return false;
    if (!(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) <= tolerance)) return false;
  }
  return true;
}
