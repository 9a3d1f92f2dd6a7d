import type { JSX } from 'preact';
import type { Verdict } from '../problem/rowFacts';
import { word } from '../words';
import type { RowColumn, TableRow } from './columns';

interface RowLineProps {
  readonly row: TableRow;
  readonly columns: readonly RowColumn[];
  /** The largest finite loss, which fills its bar. */
  readonly largest: number;
  readonly place: number;
  readonly top: number;
  readonly chosen: boolean;
  readonly tabStop: boolean;
  readonly onChoose: () => void;
}

const GLYPHS: Readonly<Record<Verdict, string>> = { right: '✓', wrong: '✗', partly: '◐', ignored: '–', unknown: '?' };

export function RowLine(props: RowLineProps): JSX.Element {
  const { row, columns, largest, place, top, chosen, tabStop, onChoose } = props;
  return (
    <div
      role="row"
      class={chosen ? 'row line chosen' : 'row line'}
      aria-rowindex={place + 2}
      aria-selected={chosen}
      tabIndex={tabStop ? 0 : -1}
      data-row={row.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      {columns.map((column) => (
        <div key={column.title} role="gridcell" class={`cell ${column.kind}`}>
          {cell(column, row, largest)}
        </div>
      ))}
    </div>
  );
}

function cell(column: RowColumn, row: TableRow, largest: number): JSX.Element | string {
  const text = column.text(row);
  switch (column.kind) {
    case 'number':
    case 'classes':
      return text;
    case 'name':
      return (
        <bdi title={text} class="row-name">
          {text}
        </bdi>
      );
    case 'loss':
      return (
        <>
          <span class="loss-text">{text}</span>
          <span class="loss-track" aria-hidden="true">
            <span
              class={Number.isFinite(row.loss) ? 'loss-bar' : 'loss-bar not-finite'}
              style={{ width: `${100 * shareOf(row.loss, largest)}%` }}
            />
          </span>
        </>
      );
    case 'verdict':
      return (
        <span class={`verdict ${row.facts.verdict}`}>
          <span class="glyph" aria-hidden="true">
            {GLYPHS[row.facts.verdict]}
          </span>{' '}
          {text}
          {row.facts.verdict === 'partly' && <span class="visually-hidden"> {word('partly right')}</span>}
        </span>
      );
  }
}

function shareOf(loss: number, largest: number): number {
  if (!Number.isFinite(loss)) return 1;
  return largest > 0 ? Math.min(1, Math.max(0, loss / largest)) : 0;
}
