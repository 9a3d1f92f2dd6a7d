import * as vscode from 'vscode';
import type { ToInspector } from '../../inspector/protocol';
import { type DatasetReply, type SummaryModel, summaryModel } from '../../report/datasetModel';
import { t } from '../../report/l10n';
import type { Interest } from '../../run/run';
import { inspectorPage, pageChannel, pageOptions, pageWords } from '../inspectorPage';
import { reasonOf, warn } from '../messages';
import { fileName } from './fileSources';
import { type ShardPaths, shardPairs } from './shardPairs';

export type { ShardPaths };

/** What comes of shards. */
export type ShardsAnswer =
  { readonly ok: true; readonly reply: DatasetReply } | { readonly ok: false; readonly message: string };

/** Shards one by one, or the file that lists them. */
export type Shards = readonly ShardPaths[] | { readonly manifest: string };

export type SummariseShards = (shards: Shards, interest: Interest) => Promise<ShardsAnswer | undefined>;

const VIEW = 'lossLens.shards';
const SHARD = /\.(?:npy|npz|safetensors|parquet)$/i;

/** Many files, or a folder of them, as one summary in the inspector. */
export class ShardPages implements vscode.Disposable {
  private readonly panels = new Set<vscode.WebviewPanel>();
  private readonly command: vscode.Disposable;
  /** What the page shows that came last; what tests look at. */
  last: SummaryModel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly summarise: SummariseShards | undefined,
  ) {
    this.command = vscode.commands.registerCommand('lossLens.summariseShards', (uri?: unknown, all?: unknown) => {
      const chosen = Array.isArray(all) && all.length > 0 ? all : [uri];
      const uris = chosen.filter((each): each is vscode.Uri => each instanceof vscode.Uri);
      return this.ask(uris).catch((error: unknown) => warn(reasonOf(error)));
    });
  }

  private async ask(chosen: readonly vscode.Uri[]): Promise<void> {
    const { summarise } = this;
    const uris = chosen.length > 0 ? chosen : await choose();
    if (uris.length === 0) return;
    if (summarise === undefined || uris.some(({ scheme }) => scheme !== 'file')) {
      warn(t('Datasets are read by their paths, by a process on this computer; there is none here.'));
      return;
    }
    const [first] = uris;
    const manifest = uris.length === 1 && /\.json$/i.test(first.path) ? first.fsPath : undefined;
    const name = uris.length === 1 ? fileName(first) : t('{0} files', uris.length);
    const shards = manifest === undefined ? await shardsIn(uris) : { manifest };
    if (shards === undefined) return;
    const answer = await withProgress(name, (interest) => summarise(shards, interest));
    if (answer === undefined) return;
    if (answer.ok) this.show(summaryModel(name, answer.reply, nameOf));
    else warn(t('{0}: {1}', name, answer.message));
  }

  private show(model: SummaryModel): void {
    this.last = model;
    const panel = vscode.window.createWebviewPanel(VIEW, model.document, vscode.ViewColumn.Active, {});
    panel.webview.options = pageOptions(this.extensionUri);
    const message: ToInspector = { kind: 'summary', model, words: pageWords() };
    const channel = pageChannel(panel.webview, ({ kind }) => {
      if (kind === 'ready') channel.send(message);
    });
    this.panels.add(panel);
    panel.onDidDispose(() => {
      channel.close();
      this.panels.delete(panel);
    });
    panel.webview.html = inspectorPage(panel.webview, this.extensionUri, 'beside');
    channel.send(message);
  }

  dispose(): void {
    for (const panel of this.panels) panel.dispose();
    this.command.dispose();
  }
}

/** Asked for from the palette, where nothing is chosen yet. */
async function choose(): Promise<readonly vscode.Uri[]> {
  const title = t('The files of a dataset, a folder of them, or a manifest (.json) that lists them');
  const filters = { [t('Array files')]: ['npy', 'npz', 'safetensors', 'parquet', 'json'] };
  const options = { title, filters, canSelectMany: true, canSelectFiles: true, canSelectFolders: true };
  return (await vscode.window.showOpenDialog(options)) ?? [];
}

/** The shards that are chosen; undefined where there are none, which is said. */
async function shardsIn(uris: readonly vscode.Uri[]): Promise<readonly ShardPaths[] | undefined> {
  const files = (await Promise.all(uris.map(filesOf))).flat();
  if (files.length === 0) {
    warn(t('Found none of these files: {0}', '.npy, .npz, .safetensors, .parquet'));
    return undefined;
  }
  const pairs = shardPairs(files);
  if (pairs === undefined)
    warn(
      t(
        'These .npy files do not go up in pairs by their names; expected one of predictions and one of targets for each shard, such as logits-1.npy and labels-1.npy.',
      ),
    );
  return pairs;
}

async function withProgress(
  name: string,
  work: (interest: Interest) => Promise<ShardsAnswer | undefined>,
): Promise<ShardsAnswer | undefined> {
  const title = t('Computing the loss of {0}', name);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    let told = 0;
    return work({
      get aborted() {
        return token.isCancellationRequested;
      },
      onAbort: (listener) => void token.onCancellationRequested(listener),
      progress: (share) => {
        progress.report({ increment: 100 * (share - told), message: `${Math.round(100 * share)}%` });
        told = share;
      },
    });
  });
}

/** The shards in a folder and the folders in it, or the file itself. */
async function filesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const { type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.Directory) === 0) return SHARD.test(uri.path) ? [uri.fsPath] : [];
  const found: string[] = [];
  for (const [name, kind] of await vscode.workspace.fs.readDirectory(uri)) {
    // Links may lead round in circles.
    if (name.startsWith('.') || (kind & vscode.FileType.SymbolicLink) !== 0) continue;
    const inside = vscode.Uri.joinPath(uri, name);
    if ((kind & vscode.FileType.Directory) !== 0) found.push(...(await filesOf(inside)));
    else if (SHARD.test(name)) found.push(inside.fsPath);
  }
  return found;
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).slice(-2).join('/');
}
