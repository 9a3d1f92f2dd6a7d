import type { JSX } from 'preact';
import { isolated, numbered, type Names } from '../names';
import { exactText, shortText } from '../numbers';
import type { RowMatrix } from '../problem/rowMatrix';
import { word } from '../words';
import type { Layer } from './layers';
import type { Cell } from './layout';
import { targetText } from './Twin';

interface ReadoutProps {
  readonly matrix: RowMatrix;
  readonly names: Names;
  readonly layer: Layer;
  readonly cell: Cell | undefined;
}

/** The exact value of the cell pointed at, always in the same place, so that it covers nothing and never jumps. */
export function Readout({ matrix, names, layer, cell }: ReadoutProps): JSX.Element {
  if (cell === undefined || cell.row >= matrix.rows || cell.column >= matrix.columns) {
    return (
      <p id="map-readout" class="readout hint">
        {word('Point at a cell, or use the arrow keys.')}
      </p>
    );
  }
  const { row, column } = cell;
  const target = targetText(matrix, row, column);
  return (
    <p id="map-readout" class="readout">
      <span class="readout-place">
        {word('row {0}, column {1}', isolated(numbered(names.rows, row)), isolated(numbered(names.classes, column)))}
      </span>{' '}
      <strong class="number">{exactText(layer.at(row, column))}</strong>
      {layer.name !== 'Probabilities' && (
        <>
          {' '}
          <span>{word('probability {0}', shortText(matrix.probability(row, column)))}</span>
        </>
      )}
      {target !== undefined && (
        <>
          {' '}
          <span class="readout-target">◥ {target}</span>
        </>
      )}
    </p>
  );
}
