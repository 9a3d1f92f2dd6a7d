import type { Facts } from '../problem/facts';

export const NORMALISATIONS = ['count', 'true', 'predicted', 'all'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** How often each right class (row) is taken for each class (column), of the classes shown. */
export interface Confusion {
  /** The classes shown: all, or those with the most targets where they are many. */
  readonly classes: readonly number[];
  /** Row by row. */
  readonly counts: Float64Array;
  /** All decisions counted, those among classes that are not shown too. */
  readonly total: number;
  readonly rowSums: Float64Array;
  readonly columnSums: Float64Array;
}

export function confusionOf(facts: Facts, most = 24): Confusion {
  const { targets, predicted, classes } = facts;
  const asked = new Float64Array(classes);
  for (const target of targets) if (target >= 0) asked[target] = (asked[target] ?? 0) + 1;
  const shown = Array.from(asked.keys());
  if (classes > most) {
    shown.sort((a, b) => (asked[b] ?? 0) - (asked[a] ?? 0) || a - b);
    shown.length = most;
    shown.sort((a, b) => a - b);
  }
  const place = new Int32Array(classes).fill(-1);
  shown.forEach((shownClass, index) => {
    place[shownClass] = index;
  });
  const size = shown.length;
  const counts = new Float64Array(size * size);
  const rowSums = new Float64Array(size);
  const columnSums = new Float64Array(size);
  let total = 0;
  for (let at = 0; at < targets.length; at++) {
    const target = targets[at] ?? -1;
    const taken = predicted[at] ?? -1;
    if (target < 0 || taken < 0) continue;
    total++;
    const [row, column] = [place[target] ?? -1, place[taken] ?? -1];
    if (row >= 0) rowSums[row] = (rowSums[row] ?? 0) + 1;
    if (column >= 0) columnSums[column] = (columnSums[column] ?? 0) + 1;
    if (row >= 0 && column >= 0) counts[row * size + column] = (counts[row * size + column] ?? 0) + 1;
  }
  return { classes: shown, counts, total, rowSums, columnSums };
}

/** A cell's share of what it is normalised by, 0 to 1; the count itself for none. NaN of nothing. */
export function normalisedCell(confusion: Confusion, row: number, column: number, by: Normalisation): number {
  const { classes, counts, total, rowSums, columnSums } = confusion;
  const count = counts[row * classes.length + column] ?? 0;
  switch (by) {
    case 'count':
      return count;
    case 'true':
      return count / (rowSums[row] ?? 0);
    case 'predicted':
      return count / (columnSums[column] ?? 0);
    case 'all':
      return count / total;
  }
}
