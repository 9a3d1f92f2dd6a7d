import type { JSX } from 'preact';
import { exactText, shortText } from '../numbers';
import { word } from '../words';
import type { Sheet, SheetCell } from './sheet';

interface SheetTableProps {
  readonly label: string;
  readonly sheet: Sheet;
  readonly visible: boolean;
}

/** More rows than this are for the file: a page is not a spreadsheet. */
const MOST_ROWS = 200;

/** The numbers of a picture as a table; heard always, seen where asked for. */
export function SheetTable({ label, sheet, visible }: SheetTableProps): JSX.Element {
  const rows = sheet.rows.slice(0, MOST_ROWS);
  return (
    <div
      class={visible ? 'sheet' : 'visually-hidden'}
      {...(visible ? { role: 'region', tabIndex: 0, 'aria-label': label } : {})}
    >
      <table>
        <caption class="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {sheet.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cellText(cell)}
                  </th>
                ) : (
                  <td key={column} class={typeof cell === 'number' ? 'number' : undefined}>
                    {cellText(cell)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.rows.length > MOST_ROWS && (
        <p>{word('The first {0} of {1}; the file has all.', MOST_ROWS, sheet.rows.length)}</p>
      )}
    </div>
  );
}

function cellText(cell: SheetCell): string {
  if (typeof cell === 'string') return cell;
  if (Number.isNaN(cell)) return '–';
  return Number.isInteger(cell) ? exactText(cell) : shortText(cell);
}
