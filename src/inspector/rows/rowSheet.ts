import { numbered } from '../names';
import type { Sheet } from '../files/sheet';
import { rowFacts } from '../problem/rowFacts';
import type { Shown } from '../shown';
import { word } from '../words';

/** The rows as they are saved: every one that the filter lets through, in the order of the document. */
export function rowSheet(
  { matrix, losses, names }: Shown,
  rowLines: Uint32Array,
  only: Uint32Array | undefined,
): Sheet {
  const rows = only ?? Uint32Array.from({ length: Math.min(losses.length, matrix.rows) }, (_, row) => row);
  const several = matrix.family === 'binary' && matrix.columns > 1;
  const classes = (indices: readonly number[]): string | number => {
    if (matrix.columns === 1) return indices.length;
    const [only] = indices;
    return indices.length === 1 && only !== undefined && names.classes === undefined
      ? only
      : indices.map((index) => numbered(names.classes, index)).join(' ');
  };
  return {
    columns: [
      word('Row'),
      ...(names.rows === undefined ? [] : [word('name')]),
      word('Line'),
      word('Loss'),
      word('Target'),
      word('Prediction'),
      word('p(target)'),
      ...(several ? [word('Columns right')] : [word('Result')]),
    ],
    rows: Array.from(rows, (row) => {
      const facts = rowFacts(matrix, row);
      return [
        row,
        ...(names.rows === undefined ? [] : [names.rows[row] ?? '']),
        rowLines[row] ?? 0,
        losses[row] ?? NaN,
        facts.verdict === 'ignored' ? word('ignored') : classes(facts.targets),
        classes(facts.predicted),
        facts.probability,
        several ? facts.agreeing : word(facts.verdict === 'partly' ? 'partly right' : facts.verdict),
      ];
    }),
  };
}
