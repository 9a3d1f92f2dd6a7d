import * as vscode from 'vscode';
import { t } from '../report/l10n';
import { offer } from './messages';

/** What a command says that finds nothing to work on; with a way to see what it does find. */
export function offerSample(text: string): void {
  offer(text, t('Open Sample'), () => vscode.commands.executeCommand('lossLens.openSample'));
}

/**
 * Opens prints of a small model with both arrays selected, so that the next thing to do is the command itself.
 * @param prints the text of media/sample.txt: logits, labels and PyTorch's loss, blank lines between them.
 */
export async function openSample(prints: string): Promise<void> {
  const [logits = '', labels = '', loss = ''] = prints.trimEnd().split('\n\n');
  const before = comments(
    t('What a model printed: a score (logit) for each of 5 species in 8 photos, and the species they show.'),
    t('Both are selected. Press F1 and run Compute Cross Entropy.'),
  );
  const selected = `${logits}\n\n${labels}`;
  const after = comments(
    t('What PyTorch returns for F.cross_entropy(logits, label):'),
    loss,
    t('Change a number, and the loss changes with it. Point at the matrix to see how it comes about.'),
  );
  const document = await vscode.workspace.openTextDocument({
    content: `${before}\n\n${selected}\n\n${after}\n`,
    language: 'plaintext',
  });
  const start = before.length + 2;
  // Shown with the selection in it: one that is set after could be overtaken by the editor's own first one.
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(start + selected.length));
  await vscode.window.showTextDocument(document, { viewColumn: columnForText(), selection });
}

/** Beside what is no text, such as the walkthrough, so that the next step can be taken from there. */
function columnForText(): vscode.ViewColumn {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  const beside = activeTab !== undefined && vscode.window.activeTextEditor === undefined;
  return beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}

function comments(...lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`).join('\n');
}
