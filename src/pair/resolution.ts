import type { HalfUnits } from '../core/uncertainty/interval';
import type { KnownBlock } from '../read/reading';
import type { Role } from './pairing';

/** Mantissa, digits behind its point, exponent. A decimal comma counts as a point. */
const SCIENTIFIC = /^([-+−]?\d*)(?:[.,](\d*))?[eEdD]([-+−]?\d+)/;
const FIXED = /^[-+−]?[\d_]*[.,](\d+)/;

/**
 * Half a unit of the last printed place of every number of an array, from how it was written: one for all in fixed
 * notation, where a column drops its trailing zeros together, and each number's own in scientific notation. Labels
 * (targets that are whole numbers throughout, as their notation writes exact ones), numbers without a point, words such as nan, and what came from bytes
 * are exact.
 * @param text what the spans of the cells refer to.
 */
export function halfUnits(block: KnownBlock, role: Role, text: string): HalfUnits {
  const { data } = block.tensor;
  const { starts, ends } = block.cells;
  if (block.integers) return 0;
  if (role === 'targets' && areLabels(block)) return 0;
  // Numbers without places in a text: what came from bytes has no decimals.
  if (starts.length !== data.length) return block.decimals === 0 ? 0 : fixedUnit(block.decimals);
  const first = starts[0];
  const last = ends[ends.length - 1];
  const plain = first < last && !/\d[.,]?[eEdD][-+−]?\d/.test(text.slice(first, last));
  // Scale factors and percent signs: what is written times something is the value.
  const several = Number.isNaN(block.scale);
  const scale = several ? largestScale(block, text) : scaleOf(block, text);
  // Where there is a factor for all, the block counts the decimals of the product.
  if (plain && block.scale === undefined) return block.decimals === 0 ? 0 : fixedUnit(block.decimals) * scale;
  const units = new Float64Array(data.length);
  const fixed = fixedDecimals(block, text);
  for (let index = 0; index < data.length; index++) {
    const token = text.slice(starts[index], ends[index]);
    const own = several ? (ratioAt(block, index, text) ?? scale) : scale;
    units[index] = Number.isFinite(data[index]) ? unitOf(token, fixed) * own : 0;
  }
  return units;
}

/**
 * Whole numbers throughout, and not by rounding: Python writes a whole float with one decimal, PyTorch with none, so
 * that 1.0 in its print was something else.
 */
function areLabels({ tensor, decimals, notation }: KnownBlock): boolean {
  return tensor.data.every(Number.isInteger) && (decimals === 0 || (decimals === 1 && notation !== 'torch'));
}

function unitOf(token: string, fixed: number): number {
  const parts = SCIENTIFIC.exec(token);
  if (parts === null) return fixed === 0 ? 0 : fixedUnit(fixed);
  const exponent = Number(parts[3].replace('−', '-'));
  const own = fixedUnit((parts[2] ?? '').length - exponent);
  // Among numbers of d decimals, 1e-5 stands for what they would print as 0.00001.
  return exponent < 0 && fixed > 0 ? Math.min(own, fixedUnit(fixed)) : own;
}

/** Correctly rounded, and never below half a unit: 0.5 x 10^-d as written. */
function fixedUnit(decimals: number): number {
  return Number(`5e${-decimals - 1}`);
}

/** The most decimals among the numbers without an exponent. */
function fixedDecimals({ cells, tensor }: KnownBlock, text: string): number {
  let most = 0;
  for (let index = 0; index < tensor.data.length; index++) {
    const token = text.slice(cells.starts[index], cells.ends[index]);
    if (!SCIENTIFIC.test(token)) most = Math.max(most, FIXED.exec(token)?.[1]?.length ?? 0);
  }
  return most;
}

/** The value of the first number that is not 0 over what its digits say; 1 where they cannot be read. */
function scaleOf(block: KnownBlock, text: string): number {
  const index = block.tensor.data.findIndex((value) => value !== 0 && Number.isFinite(value));
  return ratioAt(block, index, text) ?? 1;
}

/** Of a 0 among slices with factors of their own no more is known than this. */
function largestScale(block: KnownBlock, text: string): number {
  return block.tensor.data.reduce((most, _, index) => Math.max(most, ratioAt(block, index, text) ?? 0), 0);
}

/** One number over what its digits say; undefined where they say nothing. */
function ratioAt({ cells, tensor }: KnownBlock, index: number, text: string): number | undefined {
  const token = text.slice(cells.starts[index], cells.ends[index]).replaceAll('−', '-').replaceAll('_', '');
  const written = /^[-+]?\d*(?:[.,]\d*)?(?:[eEdD][-+]?\d+)?/.exec(token)?.[0].replace(',', '.').replace(/[dD]/, 'e');
  const ratio = Math.abs(tensor.data[index] / Number(written));
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}
