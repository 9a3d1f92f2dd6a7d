import * as vscode from 'vscode';
import { t } from '../report/l10n';
import { resultText, spokenText } from '../report/resultText';
import type { DocumentLens, DocumentResult, Documents } from './documents';
import { rowAt } from './hover';
import { say } from './messages';

const SCHEME = 'loss-lens';

/**
 * The results of a document as plain text, in a document of their own that follows them: what decorations and pictures
 * show can be read there line by line, by a screen reader, with the editor's own keys.
 */
export class ResultTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      documents.onDidChange((lens) => this.changed.fire(addressOf(lens))),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const lens = [...this.documents.all()].find((known) => known.document.uri.toString() === uri.query);
    if (lens === undefined || lens.results.length === 0) return `${t('The document changed; compute again.')}\n`;
    return `${lens.results.map(({ result }) => resultText(result).join('\n')).join('\n\n\n')}\n`;
  }

  async show(lens: DocumentLens): Promise<void> {
    const document = await vscode.workspace.openTextDocument(addressOf(lens));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Says the result, and the row at the cursor, in a notification: the one thing that every screen reader reads out. */
export function announce(lens: DocumentLens, { result }: DocumentResult): void {
  const editor = vscode.window.activeTextEditor;
  const offset = editor?.document === lens.document ? lens.document.offsetAt(editor.selection.active) : undefined;
  const block = [result.predictions, result.targets].find(
    ({ span }) => offset !== undefined && offset >= span.start && offset <= span.end,
  );
  const row = block && offset !== undefined ? rowAt(result, block, offset) : undefined;
  say(spokenText(result, row));
}

/** The tab's title is the last part of the path. */
function addressOf({ document }: DocumentLens): vscode.Uri {
  const name = document.uri.path.split('/').at(-1) ?? '';
  return vscode.Uri.from({ scheme: SCHEME, path: `/${t('Loss of {0}', name)}`, query: document.uri.toString() });
}
