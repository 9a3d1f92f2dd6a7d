import type { Block, KnownBlock } from '../read/reading';
import { select, type SelectorFault } from './selector';

/**
 * Resolves a selector that ends in an index as NumPy writes it, axis by axis: `[:, a:b]` (columns a up to b, from 0,
 * negative from the end), `[:, k]` or `[:, NAME]` (one column, which leaves its axis), `[0]`, `[:100]`, `[0, :, 1:3]`:
 * part of one array, as an array of its own.
 * @returns undefined where the selector has no such end, or is the name of an array as it stands.
 */
export function selectColumns(blocks: readonly Block[], selector: string): KnownBlock | SelectorFault | undefined {
  const parts = /^(.*)\[([^[\]]*)\]$/s.exec(selector);
  if (parts === null || !('code' in select(blocks, selector))) return undefined;
  const [, base = '', index = ''] = parts;
  const found = select(blocks, base);
  if ('code' in found) return { ...found, selector: base };
  const block = blocks[found[0] ?? -1];
  if (block === undefined || block.elided) return { code: 'elided-array', selector: base };
  const { shape } = block.tensor;
  const axes = index.split(',').map((words) => words.trim());
  const ranges = shape.map((extent, axis) => rangeOf(block, axis, extent, axes[axis] ?? ':'));
  const odd = ranges.indexOf(undefined);
  if (odd >= 0 || axes.length > shape.length) {
    return { code: 'no-such-columns', selector, count: shape[odd] ?? 0 };
  }
  return partOf(block, ranges as readonly Range[]);
}

export interface Range {
  readonly first: number;
  readonly last: number;
  /** One place, taken out of its axis. */
  readonly single: boolean;
}

function rangeOf({ tensor, columnNames }: KnownBlock, axis: number, extent: number, words: string): Range | undefined {
  const named = axis > 0 && axis === tensor.shape.length - 1 ? (columnNames?.indexOf(words) ?? -1) : -1;
  if (named >= 0) return { first: named, last: named + 1, single: true };
  const slice = /^(-?\d{0,9}):(-?\d{0,9})$/.exec(words);
  if (slice !== null) {
    const first = bound(slice[1] ?? '', 0, extent);
    const last = bound(slice[2] ?? '', extent, extent);
    return first < last || words === ':' ? { first, last, single: false } : undefined;
  }
  if (!/^-?\d{1,9}$/.test(words)) return undefined;
  const at = Number(words) + (words.startsWith('-') ? extent : 0);
  return at >= 0 && at < extent ? { first: at, last: at + 1, single: true } : undefined;
}

/** One end of a slice, as Python takes it. */
function bound(text: string, otherwise: number, width: number): number {
  if (text === '') return otherwise;
  const at = Number(text);
  return Math.min(width, Math.max(0, at < 0 ? at + width : at));
}

/** The part of an array that the ranges of its axes leave, as an array of its own. */
export function partOf(block: KnownBlock, ranges: readonly Range[]): KnownBlock {
  const { shape, data } = block.tensor;
  const order = placesOf(shape, ranges);
  const { starts, ends } = block.cells;
  const { columnNames, rowNames, ...rest } = block;
  const [rows] = ranges;
  const columns = ranges.at(-1);
  const names = ranges.length > 1 && columns ? columnNames?.slice(columns.first, columns.last) : columnNames;
  const place = starts.length > 0;
  return {
    ...rest,
    ...(columns?.single === true && names?.length === 1 ? { name: names[0] ?? '' } : {}),
    ...(names !== undefined && columns?.single === false && { columnNames: names }),
    ...(rowNames !== undefined && rows?.single === false && { rowNames: rowNames.slice(rows.first, rows.last) }),
    tensor: {
      shape: ranges.flatMap(({ first, last, single }) => (single ? [] : [last - first])),
      data: Float64Array.from(order, (at) => data[at]),
    },
    cells: {
      starts: place ? Uint32Array.from(order, (at) => starts[at]) : starts,
      ends: place ? Uint32Array.from(order, (at) => ends[at]) : ends,
    },
    integers: block.integers || order.every((at) => Number.isInteger(data[at])),
  };
}

/** Where the numbers of the part stand in the whole, in row-major order. */
function placesOf(shape: readonly number[], ranges: readonly Range[]): Uint32Array {
  let places = Uint32Array.of(0);
  shape.forEach((extent, axis) => {
    const { first, last } = ranges[axis];
    const wide = last - first;
    const next = new Uint32Array(places.length * wide);
    places.forEach((place, index) => {
      for (let step = 0; step < wide; step++) next[index * wide + step] = place * extent + first + step;
    });
    places = next;
  });
  return places;
}
