import { lineAt } from '../read/lines';
import type { Answer } from './answer';
import { type Judgement, judge } from './judge';
import { rowEnds } from './places';

/** An answer about one document: what it means, and where it stands. Plain data; no view needs the text beside it. */
export interface Result extends Answer {
  readonly judgement: Judgement;
  readonly lines: Lines;
  /** The largest finite loss of a row; 0 where none is positive. */
  readonly largestRowLoss: number;
}

/** Lines of the document, counted from 1. */
export interface Lines {
  /** The line each row of the predictions ends on, rows as in core's Evaluation; 0 where it ends on none of its own. */
  readonly rows: Uint32Array;
  /** The line each array ends on. */
  readonly predictions: number;
  readonly targets: number;
}

/** @param starts the offsets at which the lines of the text start. */
export function resultOf(answer: Answer, text: string, starts: Uint32Array): Result {
  const judgement = judge(answer, { predictions: text, targets: text });
  const { predictions, targets, report } = answer;
  return {
    ...answer,
    findings: judgement.findings,
    judgement,
    largestRowLoss: report.evaluation.rows.reduce((most, loss) => (loss > most && loss < Infinity ? loss : most), 0),
    lines: {
      rows: rowLines(answer, starts),
      predictions: lineAt(starts, Math.max(predictions.span.end - 1, 0)),
      targets: lineAt(starts, Math.max(targets.span.end - 1, 0)),
    },
  };
}

function rowLines(answer: Answer, starts: Uint32Array): Uint32Array {
  const { predictions, report } = answer;
  const lines = new Uint32Array(report.evaluation.rows.length);
  const last = rowEnds(answer);
  // Samples in columns end on no line of their own.
  if (last === undefined) return lines;
  for (let row = 0; row < lines.length; row++) lines[row] = lineAt(starts, predictions.cells.starts[last(row)]);
  return lines;
}
