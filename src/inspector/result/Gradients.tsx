import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { gradient } from '../../core/evaluate';
import type { Problem } from '../../core/problem';
import { numbered, type Names } from '../names';
import { signedText } from '../numbers';
import type { RowMatrix } from '../problem/rowMatrix';
import { word } from '../words';

interface GradientsProps {
  readonly problem: Problem;
  readonly matrix: RowMatrix;
  readonly names: Names;
  readonly row: number;
}

/** Beyond this many values the gradient of all would hold the page up; the map's layer works it out when asked. */
const MOST_VALUES = 60_000;
const MOST_SHOWN = 8;

/** What moving each prediction of a row does to the loss, the strongest pulls first. */
export function Gradients({ problem, matrix, names, row }: GradientsProps): JSX.Element | null {
  const small = matrix.rows * matrix.columns <= MOST_VALUES;
  const slopes = useMemo(() => (small ? gradient(problem) : undefined), [problem, small]);
  if (slopes === undefined || !slopes.ok) return null;
  const { data } = slopes.value;
  const at = (column: number): number => data[matrix.indexOf(row, column)] ?? NaN;
  const columns = Array.from({ length: matrix.columns }, (_, column) => column)
    .sort((a, b) => Math.abs(at(b)) - Math.abs(at(a)) || a - b)
    .slice(0, MOST_SHOWN)
    .sort((a, b) => a - b);
  return (
    <dl class="gradients">
      <dt>{word('Gradient')}</dt>
      {columns.map((column) => (
        <dd key={column}>
          <bdi class="pane-note">{numbered(matrix.columns === 1 ? undefined : names.classes, column)}</bdi>{' '}
          <span class="number">{signedText(at(column))}</span>
        </dd>
      ))}
    </dl>
  );
}
