import type { Answer } from '../lens/answer';
import type { Result } from '../lens/result';
import { isBinary, lossCaption, reductionCaption, valueText } from './captions';
import { lossText } from './numbers';

/** Text to show behind a line of the document. Lines count from 1. */
export interface InlineNote {
  readonly line: number;
  readonly text: string;
  /** How much the row on this line weighs; absent where the line holds several, or the loss itself. */
  readonly level?: RowLevel;
}

export type RowLevel = 'low' | 'mid' | 'high';

/** A row's share of the largest loss as a bar: the same as its colour, for those who cannot see that. */
const BARS = '▁▂▃▄▅▆▇█';

function rowText(loss: number, largest: number): string {
  if (!Number.isFinite(loss)) return `⚠ ${lossText(loss)}`;
  const share = largest > 0 ? Math.max(loss / largest, 0) : 0;
  return `${BARS.charAt(Math.min(Math.floor(share * BARS.length), BARS.length - 1))} ${lossText(loss)}`;
}

function levelOf(loss: number, largest: number): RowLevel {
  const share = loss / largest;
  if (share < 1 / 3) return 'low';
  return share < 2 / 3 ? 'mid' : 'high';
}

/**
 * The loss behind the last line of the matrix: '1.9650 cross_entropy · mean of 10 rows'. The number stands first: what
 * does not fit into a narrow editor is then only its caption.
 */
export function mainNote(answer: Answer): string {
  const { problem, evaluation } = answer.report;
  const caption = lossCaption(problem.loss, problem.from ?? answer.pairing.from);
  return `${valueText(evaluation)} ${caption} · ${reductionCaption(problem, evaluation)}`;
}

/** Between a row's loss and the matrix's; the blanks are wide ones, since several plain ones are shown as one. */
const DIVIDER = '\u2003│\u2003';

/** More rows than this on one line are no longer told apart; then only the matrix's own number is shown. */
const ROWS_A_LINE = 4;

/**
 * What to show behind each line from `first` to `last`: the losses of the rows that end there and, behind the last
 * line of the matrix, the loss itself.
 */
export function inlineNotes(
  result: Result,
  range: { readonly first: number; readonly last: number },
  withRows: boolean,
): readonly InlineNote[] {
  const { rows } = result.report.evaluation;
  const { rows: lines, predictions: lastLine } = result.lines;
  const notes: InlineNote[] = [];
  let own = '';
  let row = withRows && lines[0] !== 0 && !isSingle(result) ? firstAtOrAfter(lines, range.first) : rows.length;
  while (row < rows.length && lines[row] <= range.last) {
    const line = lines[row];
    const first = row;
    const losses: string[] = [];
    for (; row < rows.length && lines[row] === line; row++) losses.push(rowText(rows[row], result.largestRowLoss));
    if (losses.length > ROWS_A_LINE) continue;
    const text = losses.join(' · ');
    if (line === lastLine) own = text + DIVIDER;
    else if (losses.length > 1) notes.push({ line, text });
    else notes.push({ line, text, level: levelOf(rows[first], result.largestRowLoss) });
  }
  if (lastLine >= range.first && lastLine <= range.last) {
    notes.push({ line: lastLine, text: own + mainNote(result) });
  }
  return notes;
}

/** One row's loss is the loss: said once. */
function isSingle({ report }: Answer): boolean {
  const { rows } = report.evaluation;
  return rows.length === 1 || (isBinary(report.problem.loss) && report.problem.predictions.shape.length < 2);
}

function firstAtOrAfter(lines: Uint32Array, line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lines[middle] < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
