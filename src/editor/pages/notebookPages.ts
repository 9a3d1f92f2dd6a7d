import * as vscode from 'vscode';
import type { Answer } from '../../lens/answer';
import { lossesOfCells } from '../../lens/notebook';
import type { PiecewiseSource } from '../../lens/remoteDesk';
import type { State } from '../../lens/session';
import { settledBy } from '../../lens/settled';
import { valueText } from '../../report/captions';
import { t } from '../../report/l10n';
import type { Documents } from '../documents';
import { say } from '../messages';
import { cellsUpTo, isCode } from '../notebookCells';
import type { OpenResult, OpenResults } from '../openResults';
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
    private readonly results: OpenResults,
  ) {
    results.addSource({
      label: `$(notebook) ${t('Cells of open notebooks…')}`,
      isOffered: () => vscode.workspace.notebookDocuments.length > 0,
      ask: () => this.askForCell(),
    });
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
      say(t('Choose a code cell of a notebook first.'));
      return;
    }
    const { notebook } = cell;
    const name = cellName(cell);
    const panel = vscode.window.createWebviewPanel(CELL_VIEW, name, vscode.ViewColumn.Beside, {});
    const page = new ResultPage(this.extensionUri, panel, this.subject(cell, name), this.results, (changed) =>
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

  /** The loss of a cell of any open notebook, from its stored outputs, without a page of its own. */
  private async askForCell(): Promise<OpenResult | undefined> {
    const found = await Promise.all(vscode.workspace.notebookDocuments.map((notebook) => this.offersOf(notebook)));
    const items = found.flat();
    if (items.length === 0) {
      say(t('No cell of the open notebooks prints predictions and targets.'));
      return undefined;
    }
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Compare with') });
    if (chosen === undefined) return undefined;
    const session = this.documents.newSession(() => this.results.tellChanged());
    const state = await session.again(chosen.source, settledBy(chosen.answer));
    return state.kind === 'done' ? { session, name: chosen.description } : undefined;
  }

  private async offersOf(notebook: vscode.NotebookDocument): Promise<readonly CellOffer[]> {
    const cells = notebook.getCells().filter(isCode);
    const last = cells.at(-1);
    if (last === undefined) return [];
    const { source, outputs } = cellsUpTo(last);
    const token = new vscode.CancellationTokenSource();
    const survey = await this.documents.survey(source, token.token);
    token.dispose();
    if (survey === undefined) return [];
    return lossesOfCells(survey, outputs).flatMap((loss, index): CellOffer[] => {
      if (loss === undefined) return [];
      const { answer } = loss.pairing;
      const label = `${valueText(answer.report.evaluation)} · ${answer.predictions.name ?? t('predictions')}`;
      return [{ label, description: cellName(cells[index] ?? last), source, answer }];
    });
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

interface CellOffer extends vscode.QuickPickItem {
  readonly description: string;
  readonly source: PiecewiseSource;
  readonly answer: Answer;
}

function cellName({ notebook, index }: vscode.NotebookCell): string {
  return t('{0}, cell {1}', fileName(notebook.uri), index + 1);
}

function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  return editor?.notebook.cellAt(editor.selection.start);
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'index' in value;
}
