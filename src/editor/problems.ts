import * as vscode from 'vscode';
import type { Finding, Severity } from '../check/finding';
import type { Posed } from '../lens/answer';
import { alternativeText, findingText } from '../report/findings';
import type { DocumentLens, DocumentRefused, Documents } from './documents';
import { settingsFor } from './settings';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Who says so, in the Problems panel. */
export const PROBLEM_SOURCE = 'Loss Lens';

/** What looks like a mistake, in the Problems panel, on the first line of the predictions it is about. */
export class FindingProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('lossLens');
  private readonly subscriptions: vscode.Disposable[];

  constructor(documents: Documents) {
    this.subscriptions = [
      this.collection,
      documents.onDidChange((lens) => {
        if (!lens.document.isClosed) this.collection.set(lens.document.uri, problemsOf(lens));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // An untitled document may have its address from one that was closed before, which is told only now.
        const { textDocuments } = vscode.workspace;
        if (textDocuments.some((open) => open.uri.toString() === document.uri.toString())) return;
        this.collection.delete(document.uri);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function problemsOf(lens: DocumentLens): vscode.Diagnostic[] {
  const { document } = lens;
  if (!settingsFor(document).problems) return [];
  return posedBy(lens).flatMap(({ posed }) => {
    const range = problemRange(document, posed);
    return posed.findings.map((finding) => problemOf(finding, range));
  });
}

/** Everything that findings are about: what has a number, and what PyTorch refuses. */
export function posedBy({ results, refused }: DocumentLens): readonly DocumentRefused[] {
  return [...results.map(({ session, result }) => ({ session, posed: result })), ...refused];
}

/** Where a problem's findings stand: the first line of its predictions. */
export function problemRange(document: vscode.TextDocument, { predictions }: Posed): vscode.Range {
  const start = document.positionAt(predictions.span.start);
  return new vscode.Range(start, document.lineAt(start.line).range.end);
}

function problemOf(finding: Finding, range: vscode.Range): vscode.Diagnostic {
  const message = [findingText(finding), ...finding.alternatives.map(alternativeText)].join(' ');
  const problem = new vscode.Diagnostic(range, message, SEVERITIES[finding.severity]);
  problem.source = PROBLEM_SOURCE;
  problem.code = finding.id;
  return problem;
}
