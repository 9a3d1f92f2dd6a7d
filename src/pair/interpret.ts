import type { From, LossName } from '../core/problem';
import { sameShape } from '../core/tensor';
import type { KnownBlock } from '../read/reading';
import { type ArrayFacts, factsOf } from './facts';
import { classesElsewhere, columnAgainstVector, movedToOne } from './layout';
import type { Layout, Reason } from './pairing';

/** One way to read a pair of arrays whose roles are given. Scores compare readings of the same pair only. */
export interface Interpretation {
  readonly loss: LossName;
  readonly from: From;
  readonly layout?: Layout;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

const IGNORED_BY_DEFAULT = -100;

/**
 * The sensible readings of `predictions` against `targets`, best first; empty where the two do not fit together.
 * @param asked what the user says the predictions are; otherwise it is told from their values.
 */
export function interpret(predictions: KnownBlock, targets: KnownBlock, asked?: From): readonly Interpretation[] {
  const p = factsOf(predictions);
  const t = factsOf(targets);
  if (predictions.tensor.data.length === 0) return [];
  const shape = predictions.tensor.shape;
  if (sameShape(shape, targets.tensor.shape)) return sameShapeReadings(p, t, shape.length, asked);
  if (columnAgainstVector(shape, targets.tensor.shape)) return columnReadings(p, t, asked);
  if (shape.length > 0 && sameShape(withoutClassAxis(shape), targets.tensor.shape)) {
    return indexReadings(p, t, targets, asked);
  }
  if (classesElsewhere(shape, targets.tensor.shape)) return movedReadings(predictions, t, targets, asked);
  return [];
}

/** What the loss is where the classes are moved to axis 1; behind every reading that needs no move. */
const MOVED = 0.4;

function movedReadings(
  predictions: KnownBlock,
  t: ArrayFacts,
  targets: KnownBlock,
  asked?: From,
): readonly Interpretation[] {
  const moved = { ...predictions, tensor: movedToOne(predictions.tensor) };
  const reason: Reason =
    predictions.tensor.shape.length === 2
      ? { code: 'samples-in-columns', samples: targets.tensor.data.length }
      : { code: 'classes-on-last-axis' };
  return indexReadings(factsOf(moved), t, targets, asked)
    .filter(({ reasons }) => !reasons.some(({ code }) => code === 'index-outside'))
    .map((reading) => ({
      ...reading,
      layout: 'classes-last',
      score: reading.score - MOVED,
      reasons: [reason, ...reading.reasons],
    }));
}

/** A column against a vector: PyTorch refuses it, and a finding says what it would be. */
function columnReadings(p: ArrayFacts, t: ArrayFacts, asked?: From): readonly Interpretation[] {
  if (!(t.min >= 0 && t.max <= 1)) return [];
  const kind = kindOf(p, asked, false);
  const loss = kind.from === 'logits' ? 'binary_cross_entropy_with_logits' : 'binary_cross_entropy';
  const reasons: Reason[] = [{ code: 'column-against-vector', count: Math.max(p.rows, t.rows) }, kind.reason];
  return [{ loss, from: kind.from, score: 0.5, reasons }];
}

export function withoutClassAxis(shape: readonly number[]): readonly number[] {
  return shape.length === 1 ? [] : shape.filter((_, axis) => axis !== 1);
}

function indexReadings(p: ArrayFacts, t: ArrayFacts, targets: KnownBlock, asked?: From): readonly Interpretation[] {
  if (!t.integral) return [];
  const outside = firstOutside(targets.tensor.data, p.columns);
  const kind = kindOf(p, asked, true);
  const reasons: Reason[] = [{ code: 'indices', count: targets.tensor.data.length, classes: p.columns }, kind.reason];
  if (!targets.integers) reasons.push({ code: 'indices-as-floats' });
  if (outside !== undefined) reasons.push({ code: 'index-outside', target: outside, classes: p.columns });
  const score = (outside === undefined ? 1 : 0.5) - (targets.integers ? 0 : 0.1);
  return [{ loss: categoricalLoss(kind.from), from: kind.from, score, reasons }];
}

function sameShapeReadings(p: ArrayFacts, t: ArrayFacts, axes: number, asked?: From): readonly Interpretation[] {
  if (!(t.min >= 0 && t.max <= 1)) return [];
  const readings: Interpretation[] = [];
  const categorical = (reason: Reason, score: number): void => {
    const kind = kindOf(p, asked, true);
    const loss = t.oneHot ? categoricalLoss(kind.from) : 'cross_entropy';
    readings.push({ loss, from: kind.from, score, reasons: [reason, kind.reason] });
  };
  const binary = (reason: Reason, score: number): void => {
    const kind = kindOf(p, asked, false);
    const loss = kind.from === 'logits' ? 'binary_cross_entropy_with_logits' : 'binary_cross_entropy';
    readings.push({ loss, from: kind.from, score, reasons: [reason, kind.reason] });
  };
  const severalColumns = axes > 0 && t.columns > 1;
  if (t.oneHot && severalColumns) {
    const reason: Reason = { code: 'one-hot', rows: t.rows, columns: t.columns };
    if (t.columns >= 3) {
      categorical(reason, 1);
      binary(reason, 1);
    } else {
      binary(reason, 1);
      categorical(reason, 1);
    }
  } else if (t.zeroOne) {
    binary(
      t.severalOnes && severalColumns && axes > 1 ? { code: 'several-ones', ...t.severalOnes } : { code: 'zero-one' },
      1,
    );
  } else if (t.rowsSumToOne && severalColumns) {
    const reason: Reason = { code: 'soft-rows', rows: t.rows };
    // Logits against distributions are categorical; two matrices of probabilities may be either.
    const either = kindOf(p, asked, true).from === 'probabilities';
    if (either) binary(reason, 0.5);
    categorical(reason, 0.5);
    if (!either) binary(reason, 0.3);
  } else binary({ code: 'soft' }, 0.4);
  return readings;
}

/** Categorical losses on probabilities are the negative logarithm of them, and called so. */
function categoricalLoss(from: From): LossName {
  return from === 'logits' ? 'cross_entropy' : 'nll_loss';
}

function kindOf(p: ArrayFacts, asked: From | undefined, categorical: boolean): { from: From; reason: Reason } {
  if (asked !== undefined) return { from: asked, reason: { code: 'from-asked', from: asked } };
  const { min, max } = p;
  if (!(min >= 0 && max <= 1)) return { from: 'logits', reason: { code: 'logits', min, max } };
  if (!categorical) return { from: 'probabilities', reason: { code: 'probabilities', min, max } };
  if (p.rowsSumToOne && p.columns > 1)
    return { from: 'probabilities', reason: { code: 'rows-sum-to-one', rows: p.rows } };
  return { from: 'logits', reason: { code: 'rows-do-not-sum-to-one', min, max } };
}

function firstOutside(labels: Float64Array, classes: number): number | undefined {
  return labels.find((label) => label !== IGNORED_BY_DEFAULT && !(label >= 0 && label < classes));
}
