import * as vscode from 'vscode';
import { lossesOfCells } from '../../lens/notebook';
import type { PiecewiseSource } from '../../lens/remoteDesk';
import type { State } from '../../lens/session';
import { settledBy } from '../../lens/settled';
import { t } from '../../report/l10n';
import type { Documents } from '../documents';
import { cellsUpTo, isCode } from '../notebookCells';
import { settingsFor } from '../settings';
import { fileName } from './fileSources';
import { type PageSubject, ResultPage } from './resultPage';

const CELL_VIEW = 'lossLens.notebookCell';
const PAUSE_MS = 300;

/** The loss of a notebook's cell in the inspector, from the outputs that are stored: no kernel is asked. */
export class NotebookPages implements vscode.Disposable {
  private readonly command: vscode.Disposable;
  private readonly open = new Set<ResultPage<PiecewiseSource>>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly documents: Documents,
  ) {
    this.command = vscode.commands.registerCommand('lossLens.computeCell', (cell?: unknown) =>
      this.show(isCell(cell) ? cell : selectedCell()),
    );
  }

  /** What the open pages have come to. */
  get states(): readonly State[] {
    return [...this.open].map(({ state }) => state);
  }

  private async show(cell: vscode.NotebookCell | undefined): Promise<void> {
    if (cell === undefined || !isCode(cell)) {
      await vscode.window.showInformationMessage(t('Choose a code cell of a notebook first.'));
      return;
    }
    const { notebook } = cell;
    const name = t('{0}, cell {1}', fileName(notebook.uri), cell.index + 1);
    const panel = vscode.window.createWebviewPanel(CELL_VIEW, name, vscode.ViewColumn.Beside, {});
    const page = new ResultPage(this.extensionUri, panel, this.subject(cell, name), (changed) =>
      this.documents.newSession(changed),
    );
    this.open.add(page);
    let pause: ReturnType<typeof setTimeout> | undefined;
    const watching = vscode.workspace.onDidChangeNotebookDocument((event) => {
      if (event.notebook !== notebook) return;
      clearTimeout(pause);
      pause = setTimeout(() => void page.begin(), PAUSE_MS);
    });
    panel.onDidDispose(() => {
      clearTimeout(pause);
      watching.dispose();
      this.open.delete(page);
    });
    await page.begin();
  }

  private subject(cell: vscode.NotebookCell, name: string): PageSubject<PiecewiseSource> {
    return {
      name,
      uri: cell.notebook.uri,
      advice: t('No cell up to this one has printed predictions and targets that go together.'),
      source: () => Promise.resolve(cellsUpTo(cell).source),
      begin: async (session, source) => {
        const { outputs } = cellsUpTo(cell);
        const token = new vscode.CancellationTokenSource();
        const survey = await this.documents.survey(source, token.token);
        token.dispose();
        const found = survey && lossesOfCells(survey, outputs).at(-1);
        if (found !== undefined) return session.again(source, settledBy(found.pairing.answer));
        const { options } = settingsFor(cell.document);
        return session.ask(source, { selections: outputs.slice(-1), request: {}, options });
      },
    };
  }

  dispose(): void {
    for (const page of this.open) page.panel.dispose();
    this.command.dispose();
  }
}

function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  return editor?.notebook.cellAt(editor.selection.start);
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'index' in value;
}
