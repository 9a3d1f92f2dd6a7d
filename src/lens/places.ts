import { classRows } from '../check/subject';
import { placesBefore } from '../pair/layout';
import type { Answer, Posed } from './answer';

/** The arrays of a problem. */
export type ArrayName = 'predictions' | 'targets';

/**
 * The number of the text (a position in its array's cells) that one of the problem's numbers came from; undefined where
 * none is it alone, as for the class index that a one-hot row was read as.
 */
export function cellOf(answer: Posed, array: ArrayName, index: number): number | undefined {
  const { data } = answer.report.problem[array];
  if (answer[array].cells.starts.length !== data.length || index >= data.length) return undefined;
  return array === 'predictions' ? placesOf(answer)(index) : index;
}

/** The cells of the predictions that make a row of the evaluation, in the order of the classes. */
export function cellsOfRow(answer: Answer, row: number): readonly number[] {
  if (answer.predictions.cells.starts.length === 0) return [];
  const { start, stride, columns } = rowsOf(answer);
  const place = placesOf(answer);
  return Array.from({ length: columns }, (_, column) => place(start(row) + column * stride));
}

/** The last cell of each row, where the row's cells follow one another; undefined for all where they do not. */
export function rowEnds(answer: Answer): ((row: number) => number) | undefined {
  const { start, stride, columns } = rowsOf(answer);
  const place = placesOf(answer);
  if (answer.predictions.cells.starts.length === 0 || columns === 0) return undefined;
  const last = (row: number): number => place(start(row) + (columns - 1) * stride);
  return last(0) - place(start(0)) === columns - 1 ? last : undefined;
}

function placesOf({ pairing, predictions }: Posed): (index: number) => number {
  return pairing.layout === 'classes-last' ? placesBefore(predictions.tensor.shape) : (index) => index;
}

/** The row of the evaluation that a number of the text belongs to: the inverse of {@link cellsOfRow}. */
export function rowOfCell(answer: Answer, array: ArrayName, cell: number): number | undefined {
  const { pairing, report, targets, predictions } = answer;
  const { rows } = report.evaluation;
  const { columns, stride } = rowsOf(answer);
  if (rows.length === 0) return undefined;
  const { length } = (array === 'targets' ? targets : predictions).cells.starts;
  // A class index a row, or a number a row.
  if (length === rows.length) return cell;
  if (length !== rows.length * columns) return undefined;
  if (array === 'predictions' && pairing.layout === 'classes-last') {
    return predictions.tensor.shape.length === 2 ? cell % rows.length : Math.floor(cell / columns);
  }
  return Math.floor(cell / (columns * stride)) * stride + (cell % stride);
}

/** How the evaluation's rows lie in the problem's predictions. */
function rowsOf({ report: { problem } }: Answer): {
  readonly columns: number;
  readonly stride: number;
  readonly start: (row: number) => number;
} {
  const { loss, predictions } = problem;
  if (loss === 'cross_entropy' || loss === 'nll_loss' || loss === 'poly_loss') {
    const { classes, stride, start } = classRows(predictions.shape);
    return { columns: classes, stride, start };
  }
  const { shape } = predictions;
  const columns = shape.length < 2 ? 1 : shape[shape.length - 1];
  return { columns, stride: 1, start: (row) => row * columns };
}
