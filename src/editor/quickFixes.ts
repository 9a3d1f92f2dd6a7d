import * as vscode from 'vscode';
import type { Alternative } from '../check/finding';
import type { Posed } from '../lens/answer';
import { remedyOf } from '../lens/remedy';
import { t } from '../report/l10n';
import { lossText } from '../report/numbers';
import type { Documents } from './documents';
import { posedBy, PROBLEM_SOURCE, problemRange } from './problems';
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
        posedBy(lens)
          .filter(({ posed }) => problemRange(document, posed).isEqual(diagnostic.range))
          .flatMap(({ posed }) => fixesOf(document, posed, diagnostic)),
      );
  }

  private async take({ uri, at, finding, label }: Taken): Promise<void> {
    for (const lens of this.documents.all()) {
      if (lens.document.uri.toString() !== uri) continue;
      const found = posedBy(lens).find(({ posed }) => posed.predictions.span.start === at);
      const alternative = found?.posed.findings
        .find(({ id }) => id === finding)
        ?.alternatives.find((known) => known.label === label);
      if (found === undefined || alternative === undefined) continue;
      if (remedyOf(found.posed, alternative).kind === 'code') await vscode.env.clipboard.writeText(alternative.change);
      else await takeAlternative(lens, found.session, alternative);
    }
  }

  dispose(): void {
    this.command.dispose();
  }
}

function fixesOf(document: vscode.TextDocument, posed: Posed, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const finding = posed.findings.find(({ id }) => id === diagnostic.code);
  return (finding?.alternatives ?? []).map((alternative) => fixOf(document, posed, diagnostic, alternative));
}

function fixOf(
  document: vscode.TextDocument,
  posed: Posed,
  diagnostic: vscode.Diagnostic,
  alternative: Alternative,
): vscode.CodeAction {
  const remedy = remedyOf(posed, alternative);
  const value = lossText(alternative.value);
  const title = {
    edit: t('Change the numbers as in {0}; the loss is then {1}', alternative.change, value),
    reading: t('Compute {0}; the loss is then {1}', alternative.change, value),
    code: t('Copy {0}, which makes the loss {1}', alternative.change, value),
  }[remedy.kind];
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  const { start } = posed.predictions.span;
  const taken: Taken = {
    uri: document.uri.toString(),
    at: start,
    finding: typeof diagnostic.code === 'string' ? diagnostic.code : '',
    label: alternative.label,
  };
  if (remedy.kind === 'edit' && remedy.settled === undefined) {
    action.edit = numbersEdit(document, posed, remedy.changes);
  } else action.command = { command: TAKE, title, arguments: [taken] };
  return action;
}
