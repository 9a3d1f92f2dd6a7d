import * as vscode from 'vscode';
import type { CellChange } from '../inspector/protocol';
import { cellOf } from '../lens/places';
import { settledBy } from '../lens/settled';
import { t } from '../report/l10n';
import { reprint } from '../report/reprint';
import type { DocumentLens, DocumentSession } from './documents';

/** Asks where a picture or table of the inspector is to be kept, and keeps it there. */
export async function saveFile(document: vscode.TextDocument, name: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.workspace.workspaceFolders?.[0];
  const target = await vscode.window.showSaveDialog({
    title: t('Save from Loss Lens'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(t('{0} could not be saved: {1}', name, reason));
  }
}

/** Writes numbers that were tried out into the text: one edit, each in the notation of the number it replaces. */
export async function applyChanges(
  { document }: DocumentLens,
  session: DocumentSession,
  changes: readonly CellChange[],
): Promise<void> {
  const { state } = session;
  if (state.kind !== 'done' || state.version !== document.version) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { array, index, value } of changes) {
    const { starts, ends } = state.result[array].cells;
    const cell = cellOf(state.result, array, index);
    if (cell === undefined) continue;
    const range = new vscode.Range(document.positionAt(starts[cell]), document.positionAt(ends[cell]));
    edit.replace(document.uri, range, reprint(document.getText(range), value));
  }
  await vscode.workspace.applyEdit(edit);
}

/**
 * Takes the way out of a finding that was chosen. Where it is another reading of the same numbers, that reading is
 * computed; where the numbers themselves would have to change, the code that changes them is offered.
 */
export async function chooseAlternative(
  lens: DocumentLens,
  session: DocumentSession,
  finding: number,
  label: string,
): Promise<void> {
  const { state } = session;
  if (state.kind !== 'done') return;
  const alternative = state.result.findings[finding]?.alternatives.find((known) => known.label === label);
  if (alternative === undefined) return;
  const { problem } = state.result.report;
  const other = alternative.problem;
  if (other?.predictions.data === problem.predictions.data && other.targets.data === problem.targets.data) {
    const { loss, options, from = state.result.pairing.from } = other;
    await session.again(lens.source(), { ...settledBy(state.result), loss, from, options });
    return;
  }
  const copy = t('Copy');
  const chosen = await vscode.window.showInformationMessage(t('Make this change: {0}', alternative.change), copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(alternative.change);
}
