import * as vscode from 'vscode';
import { type Claim, claimsOf } from '../lens/claims';
import type { Span } from '../read/reading';
import { checkMark, claimText } from '../report/claims';
import { t } from '../report/l10n';
import { escapeMarkdown } from '../report/markdown';
import { pinText } from '../report/pins';
import { settingsFor } from './settings';
import type { Reviewed, Reviews } from './reviews';

/** Something to say of a number that stands in the text. */
interface Note {
  readonly span: Span;
  /** What stands behind its line; absent where the Problems panel says it. */
  readonly mark?: string;
  readonly text: string;
  readonly problem?: { readonly code: string; readonly severity: vscode.DiagnosticSeverity };
}

/**
 * The losses that a document prints itself or is held to: a check mark where they are those of its arrays, a problem
 * where they are not, and a hover that says which arrays and what the loss is.
 */
export class PrintedLosses implements vscode.HoverProvider, vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('lossLens.inlineForeground'), margin: '0 0 0 1em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly collection = vscode.languages.createDiagnosticCollection('lossLens.printed');
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly reviews: Reviews) {
    this.subscriptions = [
      this.decoration,
      this.collection,
      reviews.onDidChange((document) => this.draw(document)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.mark(editor))),
      vscode.languages.registerHoverProvider({ pattern: '**' }, this),
    ];
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const notes = notesOn(this.reviews.at(document));
    const note = notes.find(({ span }) => offset >= span.start && offset <= span.end);
    if (note === undefined) return undefined;
    const text = new vscode.MarkdownString(escapeMarkdown(note.text), false);
    return new vscode.Hover(text, rangeOf(document, note.span));
  }

  private draw(document: vscode.TextDocument): void {
    const reviewed = this.reviews.at(document);
    const problems = settingsFor(document).problems ? notesOn(reviewed) : [];
    this.collection.set(
      document.uri,
      problems.flatMap(({ span, text, problem }) => {
        if (problem === undefined) return [];
        const diagnostic = new vscode.Diagnostic(rangeOf(document, span), text, problem.severity);
        diagnostic.source = 'Loss Lens';
        diagnostic.code = problem.code;
        return [diagnostic];
      }),
    );
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.mark(editor);
  }

  private mark(editor: vscode.TextEditor): void {
    editor.setDecorations(
      this.decoration,
      marksOf(this.reviews.at(editor.document)).map(({ line, text }) => {
        const { end } = editor.document.lineAt(line - 1).range;
        return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The check marks behind the lines (from 1) of a document: one a line, of the last number that stands there. */
export function marksOf(reviewed: Reviewed | undefined): readonly { readonly line: number; readonly text: string }[] {
  if (reviewed === undefined || !settingsFor(reviewed.document).inline) return [];
  const marks = new Map<number, string>();
  for (const { span, mark } of notesOn(reviewed)) {
    if (mark !== undefined) marks.set(reviewed.document.positionAt(span.end).line + 1, mark);
  }
  return Array.from(marks, ([line, text]) => ({ line, text }));
}

function notesOn(reviewed: Reviewed | undefined): readonly Note[] {
  if (reviewed === undefined) return [];
  const { review, document } = reviewed;
  const { printedLosses, pins } = settingsFor(document);
  return [
    ...(printedLosses ? claimsOf(review).map((claim) => claimNote(claim, reviewed)) : []),
    ...(pins ? review.pins.map((checked) => pinNote(checked, reviewed)) : []),
  ];
}

function claimNote(claim: Claim, { review }: Reviewed): Note {
  const { span } = claim;
  const text = claimText(claim, review.blocks);
  if (claim.kind === 'confirmed') return { span, text, mark: checkMark(claim, review.blocks) };
  // What only another formula gives may well be meant so.
  const { Warning, Information } = vscode.DiagnosticSeverity;
  const severity = claim.instead === undefined ? Information : Warning;
  return { span, text, problem: { code: 'printed-loss', severity } };
}

function pinNote(checked: Reviewed['review']['pins'][number], { review }: Reviewed): Note {
  const { pin, outcome } = checked;
  const text = pinText(checked, review.blocks);
  if (outcome.kind === 'holds') return { span: pin.span, text, mark: t('✓ holds') };
  const { Error, Warning } = vscode.DiagnosticSeverity;
  const severity = outcome.kind === 'drifted' ? Error : Warning;
  return { span: pin.number, text, problem: { code: 'loss-pin', severity } };
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
