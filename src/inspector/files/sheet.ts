/** A picture or the rows as a table: what is heard in place of a picture, and what is saved as text. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Numbers stay numbers in a file; text is written so that no spreadsheet takes it for a formula. */
export type SheetCell = number | string;

export function csvOf({ columns, rows }: Sheet): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

export function markdownOf({ columns, rows }: Sheet): string {
  const line = (cells: readonly SheetCell[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const rule = `| ${columns.map(() => '---').join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line), ''].join('\n');
}

/** One object a row. What is not finite is null, for JSON has no word for it. */
export function jsonOf({ columns, rows }: Sheet): string {
  const objects = rows.map((cells) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function csvCell(cell: SheetCell): string {
  if (typeof cell === 'number') return numberText(cell);
  // A quote mark first makes text of what a spreadsheet would run (OWASP, formula injection).
  const safe = /^[=+\-@\t\r\n\0]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownCell(cell: SheetCell): string {
  if (typeof cell === 'number') return numberText(cell);
  return cell.replace(/[\\`*_{}[\]()#+\-!|<>~]/g, '\\$&').replace(/\s+/g, ' ');
}

/** As Python and spreadsheets read it back. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}
