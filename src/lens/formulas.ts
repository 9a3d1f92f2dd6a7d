import { classRows, hasIndices, isBinary, mapped, withOptions } from '../check/subject';
import { evaluate } from '../core/evaluate';
import { exactSum } from '../core/exactSum';
import { sigmoid } from '../core/primitives';
import type { From, LossName, LossOptions, Problem } from '../core/problem';
import { sameShape, type Tensor } from '../core/tensor';
import { factsOf } from '../pair/facts';
import { movedToOne } from '../pair/layout';
import type { KnownBlock } from '../read/reading';
import { comparisonsOf } from './compare';

/** How a number may have come about other than by the plain loss, as data: `report/` makes the words. */
export type Step =
  | { readonly code: 'softmax-before' | 'sigmoid-before' | 'softmax-over-samples' | 'transposed' | 'labels-flipped' }
  | { readonly code: 'smoothing'; readonly value: number; readonly offTargetOnly: boolean }
  | { readonly code: 'eps'; readonly value: number }
  | { readonly code: 'weights' | 'pos-weights'; readonly array: number }
  | { readonly code: 'balanced-weights' }
  | { readonly code: 'ignored'; readonly label: number }
  | { readonly code: 'labels-moved'; readonly by: number }
  | { readonly code: 'rows-shifted'; readonly by: number }
  | { readonly code: 'rows-dropped'; readonly first: number; readonly last: number }
  | { readonly code: 'framework'; readonly name: string }
  | { readonly code: 'sum' | 'sum-a-row' | 'mean-of-cells' | 'mean-of-rows' }
  | { readonly code: 'bits' | 'base-10' | 'perplexity' }
  | { readonly code: 'stated' };

/** One way to compute a number from two arrays. */
export interface Formula {
  readonly problem: Problem;
  readonly steps: readonly Step[];
  /** How far it is from the plain loss: what people do more rarely costs more. */
  readonly cost: number;
  readonly value: number;
  /** Takes the loss of the problem to the value; grows throughout. */
  readonly shown: (loss: number) => number;
}

/** A problem with its reduction still open. */
interface Mold {
  readonly problem: Problem;
  readonly steps: readonly Step[];
  readonly cost: number;
}

/** Further arrays of the document that may be weights. */
export interface Weights {
  readonly array: number;
  readonly tensor: Tensor;
}

const SMOOTHINGS: readonly (readonly [number, number])[] = [
  [0.1, 1.5],
  [0.05, 2.5],
  [0.2, 2.5],
  [0.01, 3],
  [0.15, 3],
  [0.3, 3],
];
const EPSILONS = [1e-7, 1e-8, 1e-10, 1e-12, 1e-15, 1e-5, 1e-6] as const;

/** More distinct labels than this are not tried one by one as the ignored one. */
const MOST_LABELS = 32;
const MOST_DROPPED = 3;

/**
 * Every formula that somebody may have computed of two arrays, each with its value; plain readings first.
 * @param stated options that the document's own call gives.
 */
export function formulas(
  predictions: KnownBlock,
  targets: KnownBlock,
  weights: readonly Weights[],
  stated: LossOptions = {},
): readonly Formula[] {
  const found: Formula[] = [];
  for (const base of bases(predictions, targets)) {
    const molds = [base, ...statedMolds(base, stated), ...changed(base, weights)];
    for (const mold of molds) found.push(...reductions(mold));
    found.push(...ofFrameworks(base));
  }
  return found.filter(({ value }) => !Number.isNaN(value));
}

/** The losses that the shapes and values allow. */
function bases(predictions: KnownBlock, targets: KnownBlock): readonly Mold[] {
  const p = factsOf(predictions);
  const t = factsOf(targets);
  const found: Mold[] = [];
  const add = (loss: LossName, from: From, cost: number, y: Tensor = targets.tensor): void => {
    found.push({ problem: { loss, from, predictions: predictions.tensor, targets: y, options: {} }, steps: [], cost });
  };
  const unit = p.min >= 0 && p.max <= 1;
  const logarithms = p.max <= 0 && p.min < 0;
  if (sameShape(predictions.tensor.shape, targets.tensor.shape)) {
    if (!(t.min >= 0 && t.max <= 1)) return [];
    const one = t.oneHot && t.columns > 1;
    const soft = one || t.rowsSumToOne;
    if (unit) add('binary_cross_entropy', 'probabilities', one ? 0.5 : 0);
    add('binary_cross_entropy_with_logits', 'logits', (unit ? 1.5 : 0) + (one ? 0.5 : 0));
    const multi = soft ? 0 : 2.5;
    if (unit) add('cross_entropy', 'probabilities', multi + (p.rowsSumToOne ? 0 : 1.5));
    add('cross_entropy', 'logits', multi + (unit && p.rowsSumToOne ? 1.5 : 0));
    return found;
  }
  if (!t.integral) return [];
  if (unit) add('nll_loss', 'probabilities', p.rowsSumToOne ? 0 : 1.5);
  if (logarithms) add('nll_loss', 'log_probabilities', 0.5);
  else add('nll_loss', 'log_probabilities', 3);
  add('cross_entropy', 'logits', unit && p.rowsSumToOne ? 1.5 : 0);
  return found;
}

/** With what the document's own call says: likelier than without. */
function statedMolds({ problem, steps, cost }: Mold, stated: LossOptions): readonly Mold[] {
  const options = Object.fromEntries(Object.entries(stated).filter(([name]) => name !== 'reduction'));
  if (Object.keys(options).length === 0) return [];
  return [{ problem: withOptions(problem, options), steps: [...steps, { code: 'stated' }], cost: cost - 0.5 }];
}

function changed(base: Mold, weights: readonly Weights[]): readonly Mold[] {
  const { problem } = base;
  const found: Mold[] = [];
  const add = (change: Problem, cost: number, ...steps: readonly Step[]): void => {
    found.push({ problem: change, steps: [...base.steps, ...steps], cost: base.cost + cost });
  };
  for (const eps of EPSILONS) add(withOptions(problem, { eps }), eps === 1e-10 ? 1.5 : 2, { code: 'eps', value: eps });
  if (isBinary(problem.loss)) changeBinary(problem, weights, add);
  else changeCategorical(problem, weights, add);
  return found;
}

type Add = (change: Problem, cost: number, ...steps: readonly Step[]) => void;

function changeBinary(problem: Problem, weights: readonly Weights[], add: Add): void {
  const { predictions, targets } = problem;
  const width = predictions.shape[predictions.shape.length - 1] ?? 1;
  for (const { array, tensor } of weights) {
    if (tensor.data.length !== width && tensor.data.length !== 1) continue;
    add(withOptions(problem, { weight: tensor }), 1.5, { code: 'weights', array });
    if (problem.loss === 'binary_cross_entropy_with_logits') {
      add(withOptions(problem, { posWeight: tensor }), 1, { code: 'pos-weights', array });
    }
  }
  if (problem.from === 'logits') {
    add({ ...problem, predictions: mapped(predictions, sigmoid) }, 2, { code: 'sigmoid-before' });
    if (predictions.shape.length === 2) {
      const own = { ...problem, loss: 'binary_cross_entropy', from: 'probabilities' } as const;
      add({ ...own, predictions: softmaxed(predictions, 1) }, 2, { code: 'softmax-before' });
    }
  }
  add({ ...problem, targets: mapped(targets, (y) => 1 - y) }, 2.5, { code: 'labels-flipped' });
  for (const [smoothing] of SMOOTHINGS.slice(0, 3)) {
    const smoothed = mapped(targets, (y) => y * (1 - smoothing) + smoothing / 2);
    add({ ...problem, targets: smoothed }, 2.5, { code: 'smoothing', value: smoothing, offTargetOnly: false });
  }
  dropRows(problem, add);
}

function changeCategorical(problem: Problem, weights: readonly Weights[], add: Add): void {
  const { predictions, targets } = problem;
  const { classes } = classRows(predictions.shape);
  const indices = hasIndices(problem);
  const smooths = problem.loss === 'cross_entropy';
  const weightings: { options: LossOptions; cost: number; steps: readonly Step[] }[] = [
    { options: {}, cost: 0, steps: [] },
  ];
  for (const { array, tensor } of weights) {
    if (tensor.data.length !== classes) continue;
    const weight = { shape: [classes], data: tensor.data };
    weightings.push({ options: { weight }, cost: 1, steps: [{ code: 'weights', array }] });
  }
  const balanced = indices ? balancedWeights(targets, classes) : undefined;
  if (balanced) weightings.push({ options: { weight: balanced }, cost: 2.5, steps: [{ code: 'balanced-weights' }] });
  const ignorings: { options: LossOptions; cost: number; steps: readonly Step[] }[] = [
    { options: {}, cost: 0, steps: [] },
  ];
  if (indices) {
    const labels = [...new Set(targets.data)].filter((label) => label !== -100);
    if (labels.length <= MOST_LABELS && labels.length > 1) {
      for (const label of labels) {
        const marker = label < 0 || label >= classes;
        ignorings.push({
          options: { ignoreIndex: label },
          cost: marker ? 0.5 : label === 0 ? 1.5 : 2,
          steps: [{ code: 'ignored', label }],
        });
      }
    }
  }
  const smoothings: { options: LossOptions; cost: number; steps: readonly Step[] }[] = [
    { options: {}, cost: 0, steps: [] },
  ];
  if (smooths) {
    for (const [value, cost] of SMOOTHINGS) {
      smoothings.push({
        options: { labelSmoothing: value },
        cost,
        steps: [{ code: 'smoothing', value, offTargetOnly: false }],
      });
      const off = (value * classes) / (classes - 1);
      if (classes > 1 && off <= 1) {
        smoothings.push({
          options: { labelSmoothing: off },
          cost: cost + 1.5,
          steps: [{ code: 'smoothing', value, offTargetOnly: true }],
        });
      }
    }
  }
  for (const weighting of weightings) {
    for (const ignoring of ignorings) {
      for (const smoothing of smoothings) {
        const steps = [...weighting.steps, ...ignoring.steps, ...smoothing.steps];
        if (steps.length === 0 || steps.length > 2) continue;
        const options = { ...weighting.options, ...ignoring.options, ...smoothing.options };
        add(withOptions(problem, options), weighting.cost + ignoring.cost + smoothing.cost, ...steps);
      }
    }
  }
  if (problem.from === 'logits' && predictions.shape.length === 2) {
    add({ ...problem, predictions: softmaxed(predictions, 1) }, 1.5, { code: 'softmax-before' });
    const own = indices ? ('nll_loss' as const) : problem.loss;
    add(
      { ...problem, loss: own, from: indices ? 'probabilities' : problem.from, predictions: softmaxed(predictions, 0) },
      2,
      { code: 'softmax-over-samples' },
    );
    if (predictions.shape[0] === predictions.shape[1])
      add({ ...problem, predictions: movedToOne(predictions) }, 2, { code: 'transposed' });
  }
  if (indices) {
    for (const by of [-1, 1]) {
      // Python takes -1 for the last class, so labels may wrap around at the low end.
      const moved = mapped(targets, (label) => (label === -100 ? label : label + by === -1 ? classes - 1 : label + by));
      add({ ...problem, targets: moved }, 2, { code: 'labels-moved', by });
    }
    const [rows] = predictions.shape;
    if (predictions.shape.length === 2 && rows > 2) {
      for (const by of [1, -1, 2]) {
        const count = rows - Math.abs(by);
        if (count < 1) continue;
        add(
          {
            ...problem,
            predictions: rowsOf(predictions, Math.max(0, -by), count),
            targets: rowsOf(targets, Math.max(0, by), count),
          },
          2.5,
          { code: 'rows-shifted', by },
        );
      }
    }
  }
  dropRows(problem, add);
}

function dropRows(problem: Problem, add: Add): void {
  const { predictions, targets } = problem;
  const rows = predictions.shape[0] ?? 0;
  if (predictions.shape.length > 2) return;
  for (let dropped = 1; dropped <= MOST_DROPPED && dropped < rows; dropped++) {
    for (const first of [0, dropped]) {
      const count = rows - dropped;
      const cut = {
        ...problem,
        predictions: rowsOf(predictions, first, count),
        targets: rowsOf(targets, first, count),
      };
      add(cut, 2 + 0.5 * dropped, { code: 'rows-dropped', first, last: dropped - first });
    }
  }
}

/** The value of every reduction and unit. */
function reductions({ problem, steps, cost }: Mold): readonly Formula[] {
  const sumProblem = withOptions(problem, { reduction: 'sum' });
  const outcome = evaluate(sumProblem);
  if (!outcome.ok) return [];
  const { rows, denominator, ignored } = outcome.value;
  const sum = outcome.value.value.data[0];
  const found: Formula[] = [];
  const add = (extra: number, shown: (loss: number) => number, ...more: readonly Step[]): void => {
    found.push({ problem: sumProblem, steps: [...steps, ...more], cost: cost + extra, value: shown(sum), shown });
  };
  const mean = (loss: number): number => loss / denominator;
  add(0, mean);
  add(1.5, (loss) => mean(loss) / Math.LN2, { code: 'bits' });
  add(1.5, (loss) => Math.exp(mean(loss)), { code: 'perplexity' });
  add(3, (loss) => mean(loss) / Math.LN10, { code: 'base-10' });
  const counted = rows.length - ignored;
  if (denominator !== 1) {
    add(1, (loss) => loss, { code: 'sum' });
    add(3, (loss) => loss / Math.LN2, { code: 'sum' }, { code: 'bits' });
  }
  if (isBinary(problem.loss)) {
    const samples = problem.predictions.shape.length < 2 ? 1 : (problem.predictions.shape[0] ?? 1);
    if (samples > 1 && samples !== denominator) add(1.5, (loss) => loss / samples, { code: 'sum-a-row' });
  } else {
    const { classes } = classRows(problem.predictions.shape);
    if (classes > 1) add(2.5, (loss) => loss / (rows.length * classes), { code: 'mean-of-cells' });
    if (denominator !== rows.length) {
      const meanOfRows = (loss: number): number => loss / rows.length;
      add(1.5, meanOfRows, { code: 'mean-of-rows' });
      add(3, (loss) => meanOfRows(loss) / Math.LN2, { code: 'mean-of-rows' }, { code: 'bits' });
      add(3, (loss) => Math.exp(meanOfRows(loss)), { code: 'mean-of-rows' }, { code: 'perplexity' });
    }
    if (counted !== denominator && counted !== rows.length && counted > 0) {
      add(2, (loss) => loss / counted, { code: 'mean-of-rows' });
    }
  }
  return found;
}

/** What other frameworks say where it is not what PyTorch says. */
function ofFrameworks({ problem, steps, cost }: Mold): readonly Formula[] {
  const reduced = withOptions(problem, { reduction: 'mean' });
  const outcome = evaluate(reduced);
  if (!outcome.ok) return [];
  const own = outcome.value.value.data[0];
  return comparisonsOf(reduced).flatMap(({ framework, result, reason }) => {
    if (!result.ok || reason === 'same' || framework === 'PyTorch') return [];
    const { value } = result;
    const step: Step = { code: 'framework', name: framework };
    return [
      {
        problem: reduced,
        steps: [...steps, step],
        cost: cost + 2,
        value,
        shown: (loss: number) => loss + (value - own),
      },
    ];
  });
}

function balancedWeights(targets: Tensor, classes: number): Tensor | undefined {
  const counts = new Float64Array(classes);
  let counted = 0;
  for (const label of targets.data) {
    if (!(label >= 0 && label < classes)) continue;
    counts[label]++;
    counted++;
  }
  if (counts.includes(0) || counts.every((count) => count === counts[0])) return undefined;
  return { shape: [classes], data: counts.map((count) => counted / (classes * count)) };
}

function softmaxed({ shape, data }: Tensor, axis: 0 | 1): Tensor {
  const [rows, columns] = shape;
  const out = data.slice();
  const lines = axis === 1 ? rows : columns;
  const length = axis === 1 ? columns : rows;
  const at = (line: number, index: number): number => (axis === 1 ? line * columns + index : index * columns + line);
  for (let line = 0; line < lines; line++) {
    let max = -Infinity;
    for (let index = 0; index < length; index++) max = Math.max(max, data[at(line, index)]);
    const terms = Array.from({ length }, (_, index) => Math.exp(data[at(line, index)] - max));
    const sum = exactSum(terms);
    terms.forEach((term, index) => (out[at(line, index)] = term / sum));
  }
  return { shape, data: out };
}

function rowsOf({ shape, data }: Tensor, first: number, count: number): Tensor {
  const width = data.length / (shape[0] ?? 1);
  return { shape: [count, ...shape.slice(1)], data: data.slice(first * width, (first + count) * width) };
}
