import { binOf } from './metrics/calibration';
import { Superaccumulator } from './superaccumulator';

/** One row as a summary takes it. */
export interface RowResult {
  /** Its place in the whole, so that worst rows are found again. */
  readonly row: number;
  readonly loss: number;
  /** What it adds to the denominator of the mean. */
  readonly weight: number;
  readonly target?: number;
  readonly argmax?: number;
  /** In [0, 1]. */
  readonly confidence?: number;
}

export interface SummaryOptions {
  /** How many of the largest losses are kept. */
  readonly worst: number;
  /** Bins of confidence, (low, high] but the first, which holds 0 too. */
  readonly bins: number;
  /** Classes of the confusion matrix; 0 for none. */
  readonly classes: number;
}

export interface WorstRow {
  readonly row: number;
  readonly loss: number;
}

/** A summary as plain numbers, to cross a wire or lie in a file, and to come back by {@link Summary.restore}. */
export interface SummaryState {
  readonly options: SummaryOptions;
  /** Rows, ignored, not numbers, infinities. */
  readonly counts: readonly number[];
  readonly confusion: Float64Array;
  readonly binCounts: Float64Array;
  readonly binCorrects: Float64Array;
  readonly binConfidences: readonly Float64Array[];
  readonly losses: Float64Array;
  readonly weights: Float64Array;
  /** Row and loss in turns. */
  readonly worst: Float64Array;
}

/**
 * Everything shown about many rows, as a commutative monoid: an empty summary is neutral, and rows may be
 * added to any number of summaries and these merged in any order, to the same bits. Sums are exact integers
 * inside; not-finite losses are counted apart and never enter the sum of the finite ones.
 */
export class Summary {
  rows = 0;
  ignored = 0;
  notNumbers = 0;
  infinities = 0;
  /** Row by row: true class x argmax. */
  readonly confusion: Float64Array;
  readonly binCounts: Float64Array;
  readonly binCorrects: Float64Array;
  private binConfidences: readonly Superaccumulator[];
  private losses = new Superaccumulator();
  private weights = new Superaccumulator();
  private kept: WorstRow[] = [];

  constructor(readonly options: SummaryOptions) {
    this.confusion = new Float64Array(options.classes ** 2);
    this.binCounts = new Float64Array(options.bins);
    this.binCorrects = new Float64Array(options.bins);
    this.binConfidences = Array.from({ length: options.bins }, () => new Superaccumulator());
  }

  add(result: RowResult): void {
    const { loss, weight, target, argmax } = result;
    this.rows++;
    this.weights.add(weight);
    if (Number.isNaN(loss)) this.notNumbers++;
    else if (Number.isFinite(loss)) this.losses.add(loss);
    else this.infinities++;
    this.keep({ row: result.row, loss });
    if (target === undefined || argmax === undefined) return;
    const { classes } = this.options;
    if (target < classes && argmax < classes) increment(this.confusion, target * classes + argmax, 1);
    if (result.confidence !== undefined) this.addConfidence(result.confidence, target === argmax);
  }

  addIgnored(): void {
    this.ignored++;
  }

  /** Adds what another summary of the same options holds; the other is left as it was. */
  merge(other: Summary): void {
    this.rows += other.rows;
    this.ignored += other.ignored;
    this.notNumbers += other.notNumbers;
    this.infinities += other.infinities;
    this.losses.merge(other.losses);
    this.weights.merge(other.weights);
    addInto(this.confusion, other.confusion);
    addInto(this.binCounts, other.binCounts);
    addInto(this.binCorrects, other.binCorrects);
    this.binConfidences.forEach((sum, bin) => sum.merge(other.binConfidences[bin]));
    for (const worst of other.kept) this.keep(worst);
  }

  state(): SummaryState {
    return {
      options: this.options,
      counts: [this.rows, this.ignored, this.notNumbers, this.infinities],
      confusion: this.confusion,
      binCounts: this.binCounts,
      binCorrects: this.binCorrects,
      binConfidences: this.binConfidences.map((sum) => sum.state()),
      losses: this.losses.state(),
      weights: this.weights.state(),
      worst: Float64Array.from(this.worst().flatMap(({ row, loss }) => [row, loss])),
    };
  }

  static restore(state: SummaryState): Summary {
    const summary = new Summary(state.options);
    [summary.rows, summary.ignored, summary.notNumbers, summary.infinities] = state.counts;
    summary.confusion.set(state.confusion);
    summary.binCounts.set(state.binCounts);
    summary.binCorrects.set(state.binCorrects);
    summary.binConfidences = state.binConfidences.map((sum) => Superaccumulator.restore(sum));
    summary.losses = Superaccumulator.restore(state.losses);
    summary.weights = Superaccumulator.restore(state.weights);
    for (let at = 0; at < state.worst.length; at += 2)
      summary.keep({ row: state.worst[at], loss: state.worst[at + 1] });
    return summary;
  }

  /** The correctly rounded sum of the finite losses. */
  finiteSum(): number {
    return this.losses.value();
  }

  /** As PyTorch would sum: NaN or infinite where any loss is. */
  sum(): number {
    if (this.notNumbers > 0) return NaN;
    return this.infinities > 0 ? Infinity : this.losses.value();
  }

  /** The sum over the weights, rounded once; NaN of nothing. */
  mean(): number {
    const finite = this.notNumbers === 0 && this.infinities === 0;
    return finite ? this.losses.over(this.weights) : this.sum() / this.weights.value();
  }

  /** The correctly rounded sum of the confidences in each bin. */
  confidenceSums(): Float64Array {
    return Float64Array.from(this.binConfidences, (sum) => sum.value());
  }

  /** The largest losses first, NaN before all, equal ones by their place. */
  worst(): readonly WorstRow[] {
    return [...this.kept].sort(byBadness).slice(0, this.options.worst);
  }

  private addConfidence(confidence: number, correct: boolean): void {
    const bin = confidence === 0 ? 0 : binOf(confidence, this.options.bins, 'guo');
    if (bin === undefined) return;
    increment(this.binCounts, bin, 1);
    increment(this.binCorrects, bin, correct ? 1 : 0);
    this.binConfidences[bin]?.add(confidence);
  }

  /** Keeps twice as many as asked for before it sorts, so that adding stays cheap. */
  private keep(candidate: WorstRow): void {
    this.kept.push(candidate);
    if (this.kept.length < 2 * this.options.worst + 16) return;
    this.kept.sort(byBadness);
    this.kept.length = this.options.worst;
  }
}

/** A total order, so that the rows kept do not depend on the order they came in. */
function byBadness(a: WorstRow, b: WorstRow): number {
  const ofA = Number.isNaN(a.loss) ? Infinity : a.loss;
  const ofB = Number.isNaN(b.loss) ? Infinity : b.loss;
  if (Number.isNaN(a.loss) !== Number.isNaN(b.loss)) return Number.isNaN(a.loss) ? -1 : 1;
  if (ofA !== ofB) return ofA > ofB ? -1 : 1;
  return a.row - b.row;
}

function increment(counts: Float64Array, index: number, by: number): void {
  counts[index] = counts[index] + by;
}

function addInto(counts: Float64Array, others: Float64Array): void {
  for (let index = 0; index < counts.length; index++) increment(counts, index, others[index]);
}
