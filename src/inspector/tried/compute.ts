import { evaluate } from '../../core/evaluate';
import type { Problem, Refusal } from '../../core/problem';
import { sizeOf } from '../../core/tensor';
import { factsToFill, filledFacts, type Facts } from '../problem/facts';
import type { KernelRows } from '../problem/kernelRows';
import { familyOf } from '../problem/rowMatrix';

/** Up to this many values core itself answers within a frame; beyond it answers when the hand rests. */
export const CORE_AT_ONCE = 24_000;
/** Up to this many values the quick formulas answer within a frame; beyond they are worked through between frames. */
export const QUICK_AT_ONCE = 1_000_000;

/** Values to work through before the time is asked for again. */
const STRETCH = 65_536;

/** What a tried problem comes to. */
export interface Computed {
  readonly facts: Facts;
  /** One a row; of those reached so far while there are more to come, as are the facts. */
  readonly losses: Float64Array;
  /** The reduced loss: of the rows reached so far while there are more to come. NaN where there is none. */
  readonly value: number;
  /** From 0 to 1: how many of the rows are in it. */
  readonly progress: number;
  /** Whether core computed it: only then is it PyTorch's to the last digit. */
  readonly exact: boolean;
  readonly refusal: Refusal | undefined;
}

/** By core: the same number as everywhere else. */
export function computeExactly(problem: Problem, threshold: number, kernel?: KernelRows): Computed {
  const facts = factsToFill(problem, threshold, kernel);
  const outcome = evaluate(problem);
  facts.fill(0, facts.rows);
  if (!outcome.ok) {
    return { facts, losses: facts.losses, value: NaN, progress: 1, exact: true, refusal: outcome.refusal };
  }
  const { rows, value, reduction } = outcome.value;
  const single = reduction === 'none' ? mean(rows) : (value.data[0] ?? NaN);
  return { facts, losses: rows, value: single, progress: 1, exact: true, refusal: undefined };
}

/** By the quick formulas, a stretch of rows at a time. */
export class QuickWork {
  private readonly facts: Facts;
  private reached = 0;

  constructor(
    private readonly problem: Problem,
    threshold: number,
    kernel?: KernelRows,
  ) {
    this.facts = factsToFill(problem, threshold, kernel);
  }

  get able(): boolean {
    return this.facts.quick;
  }

  get done(): boolean {
    return this.reached >= this.facts.rows;
  }

  /** Works through rows for as long as `mayWork` says that there is time, and through some in any case. */
  advance(mayWork: () => boolean): void {
    const rows = Math.max(1, Math.floor(STRETCH / Math.max(1, this.facts.columns)));
    do {
      const end = Math.min(this.facts.rows, this.reached + rows);
      this.facts.fill(this.reached, end);
      this.reached = end;
    } while (!this.done && mayWork());
  }

  /** What the rows reached so far come to. */
  result(): Computed {
    const share = this.facts.rows === 0 ? 1 : this.reached / this.facts.rows;
    const facts = filledFacts(this.facts, this.reached);
    const whole = reducedValue({ problem: this.problem, rows: facts.losses }, facts);
    const value = this.problem.options.reduction === 'sum' ? whole : whole / share;
    return { facts, losses: facts.losses, value, progress: share, exact: false, refusal: undefined };
  }
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The number of a result from its rows: what its reduction makes of them, or their mean where there is none. */
export function reducedValue(
  { problem, rows }: { readonly problem: Problem; readonly rows: Float64Array },
  facts: Pick<Facts, 'denominator'> = factsToFill(problem),
): number {
  let sum = 0;
  for (const loss of rows) sum += loss;
  if (problem.options.reduction === 'sum') {
    return familyOf(problem.loss) === 'binary' ? sum * (sizeOf(problem.predictions.shape) / rows.length) : sum;
  }
  return sum / facts.denominator();
}
