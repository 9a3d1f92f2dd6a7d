import * as vscode from 'vscode';
import { hovers, notes, seam, selectAll, waitFor } from '../driver';

/** Something that a user does over and over, and that leaves everything as it was. */
export interface Action {
  readonly name: string;
  /** @param folder of the workspace, which the files of {@link FILES} lie in */
  run(folder: vscode.Uri): Promise<void>;
}

const LOGITS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
`;
const SMALL = `${LOGITS}labels = tensor([0, 2, 1])\n`;
const CELLS = [
  ['logits', 'tensor([[2.0, -1.0], [0.1, 0.2]])'],
  ['labels', 'tensor([0, 1])'],
].map(([source, output]) => ({
  cell_type: 'code',
  execution_count: 1,
  metadata: {},
  source: [source],
  outputs: [{ output_type: 'execute_result', execution_count: 1, metadata: {}, data: { 'text/plain': [output] } }],
}));

/** Others may be at work on the machine, and the cycles are many. */
const PATIENCE_MS = 60_000;

/** What the actions work on, by the names of the files. */
export const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'small.txt': SMALL,
  // Beyond what the extension host works on itself.
  'long.txt': SMALL + '# filler\n'.repeat(4000),
  'printed.txt': `${SMALL}printed: 1.4537\n# loss-lens: 0.4846\n`,
  'mistaken.txt': 'probs = [[0.7, 0.2, 0.1],\n [0.1, 0.8, 0.1],\n [0.2, 0.2, 0.6]]\nlabels = [0, 1, 2]\n',
  'stored.ipynb': JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells: CELLS }),
  'logits.csv': 'a,b\n2.0,-1.0\n0.1,0.2\n',
  'labels.json': '[0, 1]',
};

export const ACTIONS: readonly Action[] = [
  {
    name: 'a document is opened, computed, looked at and closed',
    run: async (folder) => {
      const editor = await computed(folder, 'small.txt');
      await hovers(editor, new vscode.Position(1, 15));
      await vscode.commands.executeCommand('vscode.executeCodeLensProvider', editor.document.uri);
    },
  },
  {
    name: 'a long one is computed by a worker',
    run: async (folder) => void (await computed(folder, 'long.txt')),
  },
  {
    name: 'numbers are edited, and that is undone',
    run: async (folder) => {
      const editor = await computed(folder, 'small.txt');
      const before = (await notes(editor)).join();
      await editor.edit((edit) => edit.replace(new vscode.Range(1, 9, 1, 15), ' 3.1000'));
      await waitFor('the other loss', async () => !['', before].includes((await notes(editor)).join()));
      await vscode.commands.executeCommand('undo');
      await waitFor('the loss again', async () => (await notes(editor)).join() === before);
    },
  },
  {
    name: 'the inspector and the text of a result are opened and closed',
    run: async (folder) => {
      await computed(folder, 'small.txt');
      await vscode.commands.executeCommand('lossLens.inspect');
      await vscode.commands.executeCommand('lossLens.showText');
    },
  },
  {
    name: 'options, readings, code and frameworks are offered, and none is taken',
    run: async (folder) => {
      const { document } = await computed(folder, 'small.txt');
      for (const command of ['changeOptions', 'changeReading', 'copyCode', 'compareFrameworks']) {
        await dismissed(vscode.commands.executeCommand(`lossLens.${command}`, document.uri));
      }
    },
  },
  {
    name: 'a mistake is found, a printed loss explained and a pin held',
    run: async (folder) => {
      const { document } = await computed(folder, 'mistaken.txt');
      await waitFor('the problem', () => vscode.languages.getDiagnostics(document.uri).length > 0);
      const editor = await computed(folder, 'printed.txt');
      editor.selection = new vscode.Selection(4, 11, 4, 11);
      await dismissed(vscode.commands.executeCommand('lossLens.explainNumber'));
      const shown = await seam();
      await waitFor('the check mark', () => shown.checkMarks(editor.document).length > 0);
    },
  },
  {
    name: 'the cell of a notebook is computed',
    run: async (folder) => {
      const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder, 'stored.ipynb'));
      await vscode.window.showNotebookDocument(notebook);
      const shown = await seam();
      await shown.cellStatus(notebook.cellAt(1));
      await vscode.commands.executeCommand('lossLens.computeCell', notebook.cellAt(1));
      await waitFor('the loss of the cell', () => /^cross_entropy/.test(shown.pages().join()));
    },
  },
  {
    name: 'two files are computed by their paths',
    run: async (folder) => {
      const [logits, labels] = ['logits.csv', 'labels.json'].map((name) => vscode.Uri.joinPath(folder, name));
      await vscode.commands.executeCommand('lossLens.computeFiles', logits, [logits, labels]);
      const shown = await seam();
      await waitFor('the loss of the files', () => /^cross_entropy/.test(shown.pages().join()));
    },
  },
];

/** Closes whatever an action has opened, and waits until it is gone. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const shown = await seam();
  await waitFor('the pages to close', () => shown.pages().length === 0);
}

async function computed(folder: vscode.Uri, name: string): Promise<vscode.TextEditor> {
  // Opened by its address: a document that is being let go, from the cycle before, would come back as another object.
  const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, name), {
    viewColumn: vscode.ViewColumn.One,
  });
  const { document } = editor;
  selectAll(editor);
  await vscode.commands.executeCommand('lossLens.compute');
  const shown = await seam();
  await waitFor(`the loss of ${name}`, () => shown.stateOf(document) === 'done', PATIENCE_MS).catch(
    (error: unknown) => {
      const active = vscode.window.activeTextEditor?.document.uri.path ?? 'no text';
      throw new Error(`${String(error)}; it is ${shown.stateOf(document)}, and ${active} is looked at`);
    },
  );
  return editor;
}

/** Closes the list that a command shows, however late it comes. */
async function dismissed(command: Thenable<unknown>): Promise<void> {
  let done = false;
  const ended = Promise.resolve(command).finally(() => (done = true));
  await waitFor('the list to be dismissed', async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return done;
  });
  await ended;
}
