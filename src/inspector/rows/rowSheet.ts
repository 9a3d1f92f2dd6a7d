import { numbered } from '../names';
import { FLIP_WORDS } from '../compare/flipWords';
import type { Paired } from '../compare/paired';
import type { Sheet, SheetCell } from '../files/sheet';
import { rowFacts } from '../problem/rowFacts';
import type { Shown } from '../shown';
import { word } from '../words';

function pairedCells(paired: Paired, row: number): readonly SheetCell[] {
  const partner = paired.partners[row] ?? -1;
  if (partner < 0) return ['', '', '', '', ''];
  const flip = paired.flip(row);
  return [
    partner,
    paired.there.losses[partner],
    paired.differences[row],
    flip === undefined ? '' : word(FLIP_WORDS[flip]),
    paired.divergence(row),
  ];
}

/** The rows as they are saved: every one that the filter lets through, in the order of the document. */
export function rowSheet(
  { matrix, losses, names, paired }: Shown,
  rowLines: Uint32Array,
  only: Uint32Array | undefined,
): Sheet {
  const rows = only ?? Uint32Array.from({ length: matrix.rows }, (_, row) => row);
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
      ...(paired === undefined ? [] : [word('Row there'), word('There'), word('Difference'), word('Flip'), word('KL')]),
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
        ...(paired === undefined ? [] : pairedCells(paired, row)),
      ];
    }),
  };
}
