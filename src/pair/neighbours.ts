import type { Block } from '../read/reading';

/** Pairs of arrays that are looked at in a moment. Up to about 450 arrays this is every pair there is. */
const MOST_TRIED = 200_000;
/** However many arrays there are, each is tried with so many before it and after it. */
const NEAREST = 2;

/**
 * The arrays that each of the `predictions` is tried with. In a document of very many only those near it: of the arrays
 * with as many numbers as its targets could have, the nearest on either side. Nearer means likelier, so that what is
 * left out would stand behind what is kept.
 */
export function neighbours(
  blocks: readonly Block[],
  predictions: readonly number[],
  targets: readonly number[],
): (prediction: number) => readonly number[] {
  if (predictions.length * targets.length <= MOST_TRIED) return () => targets;
  const bySize = groupBySize(blocks, targets);
  const reach = Math.max(NEAREST, Math.floor(MOST_TRIED / predictions.length / 8));
  return (prediction) => {
    const block = blocks[prediction];
    if (block === undefined || block.elided) return [];
    const near = targetSizes(block.tensor.shape).flatMap((size) => around(bySize.get(size) ?? [], prediction, reach));
    return near.sort((a, b) => a - b);
  };
}

/** How many numbers targets can have: one for each prediction, or one for each run along an axis. */
function targetSizes(shape: readonly number[]): readonly number[] {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return [...new Set([size, ...shape.map((extent) => size / extent)])];
}

function groupBySize(blocks: readonly Block[], positions: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const position of positions) {
    const block = blocks[position];
    if (block === undefined || block.elided) continue;
    const { length } = block.tensor.data;
    const group = groups.get(length);
    if (group) group.push(position);
    else groups.set(length, [position]);
  }
  for (const group of groups.values()) group.sort((a, b) => a - b);
  return groups;
}

/** The nearest positions on either side, of positions in order. */
function around(positions: readonly number[], position: number, reach: number): readonly number[] {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? Infinity) < position) low = middle + 1;
    else high = middle;
  }
  const after = positions[low] === position ? low + 1 : low;
  return [...positions.slice(Math.max(0, low - reach), low), ...positions.slice(after, after + reach)];
}
