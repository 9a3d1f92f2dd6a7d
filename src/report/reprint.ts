/**
 * A number as it would have been printed in place of another: with as many decimals, in scientific notation where that
 * was, a bare point (`1.`) where PyTorch left one, an integer where one stood and the new value is one.
 */
export function reprint(original: string, value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const printed = /^([+-]?)(\d*)(?:(\.)(\d*))?(?:([eE])([+-]?)(\d+))?$/.exec(original);
  if (printed === null) return String(value);
  const [, plus, , point, fraction = '', e, , exponent = ''] = printed;
  const sign = plus === '+' && value >= 0 ? '+' : '';
  if (e !== undefined) return sign + scientific(value, fraction.length, e, exponent.length);
  if (fraction !== '') return sign + value.toFixed(fraction.length);
  const whole = Number.isInteger(value) ? value.toFixed(0) : String(value);
  return sign + (point !== undefined && Number.isInteger(value) ? `${whole}.` : whole);
}

/** As {@link reprint} where that says the value exactly; otherwise with every digit it takes. */
export function rewrite(original: string, value: number): string {
  const alike = reprint(original, value);
  return Number.isNaN(value) || Number(alike) === value || !Number.isFinite(value) ? alike : String(value);
}

/** Exponents as C prints them: a sign, and at least as many digits as the original had. */
function scientific(value: number, decimals: number, e: string, width: number): string {
  const [significand = '', power = '0'] = value.toExponential(decimals).split('e');
  const exponent = Number(power);
  return `${significand}${e}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(width, '0')}`;
}
