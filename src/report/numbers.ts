/** How numbers are shown: always with a point, never grouped, so that they can be copied into code. */

/** A loss as PyTorch would print it: four decimals, or scientific where those would say nothing. */
export function lossText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return exponential(value.toExponential(4));
  return value.toFixed(4);
}

/** Every digit of a float64. */
export function fullText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return exponential(Object.is(value, -0) ? '0' : String(value));
}

/** `1e-7` as Python writes it: 1e-07. */
function exponential(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `10 × 4`, `10`, or 'scalar'. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** JSON has no name for what is not finite: then a string, as the terminal's contract has it. */
export type JsonNumber = number | 'nan' | 'inf' | '-inf';

export function jsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

export function jsonNumbers(values: Float64Array): JsonNumber[] {
  return Array.from(values, jsonNumber);
}
