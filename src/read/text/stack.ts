import { sizeOf } from '../../core/tensor';
import type { KnownBlock, Notation, Span } from '../reading';

interface Particulars {
  readonly notation: Notation;
  readonly span: Span;
  readonly name?: string | undefined;
}

/** Slices of the same shape along a new last axis, as R and MATLAB slice; undefined where the shapes differ. */
export function stackLast(slices: readonly KnownBlock[], particulars: Particulars): KnownBlock | undefined {
  const shape = commonShape(slices);
  if (shape === undefined) return undefined;
  return stacked(slices, [...shape, slices.length], particulars, (slice, index) => index * slices.length + slice);
}

/** The last axis as the axes that it stands for: the first of them runs fastest in the print. Undefined where slices are missing. */
export function unfolded(block: KnownBlock, places: readonly (readonly string[])[]): KnownBlock | undefined {
  const axes = places[0].length;
  if (axes === 1) return block;
  const extents = Array.from({ length: axes }, (_, axis) => new Set(places.map((place) => place[axis])).size);
  const [rows, columns, slices] = block.tensor.shape;
  if (sizeOf(extents) !== slices) return undefined;
  const shape = [rows, columns, ...extents];
  // Where the number of each slice stands among the last axes, of which the last runs fastest here.
  const order = Array.from({ length: slices }, (_, slice) => {
    let to = 0;
    let rest = slice;
    let stride = slices;
    for (const extent of extents) {
      stride /= extent;
      to += (rest % extent) * stride;
      rest = Math.floor(rest / extent);
    }
    return to;
  });
  const from = new Uint32Array(block.tensor.data.length);
  for (let at = 0; at < from.length; at++) from[at - (at % slices) + order[at % slices]] = at;
  const { tensor, cells } = block;
  return {
    ...block,
    tensor: { shape, data: Float64Array.from(from, (at) => tensor.data[at]) },
    cells: {
      starts: Uint32Array.from(from, (at) => cells.starts[at]),
      ends: Uint32Array.from(from, (at) => cells.ends[at]),
    },
  };
}

function commonShape(slices: readonly KnownBlock[]): readonly number[] | undefined {
  const shape = slices[0]?.tensor.shape;
  return slices.every((slice) => String(slice.tensor.shape) === String(shape)) ? shape : undefined;
}

/** Each page of MATLAB has a factor of its own. */
function commonScale(slices: readonly KnownBlock[]): { scale?: number } {
  const scale = slices[0]?.scale;
  if (slices.some((slice) => slice.scale !== scale)) return { scale: NaN };
  return scale === undefined ? {} : { scale };
}

function stacked(
  slices: readonly KnownBlock[],
  shape: readonly number[],
  { notation, span, name }: Particulars,
  place: (slice: number, index: number, size: number) => number,
): KnownBlock {
  const count = sizeOf(shape);
  const size = count / slices.length;
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
    tensor: { shape, data },
    cells: { starts, ends },
    decimals: Math.max(0, ...slices.slice(0, 10_000).map((slice) => slice.decimals)),
    integers: slices.every((slice) => slice.integers),
    ...commonScale(slices),
  };
}
