import type { LossOptions } from '../core/problem';
import type { Block } from '../read/reading';
import type { Interest } from '../run/run';
import { type Answer, consider } from './answer';

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
 * Looks at some arrays. A lone number is none.
 * @param related whether they stand in one document as they are: only then may two of them have a loss. Parts of a text
 * that was cut somewhere may be the rows of one matrix.
 * @returns undefined where there is nothing to say, or interest was lost.
 */
export async function glanceAtArrays(
  found: readonly Block[],
  related: boolean,
  options: LossOptions,
  interest: Interest,
): Promise<Glance | undefined> {
  const blocks = found.filter((block) => block.elided || block.tensor.data.length > 1);
  if (blocks.length === 0) return undefined;
  const arrays = blocks.map(glanceAt);
  if (!related || blocks.length < 2) return { arrays };
  const considered = await consider(blocks, {}, options, interest);
  if (interest.aborted) return undefined;
  const outcome = considered?.kind === 'answer' ? considered.choice.outcome : undefined;
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
