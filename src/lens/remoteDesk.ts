import type { Interest } from '../run/run';
import { answerCalls, Calls } from '../wire/calls';
import type { Port } from '../wire/port';
import type { Desk } from './desk';
import type { Offer, Question, Snapshot, Survey, Verdict } from './question';
import type { Settled } from './settled';

/** A document that is handed over piece by piece, so that no step takes long. */
export interface PiecewiseSource {
  readonly version: number;
  readonly language: string;
  /** UTF-16 length of the whole. */
  readonly length: number;
  /** The text from its start, in order; whoever asks may let others work between two pieces. */
  pieces(): Iterable<string>;
}

/** A worker, and how to be rid of it. */
export interface Worker {
  readonly port: Port;
  /** Called once, when the worker ends for whatever reason. */
  onEnd(listener: (reason: string) => void): void;
  end(): void;
}

type Job =
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'again'; readonly settled: Settled }
  | { readonly kind: 'readings'; readonly settled: Settled }
  | { readonly kind: 'survey' };

/** What a worker is sent: the pieces of a text, then what to do with it. */
type Body = { readonly piece: string } | { readonly job: Job; readonly version: number; readonly language: string };

const NEVER: Interest = { aborted: false };

/** The worker's side: collects a text and answers the question about it at its own desk. */
export function serveDesk(port: Port, desk: Desk<Snapshot>): void {
  let pieces: string[] = [];
  answerCalls(port, async (body) => {
    const message = body as Body;
    if ('piece' in message) {
      pieces.push(message.piece);
      return undefined;
    }
    const snapshot: Snapshot = { text: pieces.join(''), version: message.version, language: message.language };
    pieces = [];
    const { job } = message;
    switch (job.kind) {
      case 'ask':
        return desk.ask(snapshot, job.question, NEVER);
      case 'again':
        return desk.again(snapshot, job.settled, NEVER);
      case 'readings':
        return desk.readings(snapshot, job.settled, NEVER);
      case 'survey':
        return desk.survey(snapshot, NEVER);
    }
  });
}

/** What a host of the extension can offer. */
export interface Desks {
  /**
   * The desk for small documents, loaded when the first question comes: it is most of the code there is. Left out
   * where one file must hold everything: then the worker does all of it.
   */
  readonly loadInline?: () => Promise<Desk<Snapshot>>;
  /** Begins a worker that serves a desk. */
  readonly startWorker: () => Worker;
}

/** Texts up to this length are read in a few milliseconds: sending them away would take longer. */
const INLINE_LENGTH = 100_000;

/**
 * A desk for documents of any size: small ones are worked on where they are, large ones by a worker that is ended
 * when nobody wants the answer any more. A worker that dies is a failure that says so, and the next question gets
 * a new one.
 */
export class RemoteDesk implements Desk<PiecewiseSource> {
  private idle: { readonly worker: Worker; readonly calls: Calls } | undefined;

  constructor(
    private readonly desks: Desks,
    /** Lets others work before the next piece is taken. */
    private readonly pause: () => Promise<void>,
  ) {}

  async ask(source: PiecewiseSource, question: Question, interest: Interest): Promise<Verdict | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.ask(whole(source), question, interest);
    return this.verdict(source, { kind: 'ask', question }, interest);
  }

  async again(source: PiecewiseSource, settled: Settled, interest: Interest): Promise<Verdict | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.again(whole(source), settled, interest);
    return this.verdict(source, { kind: 'again', settled }, interest);
  }

  async readings(source: PiecewiseSource, settled: Settled, interest: Interest): Promise<readonly Offer[] | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.readings(whole(source), settled, interest);
    try {
      return (await this.send(source, { kind: 'readings', settled }, interest)) as readonly Offer[] | undefined;
    } catch {
      return undefined;
    }
  }

  async survey(source: PiecewiseSource, interest: Interest): Promise<Survey | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.survey(whole(source), interest);
    try {
      return (await this.send(source, { kind: 'survey' }, interest)) as Survey | undefined;
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    this.idle?.worker.end();
    this.idle = undefined;
  }

  private async inlineFor({ length }: PiecewiseSource): Promise<Desk<Snapshot> | undefined> {
    return length <= INLINE_LENGTH ? this.desks.loadInline?.() : undefined;
  }

  private async verdict(source: PiecewiseSource, job: Job, interest: Interest): Promise<Verdict | undefined> {
    try {
      return (await this.send(source, job, interest)) as Verdict | undefined;
    } catch (error) {
      if (interest.aborted) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', failure: { code: 'broken', reason } };
    }
  }

  private async send(source: PiecewiseSource, job: Job, interest: Interest): Promise<unknown> {
    if (interest.aborted) return undefined;
    const { worker, calls } = this.take();
    // Only while the worker is at this job: afterwards it may be at another's.
    let working = true;
    interest.onAbort?.(() => {
      if (!working) return;
      calls.end('withdrawn');
      worker.end();
    });
    for (const piece of source.pieces()) {
      await this.pause();
      if (interest.aborted) return undefined;
      // Calls are answered in order: the last one's reply says that all have arrived.
      calls.call({ piece } satisfies Body).catch(() => undefined);
    }
    const { version, language } = source;
    const value = await calls.call({ job, version, language } satisfies Body).finally(() => {
      working = false;
    });
    if (this.idle === undefined && !interest.aborted) this.idle = { worker, calls };
    else worker.end();
    return value;
  }

  private take(): { readonly worker: Worker; readonly calls: Calls } {
    const { idle } = this;
    this.idle = undefined;
    if (idle !== undefined) return idle;
    const worker = this.desks.startWorker();
    const calls = new Calls(worker.port);
    const started = { worker, calls };
    worker.onEnd((reason) => {
      calls.end(reason);
      if (this.idle === started) this.idle = undefined;
    });
    return started;
  }
}

function whole(source: PiecewiseSource): Snapshot {
  const { version, language } = source;
  return { text: [...source.pieces()].join(''), version, language };
}
