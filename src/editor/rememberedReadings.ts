import * as vscode from 'vscode';
import { recalled, remembered } from '../lens/remembered';
import { type Settled, settledBy } from '../lens/settled';
import type { Span } from '../read/reading';
import type { DocumentLens, DocumentResult, Documents, DocumentSession } from './documents';

const KEY = 'lossLens.readings';

/** As many documents, and as many readings of each, as are remembered: the oldest make room. */
const MOST_DOCUMENTS = 100;
const MOST_READINGS = 20;

/** Options that are a word or a number; weights are data, and data is never kept. */
const KEPT_OPTIONS = ['reduction', 'dtype', 'labelSmoothing', 'ignoreIndex', 'eps'] as const;

/**
 * What the user chose for each document of the workspace, so that the same question is not asked twice. It moves along
 * with edits while the document is open; where the text has changed otherwise, it fits no array and is not used.
 */
export class RememberedReadings implements vscode.Disposable {
  private readonly kept: Map<string, readonly Settled[]>;
  private readonly chosen = new WeakSet<DocumentSession>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly memory: vscode.Memento,
    documents: Documents,
  ) {
    this.kept = new Map(parsed(memory.get(KEY)));
    this.subscription = vscode.Disposable.from(
      documents.onDidChange((lens) => this.follow(lens)),
      vscode.workspace.onDidCloseTextDocument(({ isUntitled, uri }) => {
        // The next untitled document may bear the same name.
        if (isUntitled && this.kept.delete(uri.toString())) this.save();
      }),
    );
  }

  /** The user chose what the session shows. */
  keep(document: vscode.TextDocument, session: DocumentSession): void {
    const { state } = session;
    if (state.kind !== 'done') return;
    this.chosen.add(session);
    this.put(document, settledBy(state.result));
  }

  /** The user wants no number of these arrays any more. */
  forget(document: vscode.TextDocument, session: DocumentSession): void {
    const { settled } = session;
    this.chosen.delete(session);
    if (settled === undefined) return;
    this.set(
      document,
      this.of(document).filter((known) => !sameArrays(known, settled)),
    );
  }

  /** Takes what was chosen before for the arrays of the session, if anything was. */
  async recall(lens: DocumentLens, session: DocumentSession): Promise<void> {
    const known = this.of(lens.document);
    if (known.length === 0) return;
    const { state } = session;
    if (state.kind === 'choosing') {
      const offer = state.offers.find(({ outcome }) => outcome.ok && this.before(known, outcome.value) !== undefined);
      if (offer === undefined) return;
      session.choose(state, offer);
    }
    const now = session.state;
    if (now.kind !== 'done') return;
    const own = settledBy(now.result);
    const before = known.find((reading) => sameArrays(reading, own));
    if (before === undefined) return;
    this.chosen.add(session);
    const { loss, from } = before;
    const options = { ...own.options, ...before.options };
    if (isSame(own, { ...own, loss, from, options })) return;
    await session.again(lens.source(), { ...own, loss, from, options });
  }

  private before(known: readonly Settled[], result: DocumentResult['result']): Settled | undefined {
    const offered = settledBy(result);
    return known.find(
      (reading) => sameArrays(reading, offered) && reading.loss === offered.loss && reading.from === offered.from,
    );
  }

  /** What was chosen has moved, or is shown with other options. */
  private follow({ document, results }: DocumentLens): void {
    for (const { session, result } of results) if (this.chosen.has(session)) this.put(document, settledBy(result));
  }

  private put(document: vscode.TextDocument, settled: Settled): void {
    const reading = readingOf(settled);
    const known = this.of(document);
    if (known.some((before) => isSame(before, reading))) return;
    const others = known.filter((before) => !overlaps(before.predictions, reading.predictions));
    this.set(document, [...others, reading].slice(-MOST_READINGS));
  }

  private of(document: vscode.TextDocument): readonly Settled[] {
    return this.kept.get(document.uri.toString()) ?? [];
  }

  private set(document: vscode.TextDocument, readings: readonly Settled[]): void {
    const address = document.uri.toString();
    this.kept.delete(address);
    if (readings.length > 0) this.kept.set(address, readings);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_DOCUMENTS && oldest !== undefined) this.kept.delete(oldest);
    this.save();
  }

  private save(): void {
    const plain = Array.from(this.kept, ([address, readings]) => [address, readings.map(remembered)]);
    void this.memory.update(KEY, plain);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/** Without what is data: weights. */
function readingOf(settled: Settled): Settled {
  const { predictions, targets, targetsIn, loss, from, options } = settled;
  const kept = KEPT_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
  const elsewhere = targetsIn === undefined ? {} : { targetsIn };
  return { predictions, targets, ...elsewhere, loss, from, options: Object.fromEntries(kept) };
}

function sameArrays(a: Settled, b: Settled): boolean {
  return sameSpan(a.predictions, b.predictions) && sameSpan(a.targets, b.targets) && a.targetsIn === b.targetsIn;
}

function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function isSame(a: Settled, b: Settled): boolean {
  const sameOptions = KEPT_OPTIONS.every((name) => a.options[name] === b.options[name]);
  return sameArrays(a, b) && a.loss === b.loss && a.from === b.from && sameOptions;
}

/** What the workspace remembers, checked by shape: it may come from another version. */
function parsed(saved: unknown): readonly (readonly [string, readonly Settled[]])[] {
  if (!Array.isArray(saved)) return [];
  return saved.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [address, readings] = entry as readonly unknown[];
    if (typeof address !== 'string' || !Array.isArray(readings)) return [];
    return [[address, readings.flatMap((reading) => recalled(reading) ?? [])] as const];
  });
}
