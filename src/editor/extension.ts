import * as vscode from 'vscode';
import type { Desks } from '../lens/remoteDesk';
import { useTranslation } from '../report/l10n';
import { registerCommands } from './commands';
import { Documents } from './documents';
import { ResultHover } from './hover';
import { InlineResults, notesOf } from './inlineResults';
import { Inspector } from './inspector';
import { NotebookCells } from './notebookCells';
import { FindingProblems } from './problems';
import { StatusItem } from './statusBar';

/** What tests may look at: the same values the surfaces draw from. */
export interface Seam {
  /** The notes behind the lines of a document, as decorated. */
  inlineNotes(document: vscode.TextDocument): readonly { readonly line: number; readonly text: string }[];
  /** What stands under a notebook cell. */
  cellStatus(cell: vscode.NotebookCell): Promise<string | undefined>;
  /** The kind of the document's state. */
  stateOf(document: vscode.TextDocument): string;
}

/** What VS Code hands to an extension. */
export type Context = vscode.ExtensionContext;

/** A file of the extension's own, wherever it is installed. */
export async function readOwnFile(context: Context, ...names: readonly string[]): Promise<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, ...names));
}

/** Everything the extension is, whichever host it runs in. */
export function start(context: Context, desks: Desks): Seam {
  useTranslation((english) => vscode.l10n.t(english));
  const documents = new Documents(desks);
  const cells = new NotebookCells(documents);
  const inspector = new Inspector(context.extensionUri, documents);
  context.subscriptions.push(
    documents,
    inspector,
    new InlineResults(documents),
    new StatusItem(documents),
    new FindingProblems(documents),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('jupyter-notebook', cells),
    vscode.languages.registerHoverProvider({ pattern: '**' }, new ResultHover(documents)),
    ...registerCommands(documents, inspector),
  );
  return {
    inlineNotes: (document) => {
      const lens = documents.get(document);
      return lens === undefined ? [] : notesOf(lens, { first: 1, last: document.lineCount });
    },
    cellStatus: async (cell) => {
      const token = new vscode.CancellationTokenSource().token;
      return (await cells.provideCellStatusBarItems(cell, token))?.text;
    },
    stateOf: (document) => documents.get(document)?.latest?.state.kind ?? 'idle',
  };
}
