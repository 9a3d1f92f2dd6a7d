/** What each row adds to the sum of all. */
export interface Shares {
  /** The rows that add the most, the largest first; none where the sum is no positive number. */
  readonly top: readonly { readonly row: number; readonly share: number }[];
  /** The share of the rows against their share of the sum, the largest rows first. */
  readonly curve: readonly (readonly [rows: number, sum: number])[];
  /** How many rows make half of the sum. */
  readonly half: number;
}

export function sharesOf(losses: Float64Array, most = 9): Shares {
  let total = 0;
  for (const loss of losses) total += loss;
  if (!(total > 0) || !Number.isFinite(total)) return { top: [], curve: [], half: 0 };
  const order = Uint32Array.from(losses.keys()).sort((a, b) => (losses[b] ?? 0) - (losses[a] ?? 0) || a - b);
  const step = Math.max(1, Math.floor(order.length / 300));
  const curve: [number, number][] = [[0, 0]];
  let sum = 0;
  let half = 0;
  order.forEach((row, place) => {
    sum += losses[row] ?? 0;
    if (half === 0 && sum >= total / 2) half = place + 1;
    if ((place + 1) % step === 0 || place === order.length - 1) curve.push([(place + 1) / order.length, sum / total]);
  });
  const top = Array.from(order.subarray(0, most), (row) => ({ row, share: (losses[row] ?? 0) / total }));
  return { top, curve, half };
}
