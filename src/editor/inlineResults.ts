import * as vscode from 'vscode';
import { type InlineNote, inlineNotes, type RowLevel } from '../report/inline';
import type { DocumentLens, Documents } from './documents';
import { settingsFor } from './settings';

const COLORS: Readonly<Record<RowLevel, string>> = {
  low: 'lossLens.lossLow',
  mid: 'lossLens.lossMid',
  high: 'lossLens.lossHigh',
};

/**
 * The result behind the last line of the matrix, and each row's loss behind its line: decorations on the visible
 * lines of every editor that shows the document. Document text never reaches a style, only `contentText`.
 */
export class InlineResults implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('lossLens.inlineForeground'), margin: '0 0 0 2em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      this.decoration,
      documents.onDidChange((lens) => this.drawDocument(lens)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.draw(textEditor)),
    ];
  }

  private drawDocument(lens: DocumentLens): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === lens.document) this.draw(editor);
  }

  private draw(editor: vscode.TextEditor): void {
    const lens = this.documents.get(editor.document);
    if (lens === undefined) return;
    const ranges = editor.visibleRanges.map(({ start, end }) => ({ first: start.line + 1, last: end.line + 1 }));
    const notes = ranges.flatMap((range) => notesOf(lens, range));
    editor.setDecorations(
      this.decoration,
      notes.map((note) => {
        const end = editor.document.lineAt(note.line - 1).range.end;
        const color = note.level && new vscode.ThemeColor(COLORS[note.level]);
        const after = { contentText: note.text, ...(color && { color }) };
        return { range: new vscode.Range(end, end), renderOptions: { after } };
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** What is shown behind the lines of a document from `first` to `last` (from 1): nothing unless it is true now. */
export function notesOf(lens: DocumentLens, range: { first: number; last: number }): readonly InlineNote[] {
  const { inline, inlineRows } = settingsFor(lens.document);
  if (!inline) return [];
  return lens.results.flatMap(({ result }) => inlineNotes(result, range, inlineRows));
}
