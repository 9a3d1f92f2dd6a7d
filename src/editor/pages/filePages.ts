import * as vscode from 'vscode';
import { FILE_ENDINGS } from '../../lens/fileEndings';
import type { OpenFiles } from '../../lens/files';
import type { Question } from '../../lens/question';
import type { Job } from '../../lens/remoteDesk';
import { type FilesSource, RemoteFiles } from '../../lens/remoteFiles';
import { Session, type State } from '../../lens/session';
import type { Workers } from '../../lens/workers';
import { failureText } from '../../report/failures';
import { t } from '../../report/l10n';
import { chooseReading } from '../chooseReading';
import type { OpenResult, OpenResults } from '../openResults';
import { reasonOf, say, warn } from '../messages';
import { settingsFor } from '../settings';
import { fileName, filesSource } from './fileSources';
import { type PageSubject, ResultPage } from './resultPage';

/** One file, or two. */
type Files = readonly [vscode.Uri, ...vscode.Uri[]];

export const FILE_EDITOR = 'lossLens.arrayFile';
const FILES_VIEW = 'lossLens.files';

/** A file is written piece by piece: it is read again when it has been left alone for so long. */
const PAUSE_MS = 300;

/**
 * Arrays of files in the inspector: of one file as its editor, of two from the Explorer, where one is set as the
 * predictions and the other as the targets, or both are chosen and told apart by what is in them.
 */
export class FilePages implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly desk: RemoteFiles;
  private readonly subscriptions: vscode.Disposable[];
  private readonly open = new Set<ResultPage<FilesSource>>();
  private predictions: vscode.Uri | undefined;
  private targets: vscode.Uri | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    workers: Workers<Job>,
    private readonly readsPaths: boolean,
    private readonly results: OpenResults,
  ) {
    this.desk = new RemoteFiles(workers);
    results.addSource({
      label: `$(folder-opened) ${t('Array files…')}`,
      isOffered: () => true,
      ask: () => this.askForFiles(),
    });
    const command = (name: string, run: (uri: vscode.Uri, all: readonly vscode.Uri[]) => unknown): vscode.Disposable =>
      vscode.commands.registerCommand(`lossLens.${name}`, (uri?: unknown, all?: unknown) => {
        if (uri instanceof vscode.Uri) return run(uri, Array.isArray(all) ? all.filter(isUri) : [uri]);
        return say(t('Choose one or two array files in the Explorer first.'));
      });
    this.subscriptions = [
      vscode.window.registerCustomEditorProvider(FILE_EDITOR, this, { supportsMultipleEditorsPerDocument: true }),
      command('setPredictions', (uri) => {
        this.predictions = uri;
        return this.computeSet(t('Predictions: {0}. Now set the file of the targets.', fileName(uri)));
      }),
      command('setTargets', (uri) => {
        this.targets = uri;
        return this.computeSet(t('Targets: {0}. Now set the file of the predictions.', fileName(uri)));
      }),
      command('computeFiles', (_, all) => {
        const [first, second, third] = all;
        if (first === undefined || third !== undefined)
          return say(t('Choose one or two array files in the Explorer first.'));
        return this.show(second === undefined ? [first] : [first, second], 'told-apart');
      }),
    ];
  }

  /** What the open pages have come to. */
  get states(): readonly State[] {
    return [...this.open].map(({ state }) => state);
  }

  /** Whether an open page has shown some rows before all of them were worked out. */
  get glimpsed(): boolean {
    return [...this.open].some(({ glimpsed }) => glimpsed);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    void this.compute(this.fill(panel, [uri], 'told-apart'), [uri]);
  }

  /** Computes what was set, once both parts are. @param missing what is said until then. */
  private async computeSet(missing: string): Promise<void> {
    const { predictions, targets } = this;
    if (predictions === undefined || targets === undefined) {
      vscode.window.setStatusBarMessage(`$(graph) ${missing}`, 10_000);
      return;
    }
    this.predictions = undefined;
    this.targets = undefined;
    await this.show([predictions, targets], 'in-order');
  }

  private async show(uris: Files, roles: OpenFiles['roles']): Promise<void> {
    const title = namesOf(uris);
    const panel = vscode.window.createWebviewPanel(FILES_VIEW, title, vscode.ViewColumn.Active, {});
    await this.compute(this.fill(panel, uris, roles), uris);
  }

  /** The loss of one or two files that are chosen now, without a page of its own. */
  private async askForFiles(): Promise<OpenResult | undefined> {
    const title = t('One file with predictions and targets, or one of each');
    const filters = { [t('Array files')]: [...FILE_ENDINGS] };
    const chosen = await vscode.window.showOpenDialog({ title, canSelectMany: true, filters });
    const [first, second, third] = chosen ?? [];
    if (first === undefined) return undefined;
    if (third !== undefined) {
      warn(t('Found {0} files; expected one or two.', (chosen ?? []).length));
      return undefined;
    }
    const uris: Files = second === undefined ? [first] : [first, second];
    const name = namesOf(uris);
    const session = new Session<FilesSource>(this.desk, () => this.results.tellChanged());
    const location = vscode.ProgressLocation.Window;
    try {
      const state = await vscode.window.withProgress(
        { location, title: t('Computing the loss of {0}', name) },
        async () => this.ask(session, first, await filesSource(uris, 'told-apart', 0, this.readsPaths)),
      );
      const offer = state.kind === 'choosing' ? await chooseReading(state.offers) : undefined;
      const settled = offer === undefined ? state : session.choose(state, offer);
      if (settled.kind === 'done') return { session, name };
      if (settled.kind === 'failed') warn(failureText(settled.failure));
    } catch (error) {
      warn(reasonOf(error));
    }
    return undefined;
  }

  /** Where it takes long, it is told how far it is, and it can be cancelled. */
  private async compute(page: ResultPage<FilesSource>, uris: Files): Promise<void> {
    if (!(await areLarge(uris))) return page.begin();
    const title = t('Computing the loss of {0}', namesOf(uris));
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      token.onCancellationRequested(() => page.cancel());
      let told = 0;
      await page.begin((read) => {
        progress.report({ increment: 100 * (read - told), message: `${Math.round(100 * read)}%` });
        told = read;
      });
    });
  }

  private ask(session: Session<FilesSource>, first: vscode.Uri, source: FilesSource): Promise<State> {
    return session.ask(source, questionAbout(first));
  }

  private fill(panel: vscode.WebviewPanel, uris: Files, roles: OpenFiles['roles']): ResultPage<FilesSource> {
    let version = 0;
    const [first] = uris;
    const subject: PageSubject<FilesSource> = {
      name: namesOf(uris),
      uri: first,
      advice: t('The loss needs predictions and targets: set the file of each in the Explorer’s menu.'),
      source: () => filesSource(uris, roles, version, this.readsPaths),
      begin: (session, source) => this.ask(session, first, source),
      glimpse: (source) => this.desk.glimpse(source, questionAbout(first), { aborted: false }),
    };
    const page = new ResultPage(
      this.extensionUri,
      panel,
      subject,
      this.results,
      (changed) => new Session<FilesSource>(this.desk, changed),
    );
    this.open.add(page);
    let pause: ReturnType<typeof setTimeout> | undefined;
    const watching = uris.map((uri) =>
      watch(uri, () => {
        clearTimeout(pause);
        version++;
        pause = setTimeout(() => void page.begin(), PAUSE_MS);
      }),
    );
    panel.onDidDispose(() => {
      clearTimeout(pause);
      this.open.delete(page);
      for (const watcher of watching) watcher.dispose();
    });
    return page;
  }

  dispose(): void {
    for (const page of this.open) page.panel.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Files that take more than a moment. */
const LARGE_BYTES = 32 * 2 ** 20;

async function areLarge(uris: Files): Promise<boolean> {
  try {
    const stats = await Promise.all(uris.map((uri) => vscode.workspace.fs.stat(uri)));
    return stats.reduce((sum, { size }) => sum + size, 0) > LARGE_BYTES;
  } catch {
    // Who reads them says what is wrong with them.
    return false;
  }
}

function namesOf(uris: Files): string {
  return uris.map(fileName).join(' · ');
}

function watch(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, fileName(uri)));
  watcher.onDidChange(changed);
  watcher.onDidCreate(changed);
  return watcher;
}

/** Nothing is selected in a file: what it holds is asked for by the settings that hold for the first. */
function questionAbout(first: vscode.Uri): Question {
  return { selections: [], request: {}, options: settingsFor(first).options };
}

function isUri(value: unknown): value is vscode.Uri {
  return value instanceof vscode.Uri;
}
