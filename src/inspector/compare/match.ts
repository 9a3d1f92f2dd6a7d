/** By what the rows of two problems are taken for the same. */
export type MatchBy = 'index' | 'name';

/** Rows of a problem, and what the text calls them. */
export interface NamedRows {
  readonly count: number;
  readonly names: readonly string[] | undefined;
}

/** Whether both problems have names to match by: where some name occurs on both sides. */
export function canMatchByName(here: NamedRows, there: NamedRows): boolean {
  if (here.names === undefined || there.names === undefined) return false;
  const known = new Set(there.names);
  return here.names.some((name) => known.has(name));
}

/**
 * For each row here its row there; -1 where it has none. Rows of one name are taken in their order, so that the second
 * of two twins meets the second there.
 */
export function matchRows(here: NamedRows, there: NamedRows, by: MatchBy): Int32Array {
  const partners = new Int32Array(here.count).fill(-1);
  if (by === 'index' || here.names === undefined || there.names === undefined) {
    for (let row = 0; row < Math.min(here.count, there.count); row++) partners[row] = row;
    return partners;
  }
  const waiting = new Map<string, number[]>();
  // From the last to the first, so that the first is on top.
  for (let row = there.names.length - 1; row >= 0; row--) {
    const rows = waiting.get(there.names[row]);
    if (rows === undefined) waiting.set(there.names[row], [row]);
    else rows.push(row);
  }
  here.names.forEach((name, row) => {
    partners[row] = waiting.get(name)?.pop() ?? -1;
  });
  return partners;
}
