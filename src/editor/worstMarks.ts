import * as vscode from 'vscode';
import type { DocumentLens, Documents } from './documents';
import { settingsFor } from './settings';

/** Marks on the lines of the worst rows: one in the gutter, one in the ruler beside the scroll bar. */
export class WorstMarks implements vscode.Disposable {
  private readonly gutter: vscode.TextEditorDecorationType;
  private readonly ruler = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('lossLens.lossHigh'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    extensionUri: vscode.Uri,
    private readonly documents: Documents,
  ) {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `worst-${theme}.svg`);
    this.gutter = vscode.window.createTextEditorDecorationType({
      gutterIconSize: 'contain',
      light: { gutterIconPath: icon('light') },
      dark: { gutterIconPath: icon('dark') },
    });
    this.subscriptions = [
      this.gutter,
      this.ruler,
      documents.onDidChange((lens) => {
        for (const editor of vscode.window.visibleTextEditors) if (editor.document === lens.document) this.draw(editor);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
    ];
  }

  private draw(editor: vscode.TextEditor): void {
    const lens = this.documents.get(editor.document);
    if (lens === undefined) return;
    const { gutter, ruler } = marksOf(lens);
    editor.setDecorations(this.gutter, gutter.map(rangeOf));
    editor.setDecorations(this.ruler, ruler.map(rangeOf));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The lines (from 1) that are marked, in either place. */
export function marksOf(lens: DocumentLens): { readonly gutter: readonly number[]; readonly ruler: readonly number[] } {
  const settings = settingsFor(lens.document);
  const lines = lens.results.flatMap(({ result }) => result.worst.map(({ line }) => line));
  return { gutter: settings.gutter ? lines : [], ruler: settings.overviewRuler ? lines : [] };
}

function rangeOf(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, 0);
}
