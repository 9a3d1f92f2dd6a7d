import * as vscode from 'vscode';
import type { ArrayPlace, Roles } from '../lens/question';
import { moved } from '../lens/session';
import type { Span } from '../read/reading';
import { t } from '../report/l10n';
import { shapeText } from '../report/numbers';
import { conclude } from './chooseReading';
import type { Documents } from './documents';
import { say } from './messages';
import { asLabel } from './plain';
import type { RememberedReadings } from './rememberedReadings';
import { settingsFor } from './settings';

type Role = 'predictions' | 'targets';

/** An array that the user has given a role. */
interface Pinned {
  readonly document: vscode.TextDocument;
  readonly extent: Span;
}

/** How long the status bar says what was pinned. */
const SAID_MS = 8000;

/**
 * Predictions and targets that the user points out one after the other, in one document or in two: files, editors or
 * cells of a notebook. As soon as both are known their loss is computed, and again with every new one.
 */
export class PinnedRoles implements vscode.Disposable {
  private readonly pinned = new Map<Role, Pinned>();
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('lossLens.inlineForeground'), margin: '0 0 0 1em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly documents: Documents,
    private readonly remembered: RememberedReadings,
  ) {
    this.subscriptions = [
      this.decoration,
      vscode.commands.registerCommand('lossLens.pinPredictions', () => this.pin('predictions')),
      vscode.commands.registerCommand('lossLens.pinTargets', () => this.pin('targets')),
      vscode.commands.registerCommand('lossLens.unpin', () => {
        this.unpin(() => true);
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.unpin((pinned) => pinned.document === document);
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.draw()),
    ];
  }

  private async pin(role: Role): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const array = editor && pointed(editor, await this.documents.arrays(editor.document));
    if (editor === undefined || array === undefined) {
      say(t('Put the cursor into an array, or select one.'));
      return;
    }
    const { document } = editor;
    this.pinned.set(role, { document, extent: array.extent });
    this.changed();
    const text = pinnedText(role, array);
    if (this.pinned.size < 2) vscode.window.setStatusBarMessage(asLabel(text), SAID_MS);
    await this.compute();
  }

  /** The loss of the two, shown where the predictions stand. */
  private async compute(): Promise<void> {
    const predictions = this.pinned.get('predictions');
    const targets = this.pinned.get('targets');
    if (predictions === undefined || targets === undefined) return;
    const { document } = predictions;
    const roles: Roles = {
      predictions: predictions.extent,
      targets: targets.extent,
      ...(targets.document !== document && { targetsIn: targets.document.uri.toString() }),
    };
    const { options } = settingsFor(document);
    const session = await this.documents.ask(document, { selections: [], request: {}, options, roles });
    const lens = this.documents.get(document);
    if (lens !== undefined) await conclude(lens, session, this.remembered);
    const inSight = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    if (!inSight && session.state.kind === 'done' && document.uri.scheme !== 'vscode-notebook-cell') {
      await vscode.window.showTextDocument(document, { preserveFocus: true });
    }
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (![...this.pinned.values()].some((pinned) => pinned.document === document)) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      inserted: text.length,
    }));
    for (const [role, pinned] of this.pinned) {
      if (pinned.document === document) this.pinned.set(role, { document, extent: moved(pinned.extent, edits) });
    }
    this.draw();
  }

  private unpin(which: (pinned: Pinned) => boolean): void {
    for (const [role, pinned] of this.pinned) if (which(pinned)) this.pinned.delete(role);
    this.changed();
  }

  private changed(): void {
    void vscode.commands.executeCommand('setContext', 'lossLens.hasPinned', this.pinned.size > 0);
    this.draw();
  }

  /** What is pinned says so behind its first line. */
  private draw(): void {
    const titles: Readonly<Record<Role, string>> = { predictions: t('◂ predictions'), targets: t('◂ targets') };
    for (const editor of vscode.window.visibleTextEditors) {
      const marks = [...this.pinned].filter(([, pinned]) => pinned.document === editor.document);
      editor.setDecorations(
        this.decoration,
        marks.map(([role, { document, extent }]) => {
          const { end } = document.lineAt(document.positionAt(extent.start).line).range;
          return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: titles[role] } } };
        }),
      );
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The array that is selected or that the cursor is in or on whose line it is. */
function pointed({ document, selection }: vscode.TextEditor, arrays: readonly ArrayPlace[]): ArrayPlace | undefined {
  const start = document.offsetAt(selection.start);
  const end = document.offsetAt(selection.end);
  const touched = arrays.find(({ span }) => span.start <= end && start <= span.end);
  // The name before an array is no part of it, but means it.
  const { line } = selection.start;
  return touched ?? arrays.find(({ span }) => document.positionAt(span.start).line === line);
}

function pinnedText(role: Role, { name, shape }: ArrayPlace): string {
  const array = name === undefined ? shapeText(shape) : `${name} (${shapeText(shape)})`;
  return role === 'predictions'
    ? t('Predictions: {0}. Now pin the targets, here or in another editor.', array)
    : t('Targets: {0}. Now pin the predictions, here or in another editor.', array);
}
