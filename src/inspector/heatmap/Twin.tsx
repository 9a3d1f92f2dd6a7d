import type { JSX } from 'preact';
import { numbered, type Names } from '../names';
import { exactText } from '../numbers';
import type { RowMatrix } from '../problem/rowMatrix';
import type { Span } from '../scrollAxis';
import { word } from '../words';
import type { Layer } from './layers';
import type { Cell } from './layout';

interface TwinProps {
  readonly matrix: RowMatrix;
  readonly names: Names;
  readonly layer: Layer;
  readonly window: { readonly rows: Span; readonly columns: Span };
}

export function cellId({ row, column }: Cell): string {
  return `cell-${row}-${column}`;
}

/** The heat map as a table that is heard instead of seen: the part of it around what is in sight. */
export function Twin({ matrix, names, layer, window }: TwinProps): JSX.Element {
  const columns = range(window.columns);
  return (
    <div class="visually-hidden" role="rowgroup">
      <div role="row" aria-rowindex={1}>
        <span role="columnheader" aria-colindex={1}>
          {word('Row')}
        </span>
        {columns.map((column) => (
          <span key={column} role="columnheader" aria-colindex={column + 2}>
            {numbered(names.classes, column)}
          </span>
        ))}
      </div>
      {range(window.rows).map((row) => (
        <div key={row} role="row" aria-rowindex={row + 2}>
          <span role="rowheader" aria-colindex={1}>
            {numbered(names.rows, row)}
          </span>
          {columns.map((column) => (
            <span key={column} id={cellId({ row, column })} role="gridcell" aria-colindex={column + 2}>
              {cellText(matrix, layer, row, column)}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function cellText(matrix: RowMatrix, layer: Layer, row: number, column: number): string {
  const target = targetText(matrix, row, column);
  const value = exactText(layer.at(row, column));
  return target === undefined ? value : `${value}, ${target}`;
}

/** 'target', or with its value where that is not 1; undefined where nothing is asked of the cell. */
export function targetText(matrix: RowMatrix, row: number, column: number): string | undefined {
  const target = matrix.target(row, column);
  if (target === 0) return undefined;
  return target === 1 ? word('target') : word('target {0}', exactText(target));
}

function range({ first, end }: Span): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}
