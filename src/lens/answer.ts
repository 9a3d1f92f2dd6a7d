import { check } from '../check/check';
import type { Finding } from '../check/finding';
import { LOSS_NAMES, type LossOptions, type Problem, type Refusal } from '../core/problem';
import { choices, pair, type Request } from '../pair/pair';
import type { Pairing } from '../pair/pairing';
import { arraysOf, problemOf } from '../pair/problem';
import type { Block, KnownBlock } from '../read/reading';
import { type Interest, type Report, run } from '../run/run';

/** A pairing as the problem it poses, and what looks like a mistake in it: known also where PyTorch refuses it. */
export interface Posed {
  readonly pairing: Pairing;
  readonly predictions: KnownBlock;
  readonly targets: KnownBlock;
  /** The address of the document that the targets stand in, where that is another: their places are of its text. */
  readonly targetsIn?: string;
  readonly report: { readonly problem: Problem };
  readonly findings: readonly Finding[];
}

/** A computed pairing with all that is known about it. Plain data. */
export interface Answer extends Posed {
  readonly report: Report;
}

/** What came of computing a pairing. */
export type Answered =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly refusal: Refusal; readonly posed: Posed };

/** One of several readings between which only the user can choose. */
export interface Choice {
  readonly pairing: Pairing;
  readonly outcome: Answered;
}

/** What a question about a list of arrays comes to. */
export type Consideration =
  | { readonly kind: 'answer'; readonly choice: Choice }
  | { readonly kind: 'choose'; readonly choices: readonly Choice[] }
  /** No two of the arrays fit together. */
  | { readonly kind: 'nothing' };

/** How many readings are worked out before they are offered: nobody chooses among more. */
const CHOICE_LIMIT = 12;

/**
 * Pairs the arrays and computes the best reading, or all those that are nearly as good.
 * @returns undefined where interest was lost before there was an answer.
 */
export async function consider(
  blocks: readonly Block[],
  request: Request,
  options: LossOptions,
  interest: Interest,
  /** Offer every pairing, twins and all, as when a name leaves open which array is meant. */
  every = false,
): Promise<Consideration | undefined> {
  const ranked = pair(blocks, request);
  const near = (every ? ranked : choices(blocks, ranked)).slice(0, CHOICE_LIMIT);
  const computed: Choice[] = [];
  for (const pairing of near) {
    const outcome = await answer(blocks, pairing, options, interest);
    if (outcome === undefined) return undefined;
    computed.push({ pairing, outcome });
  }
  const [only, another] = computed;
  if (only === undefined) return { kind: 'nothing' };
  return another === undefined && !every ? { kind: 'answer', choice: only } : { kind: 'choose', choices: computed };
}

/**
 * Every other reading of an answer's two arrays that PyTorch computes, the sensible ones first, each once.
 * What PyTorch refuses is left out.
 */
export async function alternatives(of: Answer, interest: Interest): Promise<readonly Choice[]> {
  const { predictions, targets } = of;
  const { options } = of.report.problem;
  // There is but one array, and but one way to read it.
  if (of.pairing.layout === 'own-class') return [{ pairing: of.pairing, outcome: { ok: true, value: of } }];
  const blocks = [predictions, targets];
  const roles = { predictions: [0], targets: [1] };
  // Its columns are two arrays here.
  const { layout, ...plain } = of.pairing;
  const own: Pairing = layout === 'label-column' ? plain : of.pairing;
  const literal = LOSS_NAMES.flatMap((loss) => pair(blocks, { ...roles, loss }));
  const choices: Choice[] = [];
  for (const pairing of [own, ...pair(blocks, roles), ...literal]) {
    const known = choices.some(({ pairing: { loss, from } }) => loss === pairing.loss && from === pairing.from);
    if (known) continue;
    const outcome = await answer(blocks, { ...pairing, predictions: 0, targets: 1 }, options, interest);
    if (outcome === undefined) return choices;
    if (outcome.ok) choices.push({ pairing, outcome });
  }
  return choices;
}

/** Computes one pairing. @returns undefined where interest was lost before there was an answer. */
export async function answer(
  blocks: readonly Block[],
  pairing: Pairing,
  options: LossOptions,
  interest: Interest,
): Promise<Answered | undefined> {
  const arrays = arraysOf(blocks, pairing);
  if (arrays === undefined) throw new RangeError('an array of the pairing is not among those that were paired');
  const { predictions, targets } = arrays;
  const problem = problemOf(pairing, predictions, targets, options);
  const outcome = await run(problem, interest);
  if (outcome === undefined) return undefined;
  const posed = { pairing, predictions, targets };
  if (!outcome.ok) {
    const findings = check({ problem, predictions, targets });
    return { ...outcome, posed: { ...posed, report: { problem }, findings } };
  }
  const { evaluation } = outcome.value;
  const findings = check({ problem, evaluation, predictions, targets });
  return { ok: true, value: { ...posed, report: outcome.value, findings } };
}
