import * as vscode from 'vscode';
import type { ScannedPairing } from '../lens/scan';
import { lossCaption, valueText } from '../report/captions';
import { t } from '../report/l10n';
import { type Documents, sourceOf } from './documents';
import { settingsFor } from './settings';
import { asLabel } from './plain';

/** Text longer than this is not read unasked. */
const MOST_CHARACTERS = 1_000_000;
/** More lenses than this in one document would be noise. */
const MOST_LENSES = 50;

/**
 * A lens over each array that goes with another, saying the loss; a click computes it. Not where there is a result
 * already, and not in the cells of notebooks, which have their status.
 */
export class ArrayLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      this.changed,
      documents.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('editor.codeLens')) this.changed.fire();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (document.uri.scheme === 'vscode-notebook-cell' || !settingsFor(document).codeLens) return [];
    const source = sourceOf(document);
    if (source.length > MOST_CHARACTERS) return [];
    const survey = await this.documents.survey(source, token);
    if (survey === undefined || token.isCancellationRequested || document.version !== source.version) return [];
    const shown = this.documents.get(document)?.results ?? [];
    const taken = new Set(shown.map(({ result }) => result.predictions.span.start));
    const lenses: vscode.CodeLens[] = [];
    for (const pairing of survey.scan.pairings) {
      const { start } = pairing.answer.predictions.span;
      if (taken.has(start) || lenses.length === MOST_LENSES) continue;
      taken.add(start);
      lenses.push(lensOf(document, pairing));
    }
    return lenses;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function lensOf(document: vscode.TextDocument, { answer }: ScannedPairing): vscode.CodeLens {
  const { predictions, targets, pairing, report } = answer;
  const start = document.positionAt(predictions.span.start);
  const caption = lossCaption(pairing.loss, pairing.from);
  const title =
    targets.name === undefined
      ? t('{0} {1}', caption, valueText(report.evaluation))
      : t('{0} {1} with {2}', caption, valueText(report.evaluation), asLabel(targets.name));
  return new vscode.CodeLens(new vscode.Range(start, start), {
    title,
    tooltip: t('Compute it, and show it in the text'),
    command: 'lossLens.compute',
    arguments: [{ uri: document.uri.toString(), spans: [predictions.span, targets.span] }],
  });
}
