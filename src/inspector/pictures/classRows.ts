import type { Facts } from '../problem/facts';

/** One class: how much loss its rows have, and how well it is found. */
export interface ClassRow {
  readonly index: number;
  /** Decisions whose target is this class; for several labels a row, those that say yes. */
  readonly count: number;
  readonly meanLoss: number;
  /** What it adds to the whole, 0 to 1. */
  readonly share: number;
  /** NaN where it was never predicted, or never right to predict. */
  readonly precision: number;
  readonly recall: number;
}

/**
 * Every class with a target, the largest share of the loss first. For several labels a row the classes are the
 * columns, and a column's loss is that of all its cells.
 * @param cellLosses of every cell, for several labels a row.
 */
export function classRows(
  facts: Facts,
  losses: Float64Array,
  cellLosses: Float64Array | undefined,
): readonly ClassRow[] {
  const byColumn = facts.each > 1;
  const size = byColumn ? facts.columns : facts.classes;
  const [found, taken, asked, counted, sums] = [0, 1, 2, 3, 4].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const add = (to: Float64Array, index: number, by: number): void => {
    to[index] = (to[index] ?? 0) + by;
  };
  let total = 0;
  for (let at = 0; at < facts.targets.length; at++) {
    const target = facts.targets[at] ?? -1;
    const predicted = facts.predicted[at] ?? -1;
    if (target < 0) continue;
    const loss = byColumn ? (cellLosses?.[at] ?? NaN) : (losses[at] ?? NaN);
    const index = byColumn ? at % facts.columns : target;
    total += loss;
    add(counted, index, 1);
    add(sums, index, loss);
    if (!byColumn || target === 1) add(asked, index, 1);
    if (byColumn ? predicted === 1 : predicted >= 0) add(taken, byColumn ? index : predicted, 1);
    if (predicted === target && (!byColumn || target === 1)) add(found, index, 1);
  }
  return Array.from({ length: size }, (_, index): ClassRow => {
    const sum = sums[index] ?? 0;
    return {
      index,
      count: asked[index] ?? 0,
      meanLoss: sum / (counted[index] ?? 0),
      share: sum / total,
      precision: (found[index] ?? 0) / (taken[index] ?? 0),
      recall: (found[index] ?? 0) / (asked[index] ?? 0),
    };
  })
    .filter(({ index }) => (counted[index] ?? 0) > 0)
    .sort((a, b) => badness(b) - badness(a) || a.index - b.index);
}

/** What is no number comes first: it needs looking at most. */
function badness({ share }: ClassRow): number {
  return Number.isNaN(share) ? Infinity : share;
}
