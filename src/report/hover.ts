import type { Answer } from '../lens/answer';
import type { Result } from '../lens/result';
import { lossCaption, reductionCaption, steps, valueText } from './captions';
import { alternativeText, findingText } from './findings';
import { t } from './l10n';
import { meaningOf } from './meaning';
import { fullText } from './numbers';
import { reasonText } from './reasons';

/** What a hover says, as plain text: the place that shows it escapes and lays it out. */
export interface HoverText {
  /** 'cross_entropy 1.9650' */
  readonly headline: string;
  /** 'mean of 10 rows of x and true' */
  readonly caption: string;
  /** The formula and the numbers put into it. */
  readonly steps: readonly string[];
  readonly reasons: readonly string[];
  readonly findings: readonly string[];
  /** How sure the digits are, what the number compares to, and the frameworks that differ. */
  readonly meaning: readonly string[];
  /** The loss of the row that is pointed at. */
  readonly row?: string;
}

/** @param row the row of the predictions that is pointed at, if any. */
export function hoverText(result: Result, row: number | undefined): HoverText {
  const { problem, evaluation } = result.report;
  const loss = row === undefined ? undefined : evaluation.rows[row];
  return {
    headline: `${lossCaption(problem.loss, result.pairing.from)} ${valueText(evaluation)}`,
    caption: `${reductionCaption(problem, evaluation)} · ${arraysText(result)}`,
    steps: steps(problem, evaluation),
    reasons: result.pairing.reasons.map(reasonText),
    findings: result.findings.map((finding) =>
      [findingText(finding), ...finding.alternatives.map(alternativeText)].join(' '),
    ),
    meaning: meaningOf(result),
    ...(loss !== undefined && row !== undefined && { row: t('Row {0}: {1}', row, fullText(loss)) }),
  };
}

export function arraysText({ predictions, targets }: Answer): string {
  return t('{0} against {1}', predictions.name ?? t('predictions'), targets.name ?? t('targets'));
}
