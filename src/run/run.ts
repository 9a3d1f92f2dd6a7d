import { evaluate } from '../core/evaluate';
import type { Evaluation, Outcome, Problem } from '../core/problem';

/** What asked for the work and may lose interest. */
export interface Interest {
  readonly aborted: boolean;
  /** Tells once, when interest is lost; at once where it is lost already. */
  onAbort?(listener: () => void): void;
  /** Is told how much of long work is done, from 0 to 1. */
  progress?(share: number): void;
}

/** A computed problem. */
export interface Report {
  readonly problem: Problem;
  readonly evaluation: Evaluation;
}

/**
 * Computes a problem.
 * @returns undefined where interest was lost before there was an answer.
 */
export async function run(problem: Problem, interest: Interest): Promise<Outcome<Report> | undefined> {
  // Whoever asked goes first: an edit that has already happened must be able to withdraw the question.
  await Promise.resolve();
  if (interest.aborted) return undefined;
  const outcome = evaluate(problem);
  return outcome.ok ? { ok: true, value: { problem, evaluation: outcome.value } } : outcome;
}
