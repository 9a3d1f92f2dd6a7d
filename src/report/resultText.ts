import type { Result } from '../lens/result';
import { hoverText } from './hover';
import { t } from './l10n';
import { fullText, lossText } from './numbers';

/** More rows than this are no longer read one by one. */
const MOST_ROWS = 10_000;

/** A result as plain lines, to be read from top to bottom: everything the other surfaces show, and every row's loss. */
export function resultText(result: Result): readonly string[] {
  const { headline, caption, steps, meaning, findings, reasons } = hoverText(result, undefined);
  const { rows } = result.report.evaluation;
  const shown = Math.min(rows.length, MOST_ROWS);
  const losses = Array.from(rows.subarray(0, shown), (loss, row) => rowSentence(result, row, loss));
  if (shown < rows.length) losses.push(t('The first {0} of {1} rows.', shown, rows.length));
  return [
    headline,
    caption,
    ...section(t('How it was obtained'), steps),
    ...section(t('What the number means'), meaning),
    ...section(t('What looks like a mistake'), findings),
    ...section(t('Why it was read this way'), reasons),
    ...section(t('Rows'), losses),
  ];
}

/** A result in one breath, the row at the cursor first. */
export function spokenText(result: Result, row: number | undefined): string {
  const { headline, caption, findings } = hoverText(result, undefined);
  const loss = row === undefined ? undefined : result.report.evaluation.rows[row];
  return [
    ...(row === undefined || loss === undefined ? [] : [t('Row {0}: {1}.', row, lossText(loss))]),
    `${headline}, ${caption}.`,
    ...findings,
  ].join(' ');
}

function rowSentence(result: Result, row: number, loss: number): string {
  const line = result.lines.rows[row];
  return line === undefined || line === 0
    ? t('Row {0}: {1}', row, fullText(loss))
    : t('Row {0}, line {1}: {2}', row, line, fullText(loss));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
