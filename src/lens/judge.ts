import { check } from '../check/check';
import type { Finding } from '../check/finding';
import { type Uncertainty, uncertainty } from '../core/uncertainty/uncertainty';
import type { LossOptions } from '../core/problem';
import { movedToOne } from '../pair/layout';
import type { Pairing } from '../pair/pairing';
import { arraysOf, problemOf } from '../pair/problem';
import { halfUnits } from '../pair/resolution';
import type { Block } from '../read/reading';
import type { Answer } from './answer';
import { type Baselines, baselinesOf } from './baselines';
import { type Comparison, comparisonsOf } from './compare';

/** The texts that the spans of an answer's arrays refer to: one and the same, or of two files. */
export interface Texts {
  readonly predictions: string;
  readonly targets: string;
}

/** What a number means, and when it is wrong. */
export interface Judgement {
  /** Absent for losses whose bounds are not known, and for very large arrays. */
  readonly uncertainty?: Uncertainty;
  readonly findings: readonly Finding[];
  readonly baselines?: Baselines;
  readonly comparisons: readonly Comparison[];
}

/** Bounds take some tens of operations a number: past this they would be felt. */
const MOST_VALUES = 400_000;

/** Everything beside the number: how sure it is, what looks wrong, what to compare it with. */
export function judge(answer: Answer, texts: Texts, reference?: number): Judgement {
  const { problem, evaluation } = answer.report;
  const { predictions, targets } = answer;
  const small = problem.predictions.data.length <= MOST_VALUES;
  const bounds = small ? uncertaintyOf(answer, texts) : undefined;
  const baselines = baselinesOf(problem);
  const findings = check({
    problem,
    evaluation,
    predictions,
    targets,
    ...(bounds && { uncertainty: bounds }),
    ...(reference !== undefined && { reference }),
  });
  return {
    ...(bounds && { uncertainty: bounds }),
    findings,
    ...(baselines && { baselines }),
    comparisons: small ? comparisonsOf(problem) : [],
  };
}

/** What the printed digits of an answer leave open. */
export function uncertaintyOf(answer: Answer, texts: Texts): Uncertainty | undefined {
  const { report, predictions, targets, pairing } = answer;
  const { problem } = report;
  const units = halfUnits(predictions, 'predictions', texts.predictions);
  const moved = pairing.layout === 'classes-last' && typeof units !== 'number';
  // Labels that were turned into indices are exact.
  const turned = problem.targets !== targets.tensor;
  return uncertainty(problem, {
    predictions: moved ? movedToOne({ shape: predictions.tensor.shape, data: units }).data : units,
    targets: turned ? 0 : halfUnits(targets, 'targets', texts.targets),
  });
}

/** What looks like the mistake in a problem that PyTorch refuses. */
export function findingsOfRefusal(
  blocks: readonly Block[],
  pairing: Pairing,
  options: LossOptions,
): readonly Finding[] {
  const arrays = arraysOf(blocks, pairing);
  if (arrays === undefined) return [];
  const { predictions, targets } = arrays;
  return check({ problem: problemOf(pairing, predictions, targets, options), predictions, targets });
}
