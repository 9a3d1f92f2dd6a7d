import { exactLogP, exactLogQ, exactP, exactQ, planBinary } from '../binary';
import { fillLogProbabilities, isIgnored, type Normalization, planCategorical, rowStart } from '../categorical';
import { normalizationOf } from '../cells';
import { exactSum } from '../exactSum';
import { LOSSES } from '../losses/registry';
import type { Outcome, Problem, Refusal } from '../problem';
import { accuracy, topKAccuracy } from './accuracy';
import { auroc } from './auroc';
import { brierScore } from './brier';
import { type Binning, type CalibrationError, calibrationError } from './calibration';
import { confusionMatrix } from './confusion';
import { entropyBaselines } from './entropy';
import { bits, bitsPerUnit, perplexity } from './perplexity';
import { argmax, countedRows, type Scores } from './scores';
import { bestTemperature, type Temperature } from './temperature';

export interface MetricOptions {
  /** Bins of confidence. */
  readonly bins: number;
  /** Which top-k accuracies. */
  readonly topK: readonly number[];
  /** Characters or bytes of the text that the rows are the tokens of. */
  readonly units?: number;
}

/** Everything about classes decided right or wrong. Weights, smoothing and eps are not in it: rows count alike. */
export interface Metrics {
  /** Rows that count. */
  readonly rows: number;
  readonly classes: number;
  /** The plain mean loss in nats that the next lines come from. */
  readonly loss: number;
  readonly perplexity: number;
  /** Bits a row: a token, where rows are tokens. */
  readonly bits: number;
  /** Bits a unit; undefined where nobody said how many there are. */
  readonly bitsPerUnit: number | undefined;
  readonly accuracy: number;
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  /** Row by row: true class x argmax; undefined beyond {@link MOST_CONFUSED} classes. */
  readonly confusion: Float64Array | undefined;
  /** Of the top class; of yes/no questions of the answer yes, as torchmetrics has it. */
  readonly calibration: Readonly<Record<Binning, CalibrationError>>;
  /** The sum over classes; of yes/no questions half of it. */
  readonly brier: number;
  /** Of two classes only: NaN of more. */
  readonly auroc: number;
  readonly temperature: Temperature;
  /** Guessing evenly, and by how often each class occurs, in nats. */
  readonly uniform: number;
  readonly frequencies: number;
}

/** A confusion matrix of more classes takes more memory than it tells. */
export const MOST_CONFUSED = 1000;

const BINNINGS: readonly Binning[] = ['guo', 'histogram', 'torchmetrics'];

/** Classes and what was decided about them, both as scores that rank and as probabilities. */
interface Decisions {
  readonly logits: Scores;
  readonly probabilities: Scores;
  readonly losses: Float64Array;
  /** Yes/no questions rather than classes. */
  readonly binary: boolean;
}

/**
 * For problems that evaluate() takes. Refuses losses without classes, and targets that name none: a soft target is
 * neither right nor wrong.
 */
export function metricsOf(problem: Problem, options: MetricOptions): Outcome<Metrics> {
  const decided = decisionsOf(problem);
  if (!decided.ok) return decided;
  const { logits, probabilities, losses, binary } = decided.value;
  const { classes } = logits;
  const rows = countedRows(logits);
  const total = exactSum(losses);
  const loss = total / rows;
  const { uniform, frequencies } = entropyBaselines(logits);
  const brier = brierScore(probabilities);
  const metrics: Metrics = {
    rows,
    classes,
    loss,
    perplexity: perplexity(loss),
    bits: bits(loss),
    bitsPerUnit: options.units === undefined ? undefined : bitsPerUnit(total, options.units),
    accuracy: accuracy(logits),
    topK: options.topK.map((k) => ({ k, accuracy: topKAccuracy(logits, k) })),
    confusion: classes > MOST_CONFUSED ? undefined : confusionMatrix(logits).data,
    calibration: calibrations(decided.value, options.bins),
    brier: binary ? brier / 2 : brier,
    auroc: classes === 2 ? aurocOf(logits) : NaN,
    temperature: bestTemperature(logits),
    uniform,
    frequencies,
  };
  return { ok: true, value: metrics };
}

function calibrations(decisions: Decisions, bins: number): Metrics['calibration'] {
  const { confidences, correct } = confidencesOf(decisions);
  const entries = BINNINGS.map((binning) => [binning, calibrationError(confidences, correct, bins, binning)]);
  return Object.fromEntries(entries) as Metrics['calibration'];
}

function confidencesOf({ logits, probabilities, binary }: Decisions): {
  confidences: Float64Array;
  correct: Float64Array;
} {
  const { classes, targets } = logits;
  const counted = Array.from(targets.keys()).filter((row) => targets[row] >= 0);
  const chosen = (row: number) => (binary ? 1 : argmax(logits, row));
  return {
    confidences: Float64Array.from(counted, (row) => probabilities.values[row * classes + chosen(row)]),
    correct: Float64Array.from(counted, (row) => (targets[row] === chosen(row) ? 1 : 0)),
  };
}

/** By the difference of the two logits, which ranks as the probability does and does not saturate. */
function aurocOf({ values, targets }: Scores): number {
  const counted = Array.from(targets.keys()).filter((row) => targets[row] >= 0);
  return auroc(
    Float64Array.from(counted, (row) => values[2 * row + 1] - values[2 * row]),
    Float64Array.from(counted, (row) => targets[row]),
  );
}

function decisionsOf(problem: Problem): Outcome<Decisions> {
  const { loss } = problem;
  if (loss === 'kl_div')
    return refused({ code: 'option-not-supported', option: 'metrics', loss, reason: 'no-classes' });
  const normalization = normalizationOf(problem);
  return normalization === undefined ? binary(problem) : categorical(problem, normalization);
}

function categorical(problem: Problem, normalization: Normalization): Outcome<Decisions> {
  const { ignoreIndex, dtype } = problem.options;
  const planned = planCategorical(
    { ...problem, options: { ...(ignoreIndex !== undefined && { ignoreIndex }), ...(dtype && { dtype }) } },
    normalization,
  );
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { rows, classes, stride, predictions } = plan;
  const targets = new Float64Array(rows);
  const values = new Float64Array(rows * classes);
  const probabilities = new Float64Array(rows * classes);
  const losses = new Float64Array(rows);
  const logP = new Float64Array(classes);
  // The logarithms of probabilities are logits as good as any; probabilities themselves are not.
  const ranksAsGiven = normalization === 'softmax' || normalization === 'identity';
  for (let row = 0; row < rows; row++) {
    const start = rowStart(plan, row);
    const label = labelOf(plan.targets, start, classes, stride, row);
    if (typeof label === 'object') return refused(label);
    targets[row] = isIgnored(plan, row) ? -1 : label;
    fillLogProbabilities(plan, row, 'exact', logP);
    for (let c = 0; c < classes; c++) {
      values[row * classes + c] = ranksAsGiven ? predictions[start + c * stride] : logP[c];
      probabilities[row * classes + c] = Math.exp(logP[c]);
    }
    if (targets[row] >= 0) losses[row] = -logP[label];
  }
  const scores = (data: Float64Array): Scores => ({ classes, values: data, targets });
  return accepted({ logits: scores(values), probabilities: scores(probabilities), losses, binary: false });
}

/** The class that a row names, by its index or its one-hot row. */
function labelOf(
  targets: { readonly kind: 'indices' | 'probabilities'; readonly values: Float64Array },
  start: number,
  classes: number,
  stride: number,
  row: number,
): number | Refusal {
  if (targets.kind === 'indices') return targets.values[row];
  let label = -1;
  for (let c = 0; c < classes; c++) {
    const target = targets.values[start + c * stride];
    if (target === 1 && label < 0) label = c;
    else if (target !== 0) return { code: 'target-not-integer', target, row };
  }
  return label < 0 ? { code: 'target-not-integer', target: 0, row } : label;
}

function binary(problem: Problem): Outcome<Decisions> {
  const { dtype } = problem.options;
  const planned = planBinary({ ...problem, options: { ...(dtype && { dtype }) } }, LOSSES[problem.loss].natural);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { from, predictions, targets } = plan;
  const soft = targets.findIndex((y) => y !== 0 && y !== 1);
  if (soft >= 0) return refused({ code: 'target-not-integer', target: targets[soft], row: soft });
  const values = new Float64Array(2 * predictions.length);
  const probabilities = new Float64Array(2 * predictions.length);
  const losses = new Float64Array(predictions.length);
  predictions.forEach((x, cell) => {
    const [yes, no] = [exactLogP(plan, x), exactLogQ(plan, x)];
    values[2 * cell + 1] = from === 'logits' ? x : yes - no;
    probabilities[2 * cell] = exactQ(from, x);
    probabilities[2 * cell + 1] = exactP(from, x);
    losses[cell] = targets[cell] === 1 ? -yes : -no;
  });
  const scores = (data: Float64Array): Scores => ({ classes: 2, values: data, targets });
  return accepted({ logits: scores(values), probabilities: scores(probabilities), losses, binary: true });
}

function accepted(value: Decisions): Outcome<Decisions> {
  return { ok: true, value };
}

function refused(refusal: Refusal): Outcome<Decisions> {
  return { ok: false, refusal };
}
