import type { From, LossName } from '../core/problem';
import { LOSSES } from '../core/losses/registry';
import { sameShape } from '../core/tensor';
import type { Block, KnownBlock } from '../read/reading';
import { factsOf } from './facts';
import { interpret, type Interpretation, withoutClassAxis } from './interpret';
import { labelled } from './labelColumn';
import { classesElsewhere, columnAgainstVector } from './layout';
import { neighbours } from './neighbours';
import { NEAR, type Pairing, type Reason, type Role } from './pairing';
import { roleOfName } from './roles';
import { tokenReading } from './tokens';

/** What is already decided; everything left out is told from the arrays. */
export interface Request {
  /** A loss named by the user is computed literally on the numbers as they stand. */
  readonly loss?: LossName;
  readonly from?: From;
  /** Positions that may be predictions or targets; default: every known array. */
  readonly predictions?: readonly number[];
  readonly targets?: readonly number[];
  /** Position of an array that must take one of the two parts: the one that was pointed at. */
  readonly including?: number;
}

/** Every sensible pairing of the arrays, best first; readings of equal score stay in their natural order. */
export function pair(blocks: readonly Block[], request: Request = {}): readonly Pairing[] {
  const pairings: Pairing[] = [];
  for (const [predictions, targets] of tried(blocks, request)) {
    const p = blocks[predictions];
    const t = blocks[targets];
    if (predictions === targets || p === undefined || t === undefined || p.elided || t.elided) continue;
    const roles = rolesByName(p, t);
    for (const reading of readings(p, t, request)) {
      pairings.push({
        predictions,
        targets,
        loss: reading.loss,
        from: reading.from,
        ...(reading.layout !== undefined && { layout: reading.layout }),
        score: reading.score + roles.score + likeness(p) - distance(predictions, targets),
        reasons: [...reading.reasons, ...roles.reasons],
      });
    }
  }
  blocks.forEach((block, index) => {
    if (block.elided || !mayBeBoth(index, request)) return;
    const reading = tokenReading(block, index, request);
    if (reading !== undefined) pairings.push(reading);
    pairings.push(...labelReadings(block, index, request));
  });
  return pairings.sort((a, b) => b.score - a.score);
}

/** May one array be predictions and targets at once? */
function mayBeBoth(index: number, { including, predictions, targets }: Request): boolean {
  if (including !== undefined && including !== index) return false;
  return predictions?.includes(index) !== false && targets?.includes(index) !== false;
}

/** A table that holds its labels in a column. */
function labelReadings(block: KnownBlock, index: number, request: Request): readonly Pairing[] {
  const parts = labelled(block);
  if (parts === undefined) return [];
  const { predictions, targets } = parts;
  const lone = predictions.tensor.shape.length === 1;
  return (
    readings(predictions, targets, request)
      // A column holds a number of every sample, never the classes of one.
      .filter(({ layout, loss }) => layout === undefined && (!lone || request.loss !== undefined || isBinary(loss)))
      .map(({ loss, from, score, reasons }) => ({
        predictions: index,
        targets: index,
        loss,
        from,
        layout: 'label-column',
        score: score + likeness(predictions),
        reasons: [...reasons, { code: 'label-column', name: targets.name ?? '' }],
      }))
  );
}

function isBinary(loss: LossName): boolean {
  return loss === 'binary_cross_entropy' || loss === 'binary_cross_entropy_with_logits';
}

/** The two arrays of every pair that is looked at, predictions first. */
function* tried(blocks: readonly Block[], request: Request): Iterable<readonly [number, number]> {
  const { including, predictions, targets } = request;
  const known = predictions && targets ? [] : blocks.flatMap((block, index) => (block.elided ? [] : [index]));
  const first = predictions ?? known;
  const second = targets ?? known;
  if (including !== undefined) {
    if (first.includes(including)) for (const other of second) yield [including, other];
    if (second.includes(including)) for (const other of first) if (other !== including) yield [other, including];
    return;
  }
  const near = neighbours(blocks, first, second);
  for (const index of first) for (const other of near(index)) yield [index, other];
}

/**
 * The pairings among which only the user can choose: the best and all that score nearly as well. Pairs that hold the
 * same numbers as an earlier one (a matrix printed twice) are left out: the choice between them changes nothing.
 */
export function choices(blocks: readonly Block[], pairings: readonly Pairing[]): readonly Pairing[] {
  const best = pairings[0];
  if (best === undefined) return [];
  const near = pairings.filter((pairing) => pairing.score >= best.score - NEAR);
  // Only those of one outline can be twins: a document of very many arrays is not compared with all of itself.
  const kept = new Map<string, Pairing[]>();
  return near.filter((pairing) => {
    const outline = [pairing.predictions, pairing.targets].map((index) => outlineOf(blocks[index])).join(' against ');
    const alike = kept.get(outline);
    if (alike === undefined) kept.set(outline, [pairing]);
    else if (alike.some((earlier) => isTwin(blocks, earlier, pairing))) return false;
    else alike.push(pairing);
    return true;
  });
}

/** The shape of an array and three of its numbers: the same for every print of the same numbers. */
function outlineOf(block: Block | undefined): string {
  if (block === undefined || block.elided) return '';
  const { shape, data } = block.tensor;
  return [...shape, ':', data[0], data[data.length >> 1], data[data.length - 1]].join(' ');
}

/** What PyTorch will refuse stands behind whatever it takes. */
const MISFIT = 0.5;

function readings(p: KnownBlock, t: KnownBlock, request: Request): readonly Interpretation[] {
  const { loss, from, predictions, targets } = request;
  if (loss === undefined) return interpret(p, t, from);
  const shapes = [p.tensor.shape, t.tensor.shape] as const;
  const fitting = fits(loss, ...shapes);
  // Two arrays that were both pointed out are given to the loss whatever their shapes: PyTorch says what is wrong.
  const pointedOut = predictions?.length === 1 && targets?.length === 1;
  if (!fitting && !pointedOut && !nearlyFits(loss, ...shapes)) return [];
  const reasons: Reason[] = [{ code: 'loss-asked', loss }];
  if (from !== undefined) reasons.push({ code: 'from-asked', from });
  const score = labelLikeness(p, t) - (fitting ? 0 : MISFIT);
  return [{ loss, from: from ?? LOSSES[loss].natural, score, reasons }];
}

/** How much an array looks like the labels of the other, whatever loss is asked: indices or 0 and 1, then shares. */
function labelLikeness(p: KnownBlock, t: KnownBlock): number {
  const { min, max, integral, zeroOne } = factsOf(t);
  const perElement = sameShape(p.tensor.shape, t.tensor.shape);
  if (perElement ? zeroOne : integral) return t.integers ? 1 : 0.95;
  return perElement && min >= 0 && max <= 1 ? 0.7 : 0.4;
}

/** May the loss be asked of these shapes at all? What PyTorch then refuses, it refuses with its own reason. */
function fits(loss: LossName, predictions: readonly number[], targets: readonly number[]): boolean {
  const same = sameShape(predictions, targets);
  const indices = predictions.length > 0 && sameShape(withoutClassAxis(predictions), targets);
  switch (loss) {
    case 'cross_entropy':
    case 'poly_loss':
      return same || indices;
    case 'nll_loss':
      return indices || same;
    case 'binary_cross_entropy':
    case 'binary_cross_entropy_with_logits':
    case 'kl_div':
    case 'multilabel_soft_margin_loss':
    case 'sigmoid_focal_loss':
      return same;
  }
}

/** The usual mistakes of shape, which a finding explains. */
function nearlyFits(loss: LossName, predictions: readonly number[], targets: readonly number[]): boolean {
  switch (loss) {
    case 'cross_entropy':
    case 'nll_loss':
      return classesElsewhere(predictions, targets);
    case 'binary_cross_entropy':
    case 'binary_cross_entropy_with_logits':
      return columnAgainstVector(predictions, targets);
    default:
      return false;
  }
}

/** 0/1 matrices are labels, hardly ever predictions. */
function likeness(predictions: KnownBlock): number {
  const { data } = predictions.tensor;
  return data.every((value) => value === 0 || value === 1) ? -0.4 : predictions.integers ? -0.2 : 0;
}

/** Arrays printed next to each other belong together; never enough to settle a question alone. */
function distance(predictions: number, targets: number): number {
  const apart = Math.abs(predictions - targets) - 1;
  return Math.min(0.1, 0.01 * apart) + (targets < predictions ? 0.005 : 0);
}

function rolesByName(p: KnownBlock, t: KnownBlock): { score: number; reasons: readonly Reason[] } {
  let score = 0;
  const reasons: Reason[] = [];
  const take = (block: KnownBlock, role: Role): void => {
    const told = block.name === undefined ? undefined : roleOfName(block.name);
    if (block.name === undefined || told === undefined) return;
    if (told === role) {
      score += 0.03;
      reasons.push({ code: 'named', role, name: block.name });
    } else score -= 0.3;
  };
  take(p, 'predictions');
  take(t, 'targets');
  return { score, reasons };
}

function isTwin(blocks: readonly Block[], a: Pairing, b: Pairing): boolean {
  return (
    a.loss === b.loss &&
    a.from === b.from &&
    sameData(blocks[a.predictions], blocks[b.predictions]) &&
    sameData(blocks[a.targets], blocks[b.targets])
  );
}

function sameData(a: Block | undefined, b: Block | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.elided || b.elided) return false;
  const { data } = b.tensor;
  return (
    sameShape(a.tensor.shape, b.tensor.shape) && a.tensor.data.every((value, index) => Object.is(value, data[index]))
  );
}
