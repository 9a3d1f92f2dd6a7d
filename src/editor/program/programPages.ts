import * as vscode from 'vscode';
import { type LiveFault, LiveRefusal } from '../../live/fault';
import { fetchArray, type LiveArray } from '../../live/fetchArray';
import { npyBytes } from '../../live/npyBytes';
import type { Job } from '../../lens/remoteDesk';
import { type FileSource, type FilesSource, RemoteFiles } from '../../lens/remoteFiles';
import type { Result } from '../../lens/result';
import { Session, type State } from '../../lens/session';
import type { Workers } from '../../lens/workers';
import { t } from '../../report/l10n';
import { liveFaultText } from '../../report/liveFaults';
import { programLossText } from '../../report/programLoss';
import type { OpenResults } from '../openResults';
import { sayFailed } from '../messages';
import { type PageShown, ResultPage } from '../pages/resultPage';
import { settingsFor } from '../settings';
import { chooseVariable } from './chooseVariable';
import { DebuggedPrograms } from './debuggedPrograms';
import { PausedFrame } from './pausedFrame';

const PROGRAM_VIEW = 'lossLens.program';

/** The name under which programs keep the number that is to be confirmed. */
const LOSS = 'loss';

/** What was taken from a paused program. */
interface Taken {
  readonly arrays: readonly [LiveArray, LiveArray];
  /** The program's own loss, where the frame has one that is a number. */
  readonly loss: number | undefined;
  readonly where: string;
}

/** Two variables of a paused program in the inspector. Nothing is asked of a debugger but by the command. */
export class ProgramPages implements vscode.Disposable {
  private readonly desk: RemoteFiles;
  private readonly programs = new DebuggedPrograms();
  private readonly open = new Set<ResultPage<FilesSource>>();
  private readonly command: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    workers: Workers<Job>,
    private readonly results: OpenResults,
  ) {
    this.desk = new RemoteFiles(workers);
    this.command = vscode.commands.registerCommand('lossLens.computeFromDebugger', (given?: unknown) =>
      this.compute(placesIn(given)),
    );
  }

  /** What the open pages have come to. */
  get states(): readonly State[] {
    return [...this.open].map(({ state }) => state);
  }

  /** The newest page. */
  get shown(): PageShown | undefined {
    return [...this.open].at(-1)?.shown;
  }

  /** @returns the code of what was refused, for whoever runs the command from a program */
  private async compute(places: readonly string[]): Promise<LiveFault['code'] | undefined> {
    let frame: PausedFrame | undefined;
    try {
      frame = PausedFrame.chosen(this.programs);
      const listed = await frame.variables();
      const first = places[0] ?? (await chooseVariable(listed, t('The predictions or the targets')));
      if (first === undefined) return undefined;
      const rest = listed.filter(({ place }) => place !== first);
      const second = places[1] ?? (await chooseVariable(rest, t('What goes with {0}', first)));
      if (second === undefined) return undefined;
      const own = listed.some(({ place }) => place === LOSS) && first !== LOSS && second !== LOSS;
      const taken = await this.take(frame, [first, second], own);
      const kept = frame;
      frame = undefined;
      await this.show(kept, taken);
      return undefined;
    } catch (error) {
      if (!(error instanceof LiveRefusal)) throw error;
      sayFailed(liveFaultText(error.fault));
      return error.fault.code;
    } finally {
      frame?.dispose();
    }
  }

  private async take(frame: PausedFrame, places: readonly [string, string], own: boolean): Promise<Taken> {
    const where = await frame.where();
    const [first, second] = places;
    const location = vscode.ProgressLocation.Notification;
    const title = t('Reading {0} and {1} from the debugger', first, second);
    return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const evaluate = frame.evaluator(token);
      let shown = 0;
      const fetch = (place: string): Promise<LiveArray> =>
        fetchArray(place, frame.language, evaluate, (share) => {
          progress.report({ increment: (share - shown) * 50 });
          shown = share === 1 ? 0 : share;
        });
      const arrays = [await fetch(first), await fetch(second)] as const;
      const loss = own ? await lossOf(() => fetchArray(LOSS, frame.language, evaluate)) : undefined;
      return { arrays, loss, where };
    });
  }

  private async show(frame: PausedFrame, { arrays, loss, where }: Taken): Promise<void> {
    const [first, second] = arrays;
    const name = `${first.place} · ${second.place} — ${where}`;
    const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.parse('untitled:program');
    const single = arrays.some(({ stored }) => stored === 'float32');
    const source: FilesSource = { version: 0, roles: 'told-apart', files: arrays.map(fileOf) };
    const panel = vscode.window.createWebviewPanel(PROGRAM_VIEW, name, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
    const page = new ResultPage<FilesSource>(
      this.extensionUri,
      panel,
      {
        name,
        uri,
        advice: t('Choose the predictions and the targets that go with them.'),
        source: () => Promise.resolve(source),
        begin: (session, files) => {
          const options = { ...settingsFor(uri).options, dtype: single ? ('float32' as const) : ('float64' as const) };
          return session.ask(files, { selections: [], request: {}, options });
        },
        remarks: (result: Result) => (loss === undefined ? [] : [programLossText(loss, result)]),
        past: () => (frame.isPast ? t('Taken at {0}; the program has gone on.', where) : undefined),
      },
      this.results,
      (changed) => new Session<FilesSource>(this.desk, changed),
    );
    this.open.add(page);
    frame.onPast(() => {
      if (this.open.has(page)) page.redraw();
    });
    panel.onDidDispose(() => {
      this.open.delete(page);
      frame.dispose();
    });
    await page.begin();
  }

  dispose(): void {
    for (const page of this.open) page.panel.dispose();
    this.command.dispose();
    this.programs.dispose();
  }
}

/** A loss that is no single number confirms nothing, and is no reason to refuse the rest. */
async function lossOf(fetch: () => Promise<LiveArray>): Promise<number | undefined> {
  try {
    const { data } = await fetch();
    return data.length === 1 ? data[0] : undefined;
  } catch (error) {
    if (error instanceof LiveRefusal && error.fault.code !== 'moved-on' && error.fault.code !== 'checksum')
      return undefined;
    throw error;
  }
}

function fileOf(array: LiveArray): FileSource {
  const bytes = npyBytes(array);
  return {
    name: `${array.place}.npy`,
    size: bytes.length,
    // A copy: what is handed over to a worker may not be a window on the whole.
    async *chunks() {
      yield await Promise.resolve(bytes.slice());
    },
  };
}

/** The variables that a menu, a keybinding or the editor names: two, one or none. */
function placesIn(given: unknown): readonly string[] {
  const { places, variable } = fieldsOf(given);
  if (Array.isArray(places)) return places.filter((place) => typeof place === 'string').slice(0, 2);
  const { evaluateName, name } = fieldsOf(variable);
  const place = typeof evaluateName === 'string' && evaluateName !== '' ? evaluateName : name;
  if (typeof place === 'string') return [place];
  return given instanceof vscode.Uri ? placeAtCursor() : [];
}

/** The editor's menu hands over its document: what is selected there, or the name at the cursor. */
function placeAtCursor(): readonly string[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return [];
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.getWordRangeAtPosition(selection.active) : selection;
  const text = range === undefined ? '' : document.getText(range).trim();
  return text === '' ? [] : [text];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
