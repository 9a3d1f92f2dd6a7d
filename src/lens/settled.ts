import type { From, LossName, LossOptions } from '../core/problem';
import type { Block, KnownBlock, Span } from '../read/reading';
import type { Posed } from './answer';
import type { Explanation } from './explain';
import type { Roles } from './question';

/** A reading that was settled, by the user or for want of a rival. */
export interface Settled extends Roles {
  readonly loss: LossName;
  readonly from: From;
  readonly options: LossOptions;
  /** Options whose numbers stand in the document as arrays of their own: read again with the rest. */
  readonly arrays?: OptionArrays;
}

/** Options that may be an array of the document. */
export const OPTIONS_FROM_ARRAYS = ['weight', 'posWeight'] as const;

export type OptionArrays = Partial<Readonly<Record<(typeof OPTIONS_FROM_ARRAYS)[number], Span>>>;

/** What to remember of a problem, so that it can be computed again. */
export function settledBy({ pairing, predictions, targets, targetsIn, report }: Posed): Settled {
  const { loss, from } = pairing;
  return {
    predictions: extentOf(predictions),
    targets: extentOf(targets),
    ...(targetsIn !== undefined && { targetsIn }),
    loss,
    from,
    options: report.problem.options,
  };
}

/** From the first number to the last: also for an array that was cut to some of its rows. */
export function extentOf({ cells, span }: KnownBlock): Span {
  const last = cells.ends.length - 1;
  return last < 0 ? span : { start: cells.starts[0], end: cells.ends[last] };
}

/** The explanation as a loss to compute; undefined where no single call of PyTorch on these arrays gives it. */
export function settledByExplanation(explanation: Explanation, blocks: readonly Block[]): Settled | undefined {
  const { problem } = explanation.formula;
  const predictions = blocks[explanation.predictions];
  const targets = blocks[explanation.targets];
  if (predictions === undefined || targets === undefined || predictions.elided || targets.elided) return undefined;
  const asTheyStand = problem.predictions === predictions.tensor && problem.targets === targets.tensor;
  if (!asTheyStand || !explanation.formula.steps.every(({ code }) => IN_ONE_CALL.has(code))) return undefined;
  const summed = explanation.formula.steps.some(({ code }) => code === 'sum');
  return {
    predictions: extentOf(predictions),
    targets: extentOf(targets),
    loss: problem.loss,
    from: problem.from ?? 'logits',
    options: { ...problem.options, reduction: summed ? 'sum' : 'mean' },
  };
}

/** Steps that are options of the loss itself. */
const IN_ONE_CALL: ReadonlySet<Explanation['formula']['steps'][number]['code']> = new Set([
  'stated',
  'eps',
  'weights',
  'pos-weights',
  'balanced-weights',
  'ignored',
  'sum',
]);
