import * as vscode from 'vscode';
import { type Desks, type Job, RemoteDesk } from '../lens/remoteDesk';
import { Workers } from '../lens/workers';
import { valueText } from '../report/captions';
import type { SummaryModel } from '../report/datasetModel';
import { useTranslation } from '../report/l10n';
import { offerToAgents } from './agents';
import { ArrayLenses } from './arrayLenses';
import { CheckTasks } from './checkTasks';
import { registerCommands } from './commands';
import { Documents } from './documents';
import { openSample } from './firstUse';
import { ResultHover } from './hover';
import { InlineResults, notesOf } from './inlineResults';
import { Inspector } from './inspector';
import { NotebookCells } from './notebookCells';
import type { OwnCommand } from './ownCommand';
import { OpenResults } from './openResults';
import { PinnedRoles } from './pinnedRoles';
import { PinUpdates } from './pinUpdates';
import { marksOf as checkMarksOf, PrintedLosses } from './printedLosses';
import { FindingProblems } from './problems';
import { FilePages } from './pages/filePages';
import { NotebookPages } from './pages/notebookPages';
import type { PageShown } from './pages/resultPage';
import { ShardPages, type SummariseShards } from './pages/shardPages';
import { ProgramPages } from './program/programPages';
import { QuickFixes } from './quickFixes';
import { RememberedReadings } from './rememberedReadings';
import { Reviews } from './reviews';
import { SelectionGlance } from './selectionGlance';
import { ResultTexts } from './resultTexts';
import { followSettings } from './settings';
import { StatusItem } from './statusBar';
import { takingTurns } from './turns';
import { marksOf, WorstMarks } from './worstMarks';

/** What tests may look at: the same values the surfaces draw from. */
export interface Seam {
  /** The notes behind the lines of a document, as decorated. */
  inlineNotes(document: vscode.TextDocument): readonly { readonly line: number; readonly text: string }[];
  /** The check marks behind printed losses that are confirmed and pins that hold. */
  checkMarks(document: vscode.TextDocument): readonly { readonly line: number; readonly text: string }[];
  /** The lines (from 1) of a document's worst rows, as marked in the gutter and in the ruler. */
  worstMarks(document: vscode.TextDocument): { readonly gutter: readonly number[]; readonly ruler: readonly number[] };
  /** The text of the status bar item; undefined where it is hidden. */
  status(): string | undefined;
  /** What stands under a notebook cell. */
  cellStatus(cell: vscode.NotebookCell): Promise<string | undefined>;
  /** What the pages of files and of notebook cells have come to: the loss, or the kind of state. */
  pages(): readonly string[];
  /** Whether a page of files has shown some rows before all of them were worked out. */
  glimpsed(): boolean;
  /** What is shown of the dataset that was summarised last. */
  dataset(): SummaryModel | undefined;
  /** What was taken from a debugged program last, and what is said of it. */
  program(): PageShown | undefined;
  /** Where the inspector is, where it is open. */
  inspectorLocation(): 'beside' | 'panel' | undefined;
  /** The kind of the document's state. */
  stateOf(document: vscode.TextDocument): string;
}

/** What VS Code hands to an extension. */
export type Context = vscode.ExtensionContext;

function versionOf({ extension }: Context): string {
  return (extension.packageJSON as { version: string }).version;
}

/** A file of the extension's own, wherever it is installed. */
export async function readOwnFile(context: Context, ...names: readonly string[]): Promise<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, ...names));
}

/** What a host of the extension can offer. */
export interface Host extends Desks {
  /** Left out where no process can be started. */
  readonly ownCommand?: OwnCommand;
  /** The summary of shards that lie on this computer; left out where no process can be started. */
  readonly summariseShards?: SummariseShards;
}

/** Everything the extension is, whichever host it runs in. */
export function start(context: Context, host: Host): Seam {
  useTranslation((english) => vscode.l10n.t(english));
  // Before all else that listens: views that are drawn anew for a setting must find it.
  context.subscriptions.push(followSettings());
  const workers = new Workers<Job>(host.startWorker, takingTurns());
  const documents = new Documents(new RemoteDesk(host.loadInline, workers));
  const reviews = new Reviews(documents);
  const remembered = new RememberedReadings(context.workspaceState, documents);
  const cells = new NotebookCells(documents);
  const selection = new SelectionGlance(documents);
  const status = new StatusItem(documents, selection);
  const lenses = new ArrayLenses(documents);
  const quickFixes = new QuickFixes(documents);
  const results = new OpenResults(documents);
  const files = new FilePages(context.extensionUri, workers, host.readsPaths, results);
  const shards = new ShardPages(context.extensionUri, host.summariseShards);
  const notebooks = new NotebookPages(context.extensionUri, documents, results);
  const programs = new ProgramPages(context.extensionUri, workers, results);
  const inspector = new Inspector(context.extensionUri, documents, results);
  const texts = new ResultTexts(documents);
  context.subscriptions.push(
    { dispose: () => workers.dispose() },
    documents,
    results,
    inspector,
    texts,
    new InlineResults(documents),
    selection,
    status,
    new WorstMarks(context.extensionUri, documents),
    lenses,
    vscode.languages.registerCodeLensProvider({ pattern: '**' }, lenses),
    new FindingProblems(documents),
    quickFixes,
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, quickFixes, QuickFixes.metadata),
    files,
    shards,
    notebooks,
    programs,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('jupyter-notebook', cells),
    vscode.languages.registerHoverProvider({ pattern: '**' }, new ResultHover(documents)),
    vscode.commands.registerCommand('lossLens.openSample', async () =>
      openSample(new TextDecoder().decode(await readOwnFile(context, 'media', 'sample.txt'))),
    ),
    reviews,
    remembered,
    new PrintedLosses(reviews),
    new PinnedRoles(documents, remembered),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new PinUpdates(reviews), PinUpdates.metadata),
    ...registerCommands(documents, inspector, texts, remembered),
    ...offerToAgents(documents, versionOf(context), host.ownCommand),
    ...(host.ownCommand ? [CheckTasks.register(host.ownCommand)] : []),
  );
  return {
    inlineNotes: (document) => {
      const lens = documents.get(document);
      return lens === undefined ? [] : notesOf(lens, { first: 1, last: document.lineCount });
    },
    checkMarks: (document) => checkMarksOf(reviews.at(document)),
    worstMarks: (document) => {
      const lens = documents.get(document);
      return lens === undefined ? { gutter: [], ruler: [] } : marksOf(lens);
    },
    status: () => status.shown?.text,
    cellStatus: async (cell) => {
      const token = new vscode.CancellationTokenSource().token;
      return (await cells.provideCellStatusBarItems(cell, token))?.text;
    },
    pages: () =>
      [...files.states, ...notebooks.states, ...programs.states].map((state) =>
        state.kind === 'done'
          ? `${state.result.pairing.loss} ${valueText(state.result.report.evaluation)}`
          : state.kind,
      ),
    glimpsed: () => files.glimpsed,
    dataset: () => shards.last,
    program: () => programs.shown,
    inspectorLocation: () => inspector.location,
    stateOf: (document) => documents.get(document)?.latest?.state.kind ?? 'idle',
  };
}
