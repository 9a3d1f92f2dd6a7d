import * as vscode from 'vscode';
import type { CheckedPin, PinOutcome } from '../lens/pins';
import { t } from '../report/l10n';
import type { Reviews } from './reviews';

type Drifted = CheckedPin & { readonly outcome: PinOutcome & { readonly kind: 'drifted' } };

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('lossLens');

/** Writes the loss that was found into a pin that has drifted: an ordinary edit, and as easily undone. */
export class PinUpdates implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL],
  };

  constructor(private readonly reviews: Reviews) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const drifted = (this.reviews.at(document)?.review.pins ?? []).filter(isDrifted);
    const [only, another] = drifted;
    if (only === undefined) return [];
    if (context.only?.contains(FIX_ALL)) return [update(document, t('Update all pinned losses'), FIX_ALL, drifted)];
    const { QuickFix } = vscode.CodeActionKind;
    const here = drifted.filter(({ pin }) => range.intersection(rangeOf(document, pin.number)) !== undefined);
    const actions = here.map((one) => {
      const action = update(document, t('Update the pinned loss to {0}', one.outcome.text), QuickFix, [one]);
      const place = rangeOf(document, one.pin.number);
      action.diagnostics = context.diagnostics.filter(
        ({ code, range: at }) => code === 'loss-pin' && at.isEqual(place),
      );
      action.isPreferred = true;
      return action;
    });
    if (here.length === 0 || another === undefined) return actions;
    return [...actions, update(document, t('Update all pinned losses'), QuickFix, drifted)];
  }
}

function isDrifted(checked: CheckedPin): checked is Drifted {
  return checked.outcome.kind === 'drifted';
}

function update(
  document: vscode.TextDocument,
  title: string,
  kind: vscode.CodeActionKind,
  pins: readonly Drifted[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.edit = new vscode.WorkspaceEdit();
  for (const { pin, outcome } of pins) action.edit.replace(document.uri, rangeOf(document, pin.number), outcome.text);
  return action;
}

function rangeOf(document: vscode.TextDocument, { start, end }: CheckedPin['pin']['number']): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
