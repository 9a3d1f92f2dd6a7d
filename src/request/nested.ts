import { sizeOf, type Tensor } from '../core/tensor';
import type { RequestFault } from '../report/refusals';

export type Parsed<T, Fault = RequestFault> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** PyTorch's own limit on the axes of a tensor in an elementwise operation. */
export const DEPTH_LIMIT = 64;

const NOT_FINITE = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

/**
 * A number or nested lists of numbers as a tensor; `shape` where the nesting cannot say it, like (0, 3).
 * Walks without recursion, so no depth of nesting exhausts the stack.
 */
export function parseNested(nested: unknown, where: string, shape?: readonly number[]): Parsed<Tensor> {
  const outline = outlineOf(nested);
  if (outline.length > DEPTH_LIMIT) return fault({ code: 'too-deep', where, limit: DEPTH_LIMIT });
  const data = new Float64Array(sizeOf(outline));
  const count = fill(data, nested, outline, where);
  if (typeof count === 'object') return fault(count);
  if (shape && sizeOf(shape) !== data.length)
    return fault({ code: 'bad-shape', where: `${where}_shape`, found: shape, count: data.length });
  return { ok: true, value: { shape: shape ?? outline, data } };
}

/** A finite number, or one of the strings that JSON has no number for. */
export function parseNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? NOT_FINITE.get(value) : undefined;
}

/** JSON of a number, the strings of {@link parseNumber} included. */
export function printNumber(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

export function fault(found: RequestFault): { readonly ok: false; readonly fault: RequestFault } {
  return { ok: false, fault: found };
}

/** The shape that the first element of every level promises. */
function outlineOf(nested: unknown): number[] {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0] as unknown) {
    shape.push(level.length);
    if (shape.length > DEPTH_LIMIT) break;
  }
  return shape;
}

/** How many numbers were written, or what does not fit the outline. */
function fill(data: Float64Array, nested: unknown, outline: readonly number[], where: string): number | RequestFault {
  const lists: unknown[][] = [];
  const indices: number[] = [];
  let count = 0;
  let current: unknown = nested;
  for (;;) {
    const depth = lists.length;
    if (depth < outline.length) {
      if (!Array.isArray(current) || current.length !== outline[depth]) {
        return { code: 'ragged', where: pathOf(where, indices), ...misfit(current, outline[depth]) };
      }
      lists.push(current);
      indices.push(-1);
    } else {
      const value = parseNumber(current);
      if (value === undefined) {
        const path = pathOf(where, indices);
        return Array.isArray(current)
          ? { code: 'ragged', where: path, ...misfit(current, undefined) }
          : { code: 'bad-number', where: path, found: current };
      }
      data[count++] = value;
    }
    if (!advance(lists, indices)) return count;
    current = lists[lists.length - 1][indices[indices.length - 1]];
  }
}

/** Moves to the next element, leaving every list that is at its end; false after the last. */
function advance(lists: unknown[][], indices: number[]): boolean {
  while (lists.length > 0) {
    const last = indices.length - 1;
    const next = indices[last] + 1;
    if (next < lists[last].length) {
      indices[last] = next;
      return true;
    }
    lists.pop();
    indices.pop();
  }
  return false;
}

function misfit(found: unknown, expected: number | undefined): { found: unknown; expected: string } {
  return {
    found,
    expected: expected === undefined ? 'a number' : `a list of ${expected}`,
  };
}

function pathOf(where: string, indices: readonly number[]): string {
  return where + indices.map((index) => `[${index}]`).join('');
}
