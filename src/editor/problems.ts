import * as vscode from 'vscode';
import type { Finding, Severity } from '../check/finding';
import { alternativeText, findingText } from '../report/findings';
import type { DocumentLens, Documents } from './documents';
import { settingsFor } from './settings';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** What looks like a mistake, in the Problems panel, on the first line of the predictions it is about. */
export class FindingProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('lossLens');
  private readonly subscriptions: vscode.Disposable[];

  constructor(documents: Documents) {
    this.subscriptions = [
      this.collection,
      documents.onDidChange((lens) => {
        this.collection.set(lens.document.uri, problemsOf(lens));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.collection.delete(document.uri);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function problemsOf({ document, results }: DocumentLens): vscode.Diagnostic[] {
  if (!settingsFor(document).problems) return [];
  return results.flatMap(({ result }) => {
    const start = document.positionAt(result.predictions.span.start);
    const range = new vscode.Range(start, document.lineAt(start.line).range.end);
    return result.findings.map((finding) => problemOf(finding, range));
  });
}

function problemOf(finding: Finding, range: vscode.Range): vscode.Diagnostic {
  const message = [findingText(finding), ...finding.alternatives.map(alternativeText)].join(' ');
  const problem = new vscode.Diagnostic(range, message, SEVERITIES[finding.severity]);
  problem.source = 'Loss Lens';
  problem.code = finding.id;
  return problem;
}
