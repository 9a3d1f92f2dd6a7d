import * as vscode from 'vscode';
import type { Review } from '../lens/question';
import type { Documents } from './documents';
import { settingsFor } from './settings';

/** How long typing must pause before a document is looked over again. */
const PAUSE_MS = 400;

/** A longer text is looked over only when a number is asked for. */
const LONGEST = 1_000_000;
/** Of more lines not even the length is asked: it is counted line by line. */
const MOST_LINES = 50_000;

/** The word that every pin has: a text without it holds itself to nothing. */
const PIN_WORD = 'loss-lens';

/** What a document says of itself, as it stood at that version. */
export interface Reviewed {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly review: Review;
}

/**
 * Looks over the documents that want it: those that hold a pinned loss, and those a loss was asked of. Everything else
 * is left alone. What is found belongs to one version and is gone with the next edit.
 */
export class Reviews implements vscode.Disposable {
  private readonly found = new Map<vscode.TextDocument, Reviewed>();
  private readonly pending = new Map<vscode.TextDocument, vscode.Disposable>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.plan(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.plan(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('lossLens')) vscode.workspace.textDocuments.forEach((each) => this.plan(each));
      }),
      documents.onDidChange(({ document }) => {
        if (this.at(document) === undefined && !this.pending.has(document)) this.plan(document);
      }),
    ];
    vscode.workspace.textDocuments.forEach((document) => this.plan(document));
  }

  /** What is known of the document as it stands now. */
  at(document: vscode.TextDocument): Reviewed | undefined {
    const known = this.found.get(document);
    return known?.version === document.version ? known : undefined;
  }

  private plan(document: vscode.TextDocument): void {
    this.pending.get(document)?.dispose();
    this.pending.delete(document);
    if (this.found.delete(document)) this.changed.fire(document);
    const source = new vscode.CancellationTokenSource();
    const timer = setTimeout(() => void this.look(document, source.token), PAUSE_MS);
    this.pending.set(document, {
      dispose: () => {
        clearTimeout(timer);
        source.cancel();
        source.dispose();
      },
    });
  }

  private wants(document: vscode.TextDocument): boolean {
    const { printedLosses, pins } = settingsFor(document);
    if (document.uri.scheme === 'output' || document.lineCount > MOST_LINES) return false;
    if (lengthOf(document) > LONGEST) return false;
    if (printedLosses && this.documents.get(document) !== undefined) return true;
    return pins && document.getText().includes(PIN_WORD);
  }

  private async look(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<void> {
    if (!this.wants(document)) {
      this.pending.delete(document);
      return;
    }
    const { version } = document;
    const review = await this.documents.review(document, token);
    if (token.isCancellationRequested) return;
    this.pending.delete(document);
    if (review === undefined || document.version !== version) return;
    this.found.set(document, { document, version, review });
    this.changed.fire(document);
  }

  private forget(document: vscode.TextDocument): void {
    this.pending.get(document)?.dispose();
    this.pending.delete(document);
    if (this.found.delete(document)) this.changed.fire(document);
  }

  dispose(): void {
    for (const each of this.pending.values()) each.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
