import type { Evaluation, Problem } from '../core/problem';
import type { Uncertainty } from '../core/uncertainty/uncertainty';
import type { KnownBlock } from '../read/reading';
import type { FindingId } from './ids';

export type Severity = 'error' | 'warning' | 'info';

/** What is looked at: the problem as it was computed, and the arrays as they were printed. */
export interface Subject {
  readonly problem: Problem;
  /** Absent where PyTorch refuses the problem. */
  readonly evaluation?: Evaluation;
  readonly predictions: KnownBlock;
  readonly targets: KnownBlock;
  /** What the printed digits leave open, where that was worked out. */
  readonly uncertainty?: Uncertainty;
  /** A number that the user or the document holds against the loss. */
  readonly reference?: number;
}

/** The loss that a common mistake, mended, would give. */
export interface Alternative {
  /** Stable, kebab-case, part of the terminal's contract. */
  readonly label: string;
  readonly value: number;
  /** The problem that has this value; absent where no single call of PyTorch computes it. */
  readonly problem?: Problem;
  /** The change that makes it so, as code: `F.nll_loss(torch.log(p), y)`; p, x and y are the user's arrays. */
  readonly change: string;
}

/** Something that looks like a mistake. The words are made in `report/` from the id and the evidence. */
export interface Finding {
  /** Stable, kebab-case, part of the terminal's contract. */
  readonly id: FindingId;
  readonly severity: Severity;
  readonly evidence: Readonly<Record<string, number | string>>;
  readonly alternatives: readonly Alternative[];
}

/** One mistake: undefined where the numbers do not show it. */
export type Check = (subject: Subject) => Finding | undefined;
