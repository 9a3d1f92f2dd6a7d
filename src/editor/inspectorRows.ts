import * as vscode from 'vscode';
import { cellsOfRow } from '../lens/places';
import type { Result } from '../lens/result';

/** More cursors than this in one editor are of no use. */
const MOST_SELECTIONS = 500;
/** About twenty megabytes of text at most. */
const MOST_ROW_TEXTS = 200_000;
const ROW_TEXT = 120;

/** The row's numbers as one selection, or as one each where others stand between them. */
export function rowSelections(document: vscode.TextDocument, result: Result, row: number): vscode.Selection[] {
  const { starts, ends } = result.predictions.cells;
  const cells = [...cellsOfRow(result, row)].sort((a, b) => a - b).slice(0, MOST_SELECTIONS);
  const [first] = cells;
  const last = cells.at(-1);
  if (first === undefined || last === undefined) return [];
  const between = (from: number, to: number): vscode.Selection =>
    new vscode.Selection(document.positionAt(starts[from]), document.positionAt(ends[to]));
  return last - first === cells.length - 1 ? [between(first, last)] : cells.map((cell) => between(cell, cell));
}

/** The lines that the rows stand on, for the filter by text; none where they are too many to send. */
export function rowTexts(document: vscode.TextDocument, lines: Uint32Array): readonly string[] | undefined {
  if (lines.length > MOST_ROW_TEXTS) return undefined;
  return Array.from(lines, (line) =>
    line === 0
      ? ''
      : document
          .lineAt(line - 1)
          .text.trim()
          .slice(0, ROW_TEXT),
  );
}
