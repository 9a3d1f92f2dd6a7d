import * as vscode from 'vscode';
import type { CellChange } from '../inspector/protocol';
import { t } from '../report/l10n';
import { reprint } from '../report/reprint';
import type { DocumentLens, DocumentSession } from './documents';
import { numbersEdit, takeAlternative } from './remedies';
import { reasonOf, sayFailed } from './messages';

/** Asks where a picture or table of the inspector is to be kept, and keeps it there. */
export async function saveFile(beside: vscode.Uri, name: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(beside) ?? vscode.workspace.workspaceFolders?.[0];
  const target = await vscode.window.showSaveDialog({
    title: t('Save from Loss Lens'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    sayFailed(t('{0} could not be saved: {1}', name, reasonOf(error)));
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
  await vscode.workspace.applyEdit(numbersEdit(document, state.result, changes, reprint));
}

/** Goes the way out of a finding that was chosen in the inspector. */
export async function chooseAlternative(
  lens: DocumentLens,
  session: DocumentSession,
  finding: number,
  label: string,
): Promise<void> {
  const { state } = session;
  if (state.kind !== 'done') return;
  const alternative = state.result.findings[finding]?.alternatives.find((known) => known.label === label);
  if (alternative !== undefined) await takeAlternative(lens, session, alternative);
}
