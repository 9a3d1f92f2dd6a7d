import * as vscode from 'vscode';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { failureText } from '../report/failures';
import { arraysText } from '../report/hover';
import { t } from '../report/l10n';
import type { DocumentLens, Documents } from './documents';
import type { SelectionGlance } from './selectionGlance';
import { settingsFor } from './settings';

/** What the item says. */
export interface Status {
  readonly text: string;
  readonly tooltip: string;
  /** The same for who hears it. */
  readonly label: string;
  readonly command?: string;
}

/** One item for the active editor: its selection, or else its result; gone where there is nothing to say. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('lossLens.result', vscode.StatusBarAlignment.Right, 100);
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly documents: Documents,
    private readonly selection: SelectionGlance,
  ) {
    this.item.name = 'Loss Lens';
    this.subscriptions = [
      this.item,
      documents.onDidChange((lens) => {
        if (lens.document === vscode.window.activeTextEditor?.document) this.draw();
      }),
      selection.onDidChange(() => this.draw()),
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.window.onDidChangeTextEditorSelection(() => this.draw()),
    ];
  }

  /** What is shown now; undefined where the item is hidden. */
  get shown(): Status | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !settingsFor(editor.document).statusBar) return undefined;
    const lens = this.documents.get(editor.document);
    return (
      (lens && urgent(lens)) ??
      this.ofSelection(editor, lens) ??
      (lens && ofResult(lens, editor.selection.active)) ??
      undefined
    );
  }

  private ofSelection(editor: vscode.TextEditor, lens: DocumentLens | undefined): Status | undefined {
    const glance = this.selection.text;
    if (glance === undefined || editor.selections.every(({ isEmpty }) => isEmpty)) return undefined;
    const result = lens && ofResult(lens, editor.selection.active);
    const lines = [...glance.lines, ...(result ? ['', result.tooltip] : [])];
    return {
      text: `$(graph) ${glance.short}`,
      tooltip: lines.join('\n'),
      label: t('Selected: {0}', glance.lines.join(', ')),
      command: result?.command ?? 'lossLens.compute',
    };
  }

  private draw(): void {
    const { item, shown } = this;
    if (shown === undefined) {
      item.hide();
      return;
    }
    item.text = shown.text;
    item.tooltip = shown.tooltip;
    item.accessibilityInformation = { label: shown.label, role: 'button' };
    item.command = shown.command;
    item.show();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** What there is to say whatever is selected: work that goes on, and what came of it where that is no number. */
function urgent(lens: DocumentLens): Status | undefined {
  const state = lens.latest?.state;
  if (state?.kind === 'running') {
    const words = t('Computing the loss');
    return { text: `$(loading~spin) ${t('Loss')}`, tooltip: words, label: words };
  }
  if (state?.kind !== 'failed') return undefined;
  const text = failureText(state.failure);
  return { text: `$(warning) ${t('Loss')}`, tooltip: text, label: text, command: 'lossLens.compute' };
}

function ofResult(lens: DocumentLens, cursor: vscode.Position): Status | undefined {
  const near = lens.resultAt(cursor);
  if (near === undefined) return undefined;
  const { problem, evaluation } = near.result.report;
  const loss = lossCaption(problem.loss, near.result.pairing.from);
  const sentence = `${loss} ${valueText(evaluation)}, ${reductionCaption(problem, evaluation)}`;
  return {
    text: `$(graph) ${t('Loss {0}', valueText(evaluation))}`,
    tooltip: `${sentence}\n${arraysText(near.result)}`,
    label: sentence,
    command: 'lossLens.inspect',
  };
}
