import { lineAt, lineStarts } from '../read/lines';
import type { Answer } from './answer';
import { type Judgement, judge, type Texts } from './judge';
import type { PartOfRows } from './partOfRows';
import { rowEnds } from './places';
import { type WorstRow, worstRows } from './worstRows';

/** An answer about one document: what it means, and where it stands. Plain data; no view needs the text beside it. */
export interface Result extends Answer {
  readonly judgement: Judgement;
  readonly lines: Lines;
  /** The largest finite loss of a row; 0 where none is positive. */
  readonly largestRowLoss: number;
  /** The rows that stand out: found here, since going through all rows would hold up whoever draws them. */
  readonly worst: readonly WorstRow[];
  /** Where arrays of files are so large that some of their rows stand for all in `report.problem`: everything else is of all. */
  readonly part?: PartOfRows;
}

/** Lines of the document, counted from 1. */
export interface Lines {
  /** The line each row of the predictions ends on, rows as in core's Evaluation; 0 where it ends on none of its own. */
  readonly rows: Uint32Array;
  /** The line each array ends on. */
  readonly predictions: number;
  readonly targets: number;
}

/** The texts of the two arrays, which are most often one, and the offsets at which their lines start. */
export interface Places {
  readonly texts: Texts;
  readonly starts: { readonly predictions: Uint32Array; readonly targets: Uint32Array };
  readonly targetsIn?: string;
}

/** The places of a document that holds both arrays. */
export function placesIn(text: string): Places {
  const starts = lineStarts(text);
  return { texts: { predictions: text, targets: text }, starts: { predictions: starts, targets: starts } };
}

export function resultOf(answer: Answer, { texts, starts, targetsIn }: Places): Result {
  const judgement = judge(answer, texts);
  const { predictions, targets, report } = answer;
  const { rows } = report.evaluation;
  const lines: Lines = {
    rows: rowLines(answer, starts.predictions),
    predictions: lineAt(starts.predictions, Math.max(predictions.span.end - 1, 0)),
    targets: lineAt(starts.targets, Math.max(targets.span.end - 1, 0)),
  };
  const largestRowLoss = rows.reduce((most, loss) => (loss > most && loss < Infinity ? loss : most), 0);
  return {
    ...answer,
    findings: judgement.findings,
    judgement,
    ...(targetsIn !== undefined && { targetsIn }),
    largestRowLoss,
    worst: worstRows(rows, lines.rows, largestRowLoss),
    lines,
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
