export type Direction = 'ascending' | 'descending';

/**
 * The rows (all, or only some) from first to last by their keys. A key that is not a number stands beyond every number, so that the
 * largest-first order begins with the rows that need looking at most; equal keys keep the order of the rows.
 */
export function orderRows(
  rows: number,
  key: (row: number) => number,
  direction: Direction,
  only?: Uint32Array,
): Uint32Array {
  const keys = new Float64Array(rows);
  const order = only?.slice() ?? Uint32Array.from({ length: rows }, (_, row) => row);
  for (const row of order) keys[row] = key(row);
  const sign = direction === 'ascending' ? 1 : -1;
  return order.sort((a, b) => sign * compare(keys[a] ?? NaN, keys[b] ?? NaN) || a - b);
}

/** No place in an order: the row was left out of it. */
export const NOWHERE = 0xffffffff;

/** Where each row stands in an order: the inverse of {@link orderRows}. */
export function placesOf(order: Uint32Array, rows = order.length): Uint32Array {
  const places = new Uint32Array(rows).fill(NOWHERE);
  order.forEach((row, place) => {
    places[row] = place;
  });
  return places;
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
