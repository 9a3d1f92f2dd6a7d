import { sizeOf, type Tensor } from '../../../src/core/tensor';

type Nested = number | readonly Nested[];

/** Nested lists as a tensor. */
export function tensorOf(nested: Nested): Tensor {
  const shape: number[] = [];
  for (let level: Nested | undefined = nested; typeof level === 'object'; level = level[0]) shape.push(level.length);
  return { shape, data: Float64Array.from(flatten(nested)) };
}

function flatten(nested: Nested): readonly number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(flatten);
}

/** Numbers in [0, 1) from a seed (mulberry32), so that a failure can be run again. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function tensorFrom(shape: readonly number[], next: () => number): Tensor {
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, next) };
}

/** Neighbouring doubles between two numbers, 0 for the same number: how many units in the last place apart. */
export function unitsApart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  const apart = Number(orderOf(a) - orderOf(b));
  return Math.abs(apart);
}

/** Doubles in order as integers in order. */
function orderOf(value: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(value).buffer)[0];
  return bits >= 0n ? bits : -(bits & 0x7fff_ffff_ffff_ffffn);
}
