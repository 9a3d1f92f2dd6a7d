/** Numbers as text: always with '.', and not-finite ones as PyTorch prints them. */

/** The value itself, to its last digit. */
export function exactText(value: number): string {
  return spelled(value) ?? (Object.is(value, -0) ? '-0' : String(value));
}

/** A fixed number of decimals, or an exponent where those would show only zeros or run long. */
export function shortText(value: number, decimals = 4): string {
  const special = spelled(value);
  if (special !== undefined) return special;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 0.5 * 10 ** -decimals)) return value.toExponential(2);
  return value.toFixed(decimals);
}

/** With its sign, whichever it is. */
export function signedText(value: number): string {
  return value > 0 ? `+${shortText(value)}` : shortText(value).replace('-', '−');
}

/** The fewest decimals (at most `most`) that show every one of these values as it is. */
export function decimalsOf(values: Iterable<number>, most = 4): number {
  let decimals = 0;
  for (const value of values) {
    while (decimals < most && Number.isFinite(value) && Number(value.toFixed(decimals)) !== value) decimals++;
    if (decimals === most) break;
  }
  return decimals;
}

function spelled(value: number): string | undefined {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  return undefined;
}
