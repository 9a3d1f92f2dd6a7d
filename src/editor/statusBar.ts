import * as vscode from 'vscode';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { failureText } from '../report/failures';
import { arraysText } from '../report/hover';
import { t } from '../report/l10n';
import type { Documents } from './documents';

/** One item for the active editor's document; gone where there is nothing to say. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('lossLens.result', vscode.StatusBarAlignment.Right, 100);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly documents: Documents) {
    this.item.name = 'Loss Lens';
    this.subscriptions = [
      this.item,
      documents.onDidChange((lens) => {
        if (lens.document === vscode.window.activeTextEditor?.document) this.draw();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.window.onDidChangeTextEditorSelection(() => this.draw()),
    ];
  }

  private draw(): void {
    const editor = vscode.window.activeTextEditor;
    const lens = editor && this.documents.get(editor.document);
    const near = lens?.resultAt(editor?.selection.active ?? new vscode.Position(0, 0));
    const state = lens?.latest?.state;
    if (state?.kind === 'running') {
      this.show(`$(loading~spin) ${t('Loss')}`, t('Computing the loss'), t('Computing the loss'));
      this.item.command = undefined;
    } else if (state?.kind === 'failed') {
      const text = failureText(state.failure);
      this.show(`$(warning) ${t('Loss')}`, text, text);
      this.item.command = 'lossLens.compute';
    } else if (near !== undefined) {
      const { problem, evaluation } = near.result.report;
      const loss = lossCaption(problem.loss, near.result.pairing.from);
      const sentence = `${loss} ${valueText(evaluation)}, ${reductionCaption(problem, evaluation)}`;
      const text = `$(graph) ${t('Loss {0}', valueText(evaluation))}`;
      this.show(text, `${sentence}\n${arraysText(near.result)}`, sentence);
      this.item.command = 'lossLens.inspect';
    } else this.item.hide();
  }

  private show(text: string, tooltip: string, label: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
