import { sizeOf } from '../../core/tensor';
import type { KnownBlock, Notation, Span } from '../reading';

interface Particulars {
  readonly notation: Notation;
  readonly span: Span;
  readonly name?: string | undefined;
  readonly dtype?: string | undefined;
}

/** Slices of the same shape, one behind the other along a new first axis; undefined where the shapes differ. */
export function stackFirst(slices: readonly KnownBlock[], particulars: Particulars): KnownBlock | undefined {
  const shape = commonShape(slices);
  if (shape === undefined) return undefined;
  return stacked(slices, [slices.length, ...shape], particulars, (slice, index, size) => slice * size + index);
}

/** The same along a new last axis, as R and MATLAB slice. */
export function stackLast(slices: readonly KnownBlock[], particulars: Particulars): KnownBlock | undefined {
  const shape = commonShape(slices);
  if (shape === undefined) return undefined;
  return stacked(slices, [...shape, slices.length], particulars, (slice, index) => index * slices.length + slice);
}

function commonShape(slices: readonly KnownBlock[]): readonly number[] | undefined {
  const shape = slices[0]?.tensor.shape;
  return slices.every((slice) => String(slice.tensor.shape) === String(shape)) ? shape : undefined;
}

function stacked(
  slices: readonly KnownBlock[],
  shape: readonly number[],
  { notation, span, name, dtype }: Particulars,
  place: (slice: number, index: number, size: number) => number,
): KnownBlock {
  const count = sizeOf(shape);
  const size = slices.length === 0 ? 0 : count / slices.length;
  const data = new Float64Array(count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  slices.forEach((slice, position) => {
    for (let index = 0; index < size; index++) {
      const to = place(position, index, size);
      data[to] = slice.tensor.data[index];
      starts[to] = slice.cells.starts[index];
      ends[to] = slice.cells.ends[index];
    }
  });
  return {
    elided: false,
    ...(name !== undefined && { name }),
    span,
    notation,
    ...(dtype !== undefined && { dtype }),
    tensor: { shape, data },
    cells: { starts, ends },
    decimals: Math.max(0, ...slices.slice(0, 10_000).map((slice) => slice.decimals)),
    integers: slices.every((slice) => slice.integers),
  };
}
