import * as vscode from 'vscode';
import type { Alternative } from '../check/finding';
import { remedyOf } from '../lens/remedy';
import type { Result } from '../lens/result';
import { t } from '../report/l10n';
import { lossText } from '../report/numbers';
import type { DocumentResult, Documents } from './documents';
import { PROBLEM_SOURCE, problemRange } from './problems';
import { numbersEdit, takeAlternative } from './remedies';

/** Runs what a quick fix does beside its edit; no command of the palette. */
const TAKE = 'lossLens.takeAlternative';

/** What a quick fix hands to its command: the problem by the place of its predictions, and the way out by its names. */
interface Taken {
  readonly uri: string;
  readonly at: number;
  readonly finding: string;
  readonly label: string;
}

/**
 * The ways out of a finding, at its place in the Problems panel and under the light bulb: numbers changed by an ordinary
 * edit, or the same numbers read another way.
 */
export class QuickFixes implements vscode.CodeActionProvider, vscode.Disposable {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };
  private readonly command: vscode.Disposable;

  constructor(private readonly documents: Documents) {
    this.command = vscode.commands.registerCommand(TAKE, (taken: Taken) => this.take(taken));
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const lens = this.documents.get(document);
    if (lens === undefined) return [];
    return diagnostics
      .filter(({ source }) => source === PROBLEM_SOURCE)
      .flatMap((diagnostic) =>
        lens.results
          .filter(({ result }) => problemRange(document, result).isEqual(diagnostic.range))
          .flatMap((shown) => fixesOf(document, shown, diagnostic)),
      );
  }

  private async take({ uri, at, finding, label }: Taken): Promise<void> {
    for (const lens of this.documents.all()) {
      if (lens.document.uri.toString() !== uri) continue;
      const shown = lens.results.find(({ result }) => result.predictions.span.start === at);
      const alternative = shown?.result.findings
        .find(({ id }) => id === finding)
        ?.alternatives.find((known) => known.label === label);
      if (shown === undefined || alternative === undefined) continue;
      if (remedyOf(shown.result, alternative).kind === 'code') await vscode.env.clipboard.writeText(alternative.change);
      else await takeAlternative(lens, shown.session, alternative);
    }
  }

  dispose(): void {
    this.command.dispose();
  }
}

function fixesOf(
  document: vscode.TextDocument,
  { result }: DocumentResult,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const finding = result.findings.find(({ id }) => id === diagnostic.code);
  return (finding?.alternatives ?? []).map((alternative) => fixOf(document, result, diagnostic, alternative));
}

function fixOf(
  document: vscode.TextDocument,
  result: Result,
  diagnostic: vscode.Diagnostic,
  alternative: Alternative,
): vscode.CodeAction {
  const remedy = remedyOf(result, alternative);
  const value = lossText(alternative.value);
  const title = {
    edit: t('Change the numbers as in {0}; the loss is then {1}', alternative.change, value),
    reading: t('Compute {0}; the loss is then {1}', alternative.change, value),
    code: t('Copy {0}, which makes the loss {1}', alternative.change, value),
  }[remedy.kind];
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  const { start } = result.predictions.span;
  const taken: Taken = {
    uri: document.uri.toString(),
    at: start,
    finding: typeof diagnostic.code === 'string' ? diagnostic.code : '',
    label: alternative.label,
  };
  if (remedy.kind === 'edit' && remedy.settled === undefined) {
    action.edit = numbersEdit(document, result, remedy.changes);
  } else action.command = { command: TAKE, title, arguments: [taken] };
  return action;
}
