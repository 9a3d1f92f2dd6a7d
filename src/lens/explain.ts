import { uncertainty } from '../core/uncertainty/uncertainty';
import type { HalfUnits } from '../core/uncertainty/interval';
import type { LossOptions } from '../core/problem';
import { interpret } from '../pair/interpret';
import { halfUnits } from '../pair/resolution';
import type { Block, KnownBlock } from '../read/reading';
import { type Formula, formulas, type Weights } from './formulas';

/** A number that somebody printed or typed, and half a unit of its last place. */
export interface Printed {
  readonly value: number;
  readonly half: number;
}

/** A number as somebody wrote it: its last digit says how coarse it is. undefined where it is none. */
export function printedNumber(text: string): Printed | undefined {
  const [number] = /^[-+]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,3})?$/.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const half = 0.5 * 10 ** (Number(exponent) - (mantissa.split('.')[1]?.length ?? 0));
  return { value: Number(number), half };
}

/** One way to come by a number. */
export interface Explanation {
  /** Positions of the two arrays. */
  readonly predictions: number;
  readonly targets: number;
  readonly formula: Omit<Formula, 'shown'>;
  /** The value rounds to the number as it was printed; otherwise it may, within the rounding of the inputs. */
  readonly exactly: boolean;
  /** Lower is likelier: the formula's cost and how far its value is off, in nats. */
  readonly score: number;
}

export interface Pair {
  readonly predictions: number;
  readonly targets: number;
  /** How much less likely this pair is than the best, in nats. */
  readonly cost: number;
  readonly stated?: LossOptions;
}

/** What a step away from the plain formula weighs against a miss. */
const COST_WEIGHT = 1.2;

/** A value farther away than this share is not looked at closely. */
const REACH = 0.1;

/**
 * The formulas that give a number on one of the pairs, likeliest first.
 * @param text what the spans of the arrays refer to.
 */
export function explain(
  printed: Printed,
  blocks: readonly Block[],
  pairs: readonly Pair[],
  text: string,
): readonly Explanation[] {
  const found: Explanation[] = [];
  for (const { predictions, targets, cost, stated } of pairs) {
    const p = blocks[predictions];
    const t = blocks[targets];
    if (p === undefined || t === undefined || p.elided || t.elided) continue;
    const units = { predictions: halfUnits(p, 'predictions', text), targets: halfUnits(t, 'targets', text) };
    const weights = weightsOf(blocks, predictions, targets);
    for (const formula of formulas(p, t, weights, stated)) {
      const fit = fitOf(formula, printed, units, p.tensor.data.length);
      if (fit === undefined) continue;
      // Without its function: an explanation is plain data, and may be sent elsewhere.
      const { problem, steps, value, cost: far } = formula;
      found.push({
        predictions,
        targets,
        formula: { problem, steps, value, cost: far },
        exactly: fit.exactly,
        score: COST_WEIGHT * (formula.cost + cost) + fit.miss,
      });
    }
  }
  return distinct(found.sort((a, b) => a.score - b.score));
}

/** Does the formula give the number, within what printing rounded off both? */
function fitOf(
  { problem, value, shown }: Formula,
  { value: number, half }: Printed,
  units: { readonly predictions: HalfUnits; readonly targets: HalfUnits },
  count: number,
): { readonly exactly: boolean; readonly miss: number } | undefined {
  const distance = Math.abs(value - number);
  const exactly = distance <= half * (1 + 1e-9);
  if (!exactly && distance > half + REACH * Math.abs(number)) return undefined;
  const sized = typeof units.predictions === 'number' || units.predictions.length === problem.predictions.data.length;
  const same = sized && (typeof units.targets === 'number' || units.targets.length === problem.targets.data.length);
  const bounds = same ? uncertainty(problem, units) : undefined;
  const low = bounds ? shown(bounds.loss.low) : value;
  const high = bounds ? shown(bounds.loss.high) : value;
  if (!exactly && (low > number + half || high < number - half)) return undefined;
  // The ends take every input at its worst; inputs that are rounded independently stay far nearer.
  const spread = Number.isFinite(high - low) ? (high - low) / 2 / Math.sqrt(Math.max(1, count)) : half;
  const sigma = Math.sqrt((half * half) / 3 + spread * spread) || Number.MIN_VALUE;
  return { exactly, miss: 0.5 * Math.min(50, (distance / sigma) ** 2) };
}

/** Vectors of floats that are neither of the two. */
function weightsOf(blocks: readonly Block[], predictions: number, targets: number): readonly Weights[] {
  return blocks.flatMap((block, array) => {
    if (array === predictions || array === targets || block.elided) return [];
    const { tensor } = block;
    if (tensor.shape.length !== 1 || tensor.data.length < 1 || !tensor.data.every((value) => value >= 0)) return [];
    return isWeights(block) ? [{ array, tensor }] : [];
  });
}

/** A vector of whole numbers is labels, unless it is called weights. */
function isWeights({ integers, name }: KnownBlock): boolean {
  return !integers || /weight|\bw\b/i.test(name ?? '');
}

/** One explanation for each value and set of steps: twins of an array explain nothing more. */
function distinct(explanations: readonly Explanation[]): readonly Explanation[] {
  const seen = new Set<string>();
  return explanations.filter(({ formula: { problem, steps, value } }) => {
    const key = `${problem.loss} ${problem.from} ${value} ${JSON.stringify(steps.map((step) => ('array' in step ? step.code : step)))}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Every pair of arrays that some loss takes, by how well the pair itself reads. */
export function pairsOf(blocks: readonly Block[]): readonly Pair[] {
  const pairs: { predictions: number; targets: number; score: number }[] = [];
  blocks.forEach((p, predictions) => {
    blocks.forEach((t, targets) => {
      if (predictions === targets || p.elided || t.elided || p.tensor.shape.length === 0) return;
      const [best] = interpret(p, t);
      if (best === undefined || best.layout !== undefined) return;
      pairs.push({ predictions, targets, score: best.score });
    });
  });
  const most = Math.max(...pairs.map(({ score }) => score));
  return pairs.map(({ predictions, targets, score }) => ({ predictions, targets, cost: 2 * (most - score) }));
}
