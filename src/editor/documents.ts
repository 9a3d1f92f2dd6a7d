import * as vscode from 'vscode';
import type { LossOptions, Outcome, Problem } from '../core/problem';
import { LensDocument, type Refused, type Shown } from '../lens/document';
import type { Glance } from '../lens/glance';
import type { Printed } from '../lens/explain';
import type { ArrayPlace, Explained, Question, Review, Survey } from '../lens/question';
import type { Settled } from '../lens/settled';
import { type PiecewiseSource, type PiecewiseText, type RemoteDesk, unlessBroken } from '../lens/remoteDesk';
import type { Span } from '../read/reading';
import { Session } from '../lens/session';
import type { Interest } from '../run/run';

/**
 * How long typing must pause before the loss is computed again: as long as it took to compute, within bounds. Where that
 * is seconds, beginning anew between two words would only take the machine from whoever types.
 */
const PAUSE_MS = { least: 250, most: 2000 };

export type DocumentSession = Session<PiecewiseSource>;
export type DocumentResult = Shown<PiecewiseSource>;
export type DocumentRefused = Refused<PiecewiseSource>;

/** One open document and its problems. */
export interface DocumentLens {
  readonly document: vscode.TextDocument;
  /** The problem that was asked about last. */
  readonly latest: DocumentSession | undefined;
  /** The results that belong to the document as it stands now, in the order of their predictions. */
  readonly results: readonly DocumentResult[];
  /** What PyTorch refuses of the document as it stands now. */
  readonly refused: readonly DocumentRefused[];
  /** The result whose arrays hold or are nearest to the place. */
  resultAt(position: vscode.Position): DocumentResult | undefined;
  /** The document as it stands now, to be worked on. */
  source(): PiecewiseSource;
  /** Forgets one problem, or all. */
  clear(session?: DocumentSession): void;
}

/**
 * The problems of the open documents: kept for each that was ever asked about, until it is closed. Feeds them what
 * happens to the documents, and tells the views when anything changed.
 */
export class Documents implements vscode.Disposable {
  private readonly lenses = new Map<vscode.TextDocument, OpenDocument>();
  private readonly changed = new vscode.EventEmitter<DocumentLens>();
  private readonly subscriptions: vscode.Disposable[];

  /** Something about a document changed; views draw from it anew. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly desk: RemoteDesk) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidChangeTextDocument((event) => {
        for (const lens of this.lenses.values()) lens.edited(event);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('lossLens')) for (const lens of this.lenses.values()) this.changed.fire(lens);
      }),
    ];
  }

  get(document: vscode.TextDocument): DocumentLens | undefined {
    return this.lenses.get(document);
  }

  /** Every document that has ever been asked about and is still open. */
  all(): Iterable<DocumentLens> {
    return this.lenses.values();
  }

  /** Asks about a document; what it comes to is also told through {@link onDidChange}. */
  ask(document: vscode.TextDocument, question: Question): Promise<DocumentSession> {
    return this.open(document).ask(question);
  }

  /** Computes again what was settled for the document in a window that is gone. */
  restore(document: vscode.TextDocument, settled: Settled): Promise<DocumentSession> {
    return this.open(document).restore(settled);
  }

  /** Everything there is to compute in a text that is no open document, such as a notebook's outputs. */
  survey(source: PiecewiseSource, token: vscode.CancellationToken): Promise<Survey | undefined> {
    return this.desk.survey(source, interestOf(token));
  }

  /** What an open document says of itself: the losses it prints, and those it is held to. */
  review(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<Review | undefined> {
    return this.desk.review(sourceOf(document), interestOf(token));
  }

  /** The ways to come by a number, which may stand in the document. */
  explain(
    document: vscode.TextDocument,
    printed: Printed,
    at: Span | undefined,
    token: vscode.CancellationToken,
  ): Promise<Explained | undefined> {
    return this.desk.explain(sourceOf(document), printed, at, interestOf(token));
  }

  /** The arrays of an open document whose numbers are known. */
  async arrays(document: vscode.TextDocument): Promise<readonly ArrayPlace[]> {
    return (await this.desk.arrays(sourceOf(document), { aborted: false })) ?? [];
  }

  /** The exact loss of a problem to so many digits, worked out where it holds nobody up. */
  exact(problem: Problem, digits: number): Promise<Outcome<readonly string[]> | undefined> {
    return this.desk.exact(problem, digits, { aborted: false });
  }

  /** What an agent is told of numbers of its own. Fails where the worker does. */
  answerAgent(input: unknown, interest: Interest): Promise<object | undefined> {
    return this.desk.answerAgent(input, interest);
  }

  /** What the selected part of a text holds; without selections, what a part of one does. */
  glance(
    source: PiecewiseSource,
    selections: readonly Span[],
    options: LossOptions,
    token: vscode.CancellationToken,
  ): Promise<Glance | undefined> {
    return unlessBroken(this.desk.glance(source, selections, options, interestOf(token)));
  }

  /** A problem of a text that is no open document. */
  newSession(changed: () => void): DocumentSession {
    return new Session(this.desk, changed);
  }

  private open(document: vscode.TextDocument): OpenDocument {
    const known = this.lenses.get(document);
    if (known !== undefined) return known;
    const lens = new OpenDocument(document, this.desk, () => this.changed.fire(lens));
    this.lenses.set(document, lens);
    return lens;
  }

  private close(document: vscode.TextDocument): void {
    const lens = this.lenses.get(document);
    if (lens === undefined) return;
    this.lenses.delete(document);
    lens.dispose();
  }

  dispose(): void {
    for (const lens of this.lenses.values()) lens.dispose();
    this.lenses.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Interest that lasts until a token is cancelled. */
export function interestOf(token: vscode.CancellationToken): Interest {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
    onAbort: (listener) => void token.onCancellationRequested(listener),
  };
}

class OpenDocument implements DocumentLens {
  private readonly lens: LensDocument<PiecewiseSource>;
  private pause: ReturnType<typeof setTimeout> | undefined;
  /** The longest that anything asked of the document took, in milliseconds. */
  private took = 0;

  constructor(
    readonly document: vscode.TextDocument,
    desk: RemoteDesk,
    changed: () => void,
  ) {
    this.lens = new LensDocument(desk, changed);
  }

  get latest(): DocumentSession | undefined {
    return this.lens.latest;
  }

  get results(): readonly DocumentResult[] {
    return this.lens.shown(this.document.version);
  }

  get refused(): readonly DocumentRefused[] {
    return this.lens.refused(this.document.version);
  }

  resultAt(position: vscode.Position): DocumentResult | undefined {
    return this.lens.nearest(this.document.version, this.document.offsetAt(position));
  }

  source(): PiecewiseSource {
    return sourceOf(this.document);
  }

  ask(question: Question): Promise<DocumentSession> {
    return this.timed(this.lens.ask(this.source(), question));
  }

  restore(settled: Settled): Promise<DocumentSession> {
    return this.timed(this.lens.restore(this.source(), settled));
  }

  clear(session?: DocumentSession): void {
    this.lens.clear(session);
  }

  edited(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0) return;
    const address = event.document === this.document ? undefined : event.document.uri.toString();
    if (address !== undefined && !this.lens.hasTargetsIn(address)) return;
    this.lens.edited(
      event.contentChanges.map((change) => ({
        offset: change.rangeOffset,
        length: change.rangeLength,
        inserted: change.text.length,
      })),
      address,
    );
    clearTimeout(this.pause);
    if (!this.lens.hasSettled) return;
    const pause = Math.min(Math.max(this.took, PAUSE_MS.least), PAUSE_MS.most);
    this.pause = setTimeout(() => void this.timed(this.lens.again(this.source())), pause);
  }

  private async timed<T>(work: Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work;
    } finally {
      this.took = Math.max(this.took, performance.now() - start);
    }
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.lens.clear();
  }
}

/** Taken in about a millisecond, so that whatever else waits for the extension host is not held up. */
const CHARACTERS_A_PIECE = 200_000;

/** A document as it stands now, to be worked on. */
export function sourceOf(document: vscode.TextDocument): PiecewiseSource {
  return {
    ...textOf(document),
    version: document.version,
    elsewhere: (address) => {
      const other = openDocument(address);
      return other && textOf(other);
    },
  };
}

/** The open document of an address. */
export function openDocument(address: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address);
}

function textOf(document: vscode.TextDocument): PiecewiseText {
  const end = document.lineAt(document.lineCount - 1).range.end;
  const length = document.offsetAt(end);
  return {
    language: languageOf(document),
    length,
    *pieces() {
      let start = new vscode.Position(0, 0);
      for (let at = CHARACTERS_A_PIECE; start.isBefore(end); at += CHARACTERS_A_PIECE) {
        const next = at < length ? document.positionAt(at) : end;
        yield document.getText(new vscode.Range(start, next));
        start = next;
      }
    },
  };
}

/** Where a selection is, from the start of the document. */
export function spanOf(document: vscode.TextDocument, { start, end }: vscode.Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** VS Code takes the text of a notebook for any JSON. */
function languageOf({ languageId, uri }: vscode.TextDocument): string {
  return languageId === 'json' && uri.path.toLowerCase().endsWith('.ipynb') ? 'notebook' : languageId;
}
