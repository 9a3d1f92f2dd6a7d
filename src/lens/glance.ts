import type { LossOptions } from '../core/problem';
import { read } from '../read/read';
import type { Block } from '../read/reading';
import type { Interest } from '../run/run';
import { type Answer, consider } from './answer';
import type { Snapshot } from './question';

/** What is told of a stretch of text at a glance: the arrays in it, and the loss where they have one. */
export interface Glance {
  readonly arrays: readonly ArrayGlance[];
  /** Only where the arrays can be read in one way, and PyTorch takes them. */
  readonly answer?: Answer;
}

export interface ArrayGlance {
  readonly name?: string;
  /** Absent where numbers are left out and the text states none. */
  readonly shape?: readonly number[];
  /** Numbers are left out (`...`): nothing is known of the rest. */
  readonly elided: boolean;
  /** Of the finite numbers; NaN where there are none. */
  readonly min: number;
  readonly max: number;
  readonly nans: number;
  readonly infinities: number;
}

/**
 * Looks at a stretch of text by itself. A lone number is no array.
 * @returns undefined where there is none, or interest was lost.
 */
export async function glance(
  snapshot: Snapshot,
  options: LossOptions,
  interest: Interest,
): Promise<Glance | undefined> {
  const blocks = read(snapshot).blocks.filter((block) => block.elided || block.tensor.data.length > 1);
  if (blocks.length === 0) return undefined;
  const arrays = blocks.map(glanceAt);
  if (blocks.length < 2) return { arrays };
  const found = await consider(blocks, {}, options, interest);
  if (interest.aborted) return undefined;
  const outcome = found?.kind === 'answer' ? found.choice.outcome : undefined;
  return outcome?.ok ? { arrays, answer: outcome.value } : { arrays };
}

function glanceAt(block: Block): ArrayGlance {
  const name = block.name === undefined ? {} : { name: block.name };
  if (block.elided) {
    const shape = block.shape === undefined ? {} : { shape: block.shape };
    return { ...name, ...shape, elided: true, min: NaN, max: NaN, nans: 0, infinities: 0 };
  }
  let min = Infinity;
  let max = -Infinity;
  let nans = 0;
  let infinities = 0;
  for (const value of block.tensor.data) {
    if (Number.isNaN(value)) nans++;
    else if (!Number.isFinite(value)) infinities++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  if (min > max) min = max = NaN;
  return { ...name, shape: block.tensor.shape, elided: false, min, max, nans, infinities };
}
