import * as vscode from 'vscode';
import { lossesOfCells, notebookText } from '../lens/notebook';
import type { PiecewiseSource } from '../lens/remoteDesk';
import type { Span } from '../read/reading';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { arraysText } from '../report/hover';
import { t } from '../report/l10n';
import { reasonText } from '../report/reasons';
import type { Documents } from './documents';
import { settingsFor } from './settings';

/** Plain outputs only: whatever else a notebook stores is neither read nor shown. */
const TEXT_MIMES: ReadonlySet<string> = new Set([
  'text/plain',
  'application/vnd.code.notebook.stdout',
  'application/vnd.jupyter.stdout',
]);
/** One output longer than this is no print that anybody reads; it is left out. */
const OUTPUT_LIMIT = 2_000_000;

/** The loss under a notebook cell, from the outputs that are stored in the notebook: no kernel is asked. */
export class NotebookCells implements vscode.NotebookCellStatusBarItemProvider {
  constructor(private readonly documents: Documents) {}

  async provideCellStatusBarItems(
    cell: vscode.NotebookCell,
    token: vscode.CancellationToken,
  ): Promise<vscode.NotebookCellStatusBarItem | undefined> {
    if (cell.kind !== vscode.NotebookCellKind.Code || cell.outputs.length === 0) return undefined;
    if (!settingsFor(cell.document).notebookCells) return undefined;
    const { source, outputs } = cellsUpTo(cell);
    const survey = await this.documents.survey(source, token);
    const found = survey && lossesOfCells(survey, outputs).at(-1);
    if (found === undefined || token.isCancellationRequested) return undefined;
    const { pairing, report } = found.pairing.answer;
    const caption = lossCaption(pairing.loss, pairing.from);
    const value = valueText(report.evaluation);
    const mark = found.confirmed ? ' ✓' : '';
    const item = new vscode.NotebookCellStatusBarItem(
      `$(graph) ${caption} ${value}${mark} · ${reductionCaption(report.problem, report.evaluation)}`,
      vscode.NotebookCellStatusBarAlignment.Right,
    );
    const confirmed = found.confirmed ? [t('This cell prints this loss.')] : [];
    item.tooltip = [arraysText(found.pairing.answer), ...confirmed, ...found.pairing.reasons.map(reasonText)].join(
      '\n',
    );
    item.command = { command: 'lossLens.computeCell', title: t('Inspect'), arguments: [cell] };
    item.accessibilityInformation = { label: t('Loss Lens: {0} {1}', caption, value) };
    return item;
  }
}

/** The notebook up to a cell: what comes after it has no part in what it says. */
export function cellsUpTo(cell: vscode.NotebookCell): {
  readonly source: PiecewiseSource;
  readonly outputs: readonly Span[];
} {
  const cells = cell.notebook.getCells(new vscode.NotebookRange(0, cell.index + 1)).filter(isCode);
  const { text, outputs } = notebookText(
    cells.map((each) => ({ source: each.document.getText(), output: plainOutput(each) })),
  );
  return { source: sourceOf(text, cell.notebook.version), outputs };
}

export function isCode(cell: vscode.NotebookCell): boolean {
  return cell.kind === vscode.NotebookCellKind.Code;
}

function plainOutput(cell: vscode.NotebookCell): string {
  const decoder = new TextDecoder();
  return cell.outputs
    .flatMap((output) => output.items.find((item) => TEXT_MIMES.has(item.mime)) ?? [])
    .filter((item) => item.data.length <= OUTPUT_LIMIT)
    .map((item) => decoder.decode(item.data))
    .join('\n');
}

function sourceOf(text: string, version: number): PiecewiseSource {
  return { version, language: 'plaintext', length: text.length, pieces: () => [text] };
}
