import type { Block, KnownBlock } from '../read/reading';
import { select, type SelectorFault } from './selector';

/**
 * Resolves a selector that ends in `[:, a:b]` (columns a up to b, from 0, negative from the end), `[:, k]` or
 * `[:, NAME]` (one column, which becomes a vector): part of one array, as an array of its own.
 * @returns undefined where the selector has no such end, or is the name of an array as it stands.
 */
export function selectColumns(blocks: readonly Block[], selector: string): KnownBlock | SelectorFault | undefined {
  const parts = /^(.*)\[:, ?([^[\]]*)\]$/s.exec(selector);
  if (parts === null || !('code' in select(blocks, selector))) return undefined;
  const [, base = '', columns = ''] = parts;
  const found = select(blocks, base);
  if ('code' in found) return { ...found, selector: base };
  const block = blocks[found[0] ?? -1];
  if (block === undefined || block.elided) return { code: 'elided-array', selector: base };
  const range = rangeOf(block, columns.trim());
  return range === undefined
    ? { code: 'no-such-columns', selector, count: block.tensor.shape[1] ?? 0 }
    : take(block, range);
}

interface Range {
  readonly first: number;
  readonly last: number;
  /** One column, taken out of its axis. */
  readonly single: boolean;
}

function rangeOf({ tensor, columnNames }: KnownBlock, columns: string): Range | undefined {
  const width = tensor.shape[1];
  if (width === undefined) return undefined;
  const named = columnNames?.indexOf(columns) ?? -1;
  if (named >= 0) return { first: named, last: named + 1, single: true };
  const slice = /^(-?\d{0,9}):(-?\d{0,9})$/.exec(columns);
  if (slice !== null) {
    const first = bound(slice[1] ?? '', 0, width);
    const last = bound(slice[2] ?? '', width, width);
    return first < last ? { first, last, single: false } : undefined;
  }
  if (!/^-?\d{1,9}$/.test(columns)) return undefined;
  const at = Number(columns) + (columns.startsWith('-') ? width : 0);
  return at >= 0 && at < width ? { first: at, last: at + 1, single: true } : undefined;
}

/** One end of a slice, as Python takes it. */
function bound(text: string, otherwise: number, width: number): number {
  if (text === '') return otherwise;
  const at = Number(text);
  return Math.min(width, Math.max(0, at < 0 ? at + width : at));
}

/** The columns of axis 1. */
function take(block: KnownBlock, { first, last, single }: Range): KnownBlock {
  const { shape, data } = block.tensor;
  const [rows = 0, width = 0, ...inner] = shape;
  const size = inner.reduce((product, extent) => product * extent, 1);
  const taken = (last - first) * size;
  const order = Uint32Array.from({ length: rows * taken }, (_, index) => {
    return Math.floor(index / taken) * width * size + first * size + (index % taken);
  });
  const { starts, ends } = block.cells;
  const { columnNames, ...rest } = block;
  const names = columnNames?.slice(first, last);
  const place = starts.length > 0;
  return {
    ...rest,
    ...(names?.length === 1 ? { name: names[0] ?? '' } : {}),
    ...(names !== undefined && !single && { columnNames: names }),
    tensor: {
      shape: [rows, ...(single ? [] : [last - first]), ...inner],
      data: Float64Array.from(order, (at) => data[at]),
    },
    cells: {
      starts: place ? Uint32Array.from(order, (at) => starts[at]) : starts,
      ends: place ? Uint32Array.from(order, (at) => ends[at]) : ends,
    },
    integers: block.integers || Array.from(order).every((at) => Number.isInteger(data[at])),
  };
}
