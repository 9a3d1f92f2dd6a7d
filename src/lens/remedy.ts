import type { Alternative } from '../check/finding';
import { sameShape, type Tensor } from '../core/tensor';
import type { KnownBlock } from '../read/reading';
import type { Posed } from './answer';
import { type Settled, settledBy } from './settled';

/** One number of an array: its place in the tensor's data, and so among the array's cells in the text. */
export interface NumberChange {
  readonly array: 'predictions' | 'targets';
  readonly index: number;
  readonly value: number;
}

/** What going a way out of a finding takes. */
export type Remedy =
  /** The numbers stay; they are read, or computed, another way. */
  | { readonly kind: 'reading'; readonly settled: Settled }
  /** Numbers of the text become others, each in its place; they are read as before, or as `settled` says. */
  | { readonly kind: 'edit'; readonly changes: readonly NumberChange[]; readonly settled?: Settled }
  /** The change is to be made where the arrays come from. */
  | { readonly kind: 'code' };

/** More numbers than this are not rewritten by one click. */
const MOST_CHANGES = 10_000;

export function remedyOf(posed: Posed, { problem: mended }: Alternative): Remedy {
  const { problem } = posed.report;
  if (mended === undefined) return { kind: 'code' };
  const { loss, options, from = posed.pairing.from } = mended;
  const settled: Settled = { ...settledBy(posed), loss, from, options };
  const changes = [
    changesOf('predictions', problem.predictions, mended.predictions, posed.predictions),
    changesOf('targets', problem.targets, mended.targets, posed.targets),
  ];
  const numbers: NumberChange[] = [];
  for (const some of changes) {
    if (some === undefined) return { kind: 'code' };
    numbers.push(...some);
  }
  const reread = loss !== problem.loss || from !== posed.pairing.from || options !== problem.options;
  if (numbers.length > 0) return { kind: 'edit', changes: numbers, ...(reread && { settled }) };
  return reread ? { kind: 'reading', settled } : { kind: 'code' };
}

/** What to rewrite so that one array becomes the other; undefined where that cannot be done number by number. */
function changesOf(
  array: NumberChange['array'],
  now: Tensor,
  then: Tensor,
  block: KnownBlock,
): readonly NumberChange[] | undefined {
  if (now.data === then.data) return [];
  // Arrays that were turned or moved on the way have their numbers elsewhere; a common factor stands for all at once.
  const asPrinted = now === block.tensor && block.scale === undefined && block.cells.starts.length === now.data.length;
  if (!asPrinted || !sameShape(now.shape, then.shape)) return undefined;
  const changes: NumberChange[] = [];
  for (let index = 0; index < now.data.length; index++) {
    const value = then.data[index];
    if (Object.is(value, now.data[index])) continue;
    changes.push({ array, index, value });
    if (changes.length > MOST_CHANGES) return undefined;
  }
  return changes;
}
