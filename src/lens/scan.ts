import { LOSSES } from '../core/losses/registry';
import type { LossName, LossOptions } from '../core/problem';
import { sameShape } from '../core/tensor';
import type { Uncertainty } from '../core/uncertainty/uncertainty';
import { factsOf } from '../pair/facts';
import { pair } from '../pair/pair';
import type { Pairing, Reason } from '../pair/pairing';
import { halfUnits } from '../pair/resolution';
import type { Block, KnownBlock, Span } from '../read/reading';
import type { Interest } from '../run/run';
import { type Answer, answer } from './answer';
import { assignedCall, type LossCall, lossCall, lossCalls } from './calls';
import { type Explanation, explain, type Pair, pairsOf, type Printed } from './explain';
import { uncertaintyOf } from './judge';
import { blockNamed, optionsFor, optionsOfCall } from './options';

/** A sensible pairing of a document, computed. */
export interface ScannedPairing {
  readonly answer: Answer;
  readonly uncertainty?: Uncertainty;
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** Positions of the printed numbers that are this loss. */
  readonly confirms: readonly number[];
}

/** A number that the document prints by itself. */
export interface ScannedNumber {
  /** Position among the arrays. */
  readonly index: number;
  readonly printed: Printed;
  /** The document calls it a loss: its own call, or its name, says so. */
  readonly isLoss: boolean;
  /** The two arrays that the document's own call takes, by position; absent where it names none that are here. */
  readonly of?: { readonly predictions: number; readonly targets: number };
  /** The pairing whose loss it is, by position; undefined where none is. */
  readonly confirmedBy?: number;
  /** Other ways to come by it, likeliest first; only of numbers that are called a loss and confirmed by nothing. */
  readonly explanations: readonly Explanation[];
  /** How many more formulas give the same number. */
  readonly rivals: number;
}

export interface Scan {
  readonly pairings: readonly ScannedPairing[];
  readonly numbers: readonly ScannedNumber[];
}

/** Arrays farther apart than this in a document of very many are not tried with each other. */
const NEIGHBOURS = 40;
const MOST_PAIRINGS = 60;
const MOST_EXPLANATIONS = 3;

/** Below the best reading by more than this, a reading is no longer sensible. */
const SENSIBLE = 0.5;

/** What a call of the document and a printed number add to the score of a pairing. */
const CALLED = 0.5;
const CONFIRMED = 1;

/**
 * Every sensible pairing of a document with its value, best first: those whose loss the document prints itself, their
 * twins (the same numbers printed again), then the rest.
 * @returns undefined where interest was lost before there was an answer.
 */
export async function scan(
  blocks: readonly Block[],
  text: string,
  interest: Interest,
  /** Look for the formulas of numbers that nothing confirms: most of the work, and only for who will read them. */
  explained = true,
): Promise<Scan | undefined> {
  const printed = blocks.flatMap((block, index) => printedNumber(block, index, text));
  const calls = callsOf(blocks, printed, text);
  const tried: Candidate[] = [];
  for (const { pairing, options, called } of candidates(blocks, calls)) {
    const outcome = await answer(blocks, pairing, options, interest);
    if (outcome === undefined) return undefined;
    if (!outcome.ok) continue;
    const found = outcome.value;
    const uncertainty = uncertaintyOf(found, { predictions: text, targets: text });
    tried.push({ answer: found, ...(uncertainty && { uncertainty }), called, confirms: [] });
  }
  for (const number of printed) {
    const best = confirming(number, tried, calls.get(number.index));
    if (best) best.confirms.push(number.index);
  }
  const pairings = ranked(blocks, tried);
  const numbers = printed.map((number) => numberOf(number, pairings, blocks, calls, text, explained));
  return { pairings, numbers };
}

interface Candidate {
  readonly answer: Answer;
  readonly uncertainty?: Uncertainty;
  readonly called: LossCall | undefined;
  readonly confirms: number[];
}

interface PrintedAt extends Printed {
  readonly index: number;
  readonly span: { readonly start: number };
  readonly name: string | undefined;
}

/** A scalar with a point: a count or a label is no loss. */
function printedNumber(block: Block, index: number, text: string): readonly PrintedAt[] {
  if (block.elided || block.tensor.shape.length > 0 || block.integers) return [];
  const [value] = block.tensor.data;
  if (!Number.isFinite(value)) return [];
  const units = halfUnits(block, 'predictions', text);
  const half = typeof units === 'number' ? units : units[0];
  return [{ index, value, half, span: block.span, name: block.name }];
}

/** A call and the arrays it names. */
interface ResolvedCall {
  readonly call: LossCall;
  readonly predictions?: number;
  readonly targets?: number;
  readonly options: LossOptions;
}

/** The calls behind the printed numbers, by position; those that stand elsewhere under negative keys. */
function callsOf(
  blocks: readonly Block[],
  printed: readonly PrintedAt[],
  text: string,
): ReadonlyMap<number, ResolvedCall> {
  const found = new Map<number, ResolvedCall>();
  for (const { index, name, span } of printed) {
    const call = name === undefined ? undefined : (lossCall(name) ?? assignedCall(text, name, span.start));
    if (call) found.set(index, resolve(call, blocks, span.start));
  }
  lossCalls(text).forEach(({ at, call }, index) => found.set(-1 - index, resolve(call, blocks, at)));
  return found;
}

/** Which arrays a call names: the first input is the predictions for PyTorch's own losses, else whichever reads well. */
function resolve(call: LossCall, blocks: readonly Block[], at: number): ResolvedCall {
  const options = optionsOfCall(call, blocks, at);
  const named = call.inputs.flatMap((input) => blockNamed(blocks, input, at) ?? []);
  const [first, second] = named;
  if (first === undefined || second === undefined || first === second) return { call, options };
  if (call.loss !== undefined) return { call, options, predictions: first, targets: second };
  const [best] = pair(blocks, { predictions: named, targets: named });
  return best ? { call, options, predictions: best.predictions, targets: best.targets } : { call, options };
}

interface Posed {
  readonly pairing: Pairing;
  readonly options: LossOptions;
  readonly called: LossCall | undefined;
}

/** What is computed: the pairings that the document's calls name, then every one that reads well. */
function candidates(blocks: readonly Block[], calls: ReadonlyMap<number, ResolvedCall>): readonly Posed[] {
  const posed: Posed[] = [];
  const seen = new Set<string>();
  const add = (pairing: Pairing, options: LossOptions, called: LossCall | undefined): void => {
    const kept = optionsFor(pairing.loss, options);
    const { reduction } = kept;
    if (reduction === 'none') return;
    const key = `${pairing.predictions} ${pairing.targets} ${pairing.loss} ${pairing.from} ${optionsKey(kept)}`;
    if (seen.has(key)) return;
    seen.add(key);
    posed.push({ pairing, options: kept, called });
  };
  for (const { call, predictions, targets, options } of calls.values()) {
    if (predictions === undefined || targets === undefined) continue;
    const roles = { predictions: [predictions], targets: [targets] };
    if (call.loss !== undefined) {
      for (const pairing of pair(blocks, { ...roles, loss: call.loss })) add(pairing, options, call);
    } else for (const pairing of pair(blocks, roles)) add(pairing, options, call);
  }
  const near = nearby(blocks).slice(0, MOST_PAIRINGS);
  for (const pairing of near) add(pairing, {}, undefined);
  // A call whose arrays have no names here may still say with which options: taken only where a number confirms it.
  for (const { call, predictions, options } of calls.values()) {
    if (predictions !== undefined || Object.keys(options).length === 0) continue;
    for (const pairing of near)
      if (call.loss === undefined || fitsCall(pairing, call.loss)) add(pairing, options, call);
  }
  for (const pairing of near) add(pairing, { reduction: 'sum' }, undefined);
  return posed;
}

function fitsCall({ loss, from }: Pairing, called: LossName): boolean {
  return loss === called && from === LOSSES[called].natural;
}

function nearby(blocks: readonly Block[]): readonly Pairing[] {
  const best = (pairings: readonly Pairing[]): readonly Pairing[] =>
    pairings.filter(({ score }) => score >= (pairings[0]?.score ?? 0) - SENSIBLE);
  if (blocks.length <= 2 * NEIGHBOURS) return best(pair(blocks));
  const isArray = (index: number): boolean => {
    const block = blocks[index];
    return block !== undefined && !block.elided && block.tensor.shape.length > 0;
  };
  const pairings = blocks.flatMap((_, predictions) => {
    if (!isArray(predictions)) return [];
    const near = Array.from({ length: NEIGHBOURS / 2 + 1 }, (__, step) => predictions - NEIGHBOURS / 4 + step);
    return pair(blocks, { predictions: [predictions], targets: near.filter(isArray) });
  });
  return best([...pairings].sort((a, b) => b.score - a.score));
}

function optionsKey(options: LossOptions): string {
  return JSON.stringify(options, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value));
}

/** The candidate whose loss a printed number is: the one its own call names first, then the nearest that reads best. */
function confirming(
  number: PrintedAt,
  tried: readonly Candidate[],
  call: ResolvedCall | undefined,
): Candidate | undefined {
  const fitting = tried.flatMap((candidate) => {
    const value = candidate.answer.report.evaluation.value.data[0];
    const { low, high } = candidate.uncertainty?.loss ?? { low: value, high: value };
    const exactly = Math.abs(value - number.value) <= number.half * (1 + 1e-9);
    const possible = low <= number.value + number.half && high >= number.value - number.half;
    // A number that only may be this loss, for all that rounding left open, needs the call to say so.
    const meant = names(call, candidate.answer.pairing);
    if (!exactly && !(possible && meant && candidate.uncertainty?.unbounded === undefined)) return [];
    if (call?.predictions !== undefined && !meant) return [];
    const weight = (meant ? 4 : 0) + (exactly ? 2 : 0) + (candidate.called ? 0.5 : 0);
    return [{ candidate, rank: weight + candidate.answer.pairing.score - isStretched(candidate) }];
  });
  return fitting.sort((a, b) => b.rank - a.rank)[0]?.candidate;
}

/** A sum is less likely printed than a mean. */
function isStretched({ answer: { report } }: Candidate): number {
  return report.problem.options.reduction === 'sum' ? 0.3 : 0;
}

function names(call: ResolvedCall | undefined, { predictions, targets }: Pairing): boolean {
  return call !== undefined && call.predictions === predictions && call.targets === targets;
}

function ranked(blocks: readonly Block[], tried: readonly Candidate[]): readonly ScannedPairing[] {
  const confirmed = tried.filter(({ confirms }) => confirms.length > 0);
  const kept = tried.filter((candidate) => isSensible(blocks, candidate, confirmed));
  const value = (index: number): number => (blocks[index] as KnownBlock).tensor.data[0];
  return kept
    .map(({ answer: found, uncertainty, called, confirms }): ScannedPairing => {
      const twin = confirms.length === 0 && confirmed.some((other) => isTwin(other.answer, found));
      const added = (called ? CALLED : 0) + (confirms.length > 0 ? CONFIRMED : twin ? CONFIRMED / 2 : 0);
      return {
        answer: found,
        ...(uncertainty && { uncertainty }),
        score: found.pairing.score + added,
        confirms,
        reasons: [
          ...found.pairing.reasons,
          ...(called ? [{ code: 'called', callee: called.callee } as const] : []),
          ...(confirms.length > 0 ? [{ code: 'confirmed', values: confirms.map(value) } as const] : []),
        ],
      };
    })
    .sort((a, b) => Number(b.confirms.length > 0) - Number(a.confirms.length > 0) || b.score - a.score);
}

/** Would a reader of the document take this pairing for one of its losses? */
function isSensible(blocks: readonly Block[], candidate: Candidate, confirmed: readonly Candidate[]): boolean {
  const { answer: found, called, confirms } = candidate;
  const { pairing, report } = found;
  if (confirms.length > 0) return true;
  // A sum, or options that no array of the call could be found for, is only listed where a number confirms it.
  if (report.problem.options.reduction === 'sum' && called?.keywords.get('reduction') === undefined) return false;
  const { predictions, targets } = pairing;
  // 0 and 1 throughout are labels, and somebody's predictions only where a call says so.
  if (called === undefined && found.predictions.tensor.data.every((value) => value === 0 || value === 1)) return false;
  if (called !== undefined) return called.inputs.some((input) => input === blocks[predictions]?.name);
  if (isShadowed(blocks, predictions, targets) || isShadowed(blocks, targets, predictions)) return false;
  if (confirmed.some((other) => isTwin(other.answer, found))) return true;
  if (pairing.reasons.some(({ code }) => code === 'rows-do-not-sum-to-one') && confirmed.length > 0) return false;
  if (isSoftmaxTakenForSigmoid(found)) return false;
  // What the document pairs otherwise, and says so by a number, is not paired again at random.
  return !confirmed.some(
    ({ answer: other }) =>
      other.predictions.tensor === found.predictions.tensor || sameData(other.predictions, found.predictions),
  );
}

/**
 * Rows of probabilities that sum to 1 against one class a row: the likelihood of the classes is what is meant, and
 * yes/no questions are what only a call or a printed number can mean. With two classes either may be: the two are one.
 */
function isSoftmaxTakenForSigmoid({ pairing, predictions, targets }: Answer): boolean {
  if (pairing.loss !== 'binary_cross_entropy') return false;
  const { rowsSumToOne, columns } = factsOf(predictions);
  return rowsSumToOne && columns > 2 && factsOf(targets).oneHot;
}

/** Was the array's name given to other numbers before the other array was printed? */
function isShadowed(blocks: readonly Block[], index: number, other: number): boolean {
  const own = blocks[index];
  if (own?.name === undefined || other < index) return false;
  return blocks.some((block, at) => at > index && at < other && block.name === own.name && !sameData(block, own));
}

function isTwin(a: Answer, b: Answer): boolean {
  if (a.report.problem.options.reduction !== b.report.problem.options.reduction) return false;
  const sameLoss = a.pairing.loss === b.pairing.loss && a.pairing.from === b.pairing.from;
  if (!sameLoss || !sameData(a.predictions, b.predictions)) return false;
  if (sameData(a.targets, b.targets)) return true;
  // Class indices and the same labels one-hot are twins as well.
  return Math.abs(a.report.evaluation.value.data[0] - b.report.evaluation.value.data[0]) < 1e-12;
}

function sameData(a: Block, b: Block): boolean {
  if (a === b) return true;
  if (a.elided || b.elided || !sameShape(a.tensor.shape, b.tensor.shape)) return false;
  return a.tensor.data.every((value, index) => Object.is(value, b.tensor.data[index]));
}

function numberOf(
  number: PrintedAt,
  pairings: readonly ScannedPairing[],
  blocks: readonly Block[],
  calls: ReadonlyMap<number, ResolvedCall>,
  text: string,
  explained: boolean,
): ScannedNumber {
  const { index, value, half } = number;
  const printed = { value, half };
  const by = pairings.findIndex(({ confirms }) => confirms.includes(index));
  const call = calls.get(index);
  const { predictions, targets } = call ?? {};
  const own = {
    index,
    printed,
    isLoss: isCalledLoss(number, call),
    ...(predictions !== undefined && targets !== undefined && { of: { predictions, targets } }),
  };
  if (by >= 0) return { ...own, confirmedBy: by, explanations: [], rivals: 0 };
  if (!own.isLoss || !explained) return { ...own, explanations: [], rivals: 0 };
  const found = explain(printed, blocks, pairsFor(call, blocks), text);
  const explanations = found.slice(0, MOST_EXPLANATIONS);
  return { ...own, explanations, rivals: Math.max(0, found.length - 1) };
}

/**
 * The ways to come by a number, likeliest first: of the arrays that its call takes where it is one that the document
 * prints itself, else of every two arrays that fit together.
 * @param at where the number stands, if it stands in the text.
 */
export function explainAt(blocks: readonly Block[], text: string, printed: Printed, at?: Span): readonly Explanation[] {
  const own = blocks.findIndex(
    (block) => at !== undefined && !block.elided && block.tensor.shape.length === 0 && touches(block.span, at),
  );
  const block = blocks[own];
  const found = block && printedNumber(block, own, text);
  const call = found?.[0] && callsOf(blocks, found, text).get(own);
  return explain(printed, blocks, pairsFor(call, blocks), text);
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function pairsFor(call: ResolvedCall | undefined, blocks: readonly Block[]): readonly Pair[] {
  const { predictions, targets, options } = call ?? {};
  if (predictions === undefined || targets === undefined) return pairsOf(blocks);
  return [{ predictions, targets, cost: 0, ...(options && { stated: options }) }];
}

/** Does the document call the number a loss? An accuracy is no loss that went wrong. */
function isCalledLoss({ name }: PrintedAt, call: ResolvedCall | undefined): boolean {
  if (call?.call.loss !== undefined) return true;
  return /loss|entropy|\bnll\b|\bbce\b|\bce\b/i.test(`${name ?? ''} ${call?.call.callee ?? ''}`);
}
