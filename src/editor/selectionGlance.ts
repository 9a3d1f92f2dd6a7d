import * as vscode from 'vscode';
import type { PiecewiseSource } from '../lens/remoteDesk';
import { type GlanceText, glanceText } from '../report/glance';
import { type Documents, sourceOf, spanOf } from './documents';
import { settingsFor } from './settings';

/** How long the selection must rest before it is looked at. */
const PAUSE_MS = 120;
/** Longer documents are not read unasked: then what is selected is looked at by itself. */
const MOST_CHARACTERS = 1_000_000;

/** What the selected text of the active editor holds, as it is selected: nothing is kept of it. */
export class SelectionGlance implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private asked = new vscode.CancellationTokenSource();
  private pause: ReturnType<typeof setTimeout> | undefined;
  private found: GlanceText | undefined;

  readonly onDidChange = this.changed.event;

  constructor(private readonly documents: Documents) {
    const again = (): void => this.again();
    this.subscriptions = [
      this.changed,
      vscode.window.onDidChangeTextEditorSelection(again),
      vscode.window.onDidChangeActiveTextEditor(again),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) again();
      }),
    ];
  }

  /** Undefined where nothing is selected, or the selection holds no array. */
  get text(): GlanceText | undefined {
    return this.found;
  }

  private again(): void {
    clearTimeout(this.pause);
    this.asked.cancel();
    this.become(undefined);
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.selections.every(({ isEmpty }) => isEmpty)) return;
    this.pause = setTimeout(() => void this.look(editor).catch(() => undefined), PAUSE_MS);
  }

  private async look(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const settings = settingsFor(document);
    if (!settings.statusBar) return;
    const all = sourceOf(document);
    const isShort = all.length <= MOST_CHARACTERS;
    const source = isShort ? all : selectedText(editor);
    if (source.length > MOST_CHARACTERS) return;
    const selections = isShort ? editor.selections.map((selection) => spanOf(document, selection)) : [];
    this.asked.dispose();
    const asked = new vscode.CancellationTokenSource();
    this.asked = asked;
    const glance = await this.documents.glance(source, selections, settings.options, asked.token);
    if (glance !== undefined && !asked.token.isCancellationRequested) this.become(glanceText(glance));
  }

  private become(text: GlanceText | undefined): void {
    if (this.found === text) return;
    this.found = text;
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.asked.cancel();
    this.asked.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Formats that are only read whole; part of one is text like any other. */
const WHOLE: ReadonlySet<string> = new Set(['json', 'jsonl', 'jsonc']);

function selectedText({ document, selections }: vscode.TextEditor): PiecewiseSource {
  const ranges = selections.filter(({ isEmpty }) => !isEmpty).map((selection) => withWholeNumbers(document, selection));
  const length = ranges.reduce((sum, { start, end }) => sum + document.offsetAt(end) - document.offsetAt(start) + 1, 0);
  const { version, languageId } = document;
  return {
    version,
    language: WHOLE.has(languageId) ? 'plaintext' : languageId,
    length,
    *pieces() {
      for (const range of ranges) yield `${document.getText(range)}\n`;
    },
  };
}

const OF_A_NUMBER = /[\w.+-]/;

/** Half a number is another number: one that the selection cuts through is taken whole. */
function withWholeNumbers(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const first = document.lineAt(start.line).text;
  const last = document.lineAt(end.line).text;
  let from = start.character;
  let to = end.character;
  while (from > 0 && OF_A_NUMBER.test(first.charAt(from)) && OF_A_NUMBER.test(first.charAt(from - 1))) from--;
  while (to > 0 && to < last.length && OF_A_NUMBER.test(last.charAt(to - 1)) && OF_A_NUMBER.test(last.charAt(to))) to++;
  return new vscode.Range(start.line, from, end.line, to);
}
