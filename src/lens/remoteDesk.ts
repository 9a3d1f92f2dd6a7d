import type { LossOptions, Outcome, Problem } from '../core/problem';
import type { Interest } from '../run/run';
import type { Excerpt, FileFault, Reading, Span } from '../read/reading';
import type { Port } from '../wire/port';
import type { Desk, TextDesk } from './desk';
import type { Printed } from './explain';
import type { OpenFiles } from './files';
import { answerFiles } from './filesJob';
import type { Glance } from './glance';
import type { ArrayPlace, Explained, Offer, Question, Review, Snapshot, Survey, Verdict } from './question';
import type { Settled } from './settled';
import { type Part, serveJobs, type Weight, type Worker, type Workers } from './workers';

/** A document that is handed over piece by piece, so that no step takes long. */
export interface PiecewiseText {
  readonly language: string;
  /** UTF-16 length of the whole. */
  readonly length: number;
  /** The text from its start, in order; whoever asks may let others work between two pieces. */
  pieces(): Iterable<string>;
}

export interface PiecewiseSource extends PiecewiseText {
  readonly version: number;
  /** Another document by its address, while it can be had. */
  elsewhere?(address: string): PiecewiseText | undefined;
}

/** What is asked of a desk, wherever it stands. */
export type Ask =
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'again'; readonly settled: Settled }
  | { readonly kind: 'readings'; readonly settled: Settled };

type TextAsk =
  | Ask
  | { readonly kind: 'survey' | 'review' | 'arrays' }
  | { readonly kind: 'glance'; readonly selections: readonly Span[]; readonly options: LossOptions }
  | { readonly kind: 'explain'; readonly printed: Printed; readonly at: Span | undefined };

type TextJob = TextAsk & {
  readonly about: 'text';
  readonly version: number;
  readonly language: string;
  /** The language of the text the targets stand in, where that is another. */
  readonly languageElsewhere?: string;
};

interface AboutFiles {
  readonly about: 'files';
  readonly version: number;
  readonly roles: OpenFiles['roles'];
}

export type FilesJob = AboutFiles & (Ask | { readonly kind: 'glimpse'; readonly question: Question });

/** The exact loss of a problem in decimal: no document has a part in it. */
interface ExactJob {
  readonly about: 'exact';
  readonly problem: Problem;
  readonly digits: number;
}

/** What an agent asks of numbers of its own. */
interface AgentJob {
  readonly about: 'agent';
  readonly input: unknown;
}

export type Job = TextJob | FilesJob | ExactJob | AgentJob;

/** What a worker can do beside answering at its desks. */
export interface Means {
  /** Reads a file by its path, or finds that it is not the same from its first byte to its last. */
  readonly readPath?: (path: string, progress: (share: number) => void) => Promise<Uint8Array | FileFault>;
  /** Reads a Parquet file by its path, in a process of its own. */
  readonly readParquet?: (path: string) => Promise<Reading>;
  /** Reads stretches of a file by its path; what is beyond its end is left out. */
  readonly readSpans?: (path: string, spans: readonly Span[]) => Promise<readonly Uint8Array[]>;
  /** With big numbers, which are loaded for the first one who asks. */
  readonly exactLoss?: (problem: Problem, digits: number) => Promise<Outcome<readonly string[]>>;
  /** Answers an agent, whatever it sends. */
  readonly answerAgent?: (input: unknown) => Promise<object>;
}

const NEVER: Interest = { aborted: false };

/**
 * The worker's side: collects a text, or files, and answers the question about it at its own desk.
 */
export function serveDesk(port: Port, desk: TextDesk<Snapshot>, filesDesk: Desk<OpenFiles>, means: Means = {}): void {
  serveJobs<Job>(port, async (parts, job, progress) => {
    if (job.about === 'exact') return means.exactLoss?.(job.problem, job.digits);
    if (job.about === 'agent') return means.answerAgent?.(job.input);
    if (job.about === 'files') return answerFiles(parts, job, filesDesk, means, progress);
    const textOf = (elsewhere: true | undefined): string =>
      parts.map((part) => ('piece' in part && part.elsewhere === elsewhere ? part.piece : '')).join('');
    const { version, language, languageElsewhere } = job;
    const snapshot: Snapshot = {
      text: textOf(undefined),
      version,
      language,
      ...(languageElsewhere !== undefined && { elsewhere: { text: textOf(true), language: languageElsewhere } }),
    };
    switch (job.kind) {
      case 'survey':
        return desk.survey(snapshot, NEVER);
      case 'review':
        return desk.review(snapshot, NEVER);
      case 'arrays':
        return desk.arrays(snapshot, NEVER);
      case 'glance':
        return desk.glance(snapshot, job.selections, job.options, NEVER);
      case 'explain':
        return desk.explain(snapshot, job.printed, job.at, NEVER);
      default:
        return answered(desk, snapshot, job);
    }
  });
}

function answered<Source>(desk: Desk<Source>, source: Source, ask: Ask): Promise<unknown> {
  switch (ask.kind) {
    case 'ask':
      return desk.ask(source, ask.question, NEVER);
    case 'again':
      return desk.again(source, ask.settled, NEVER);
    case 'readings':
      return desk.readings(source, ask.settled, NEVER);
  }
}

/** What a host of the extension can offer. */
export interface Desks {
  /**
   * The desk for small documents, loaded when the first question comes: it is most of the code there is. Left out
   * where one file must hold everything: then the worker does all of it.
   */
  readonly loadInline?: () => Promise<TextDesk<Snapshot>>;
  /** Begins a worker that serves a desk. */
  readonly startWorker: (weight: Weight) => Worker;
  /** Whether workers can read files by their paths. */
  readonly readsPaths: boolean;
}

/** Texts up to this length are answered about in a few milliseconds: sending them away would take longer. */
const INLINE_LENGTH = 20_000;

/** Longer texts come with arrays that take hundreds of megabytes on the way. */
const HEAVY_LENGTH = 16_000_000;

/**
 * A desk for documents of any size: small ones are worked on where they are, large ones by a worker that is ended
 * when nobody wants the answer any more. A worker that dies is a failure that says so, and the next question gets
 * a new one.
 */
export class RemoteDesk implements TextDesk<PiecewiseSource> {
  private surveyed: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly loadInline: Desks['loadInline'],
    private readonly workers: Workers<Job>,
  ) {}

  async ask(source: PiecewiseSource, question: Question, interest: Interest): Promise<Verdict | undefined> {
    const elsewhere = textElsewhere(source, question.roles?.targetsIn);
    const inline = await this.inlineFor(source, elsewhere);
    if (inline !== undefined) return inline.ask(whole(source, elsewhere), question, interest);
    return verdictOf(this.send(source, { kind: 'ask', question }, interest, elsewhere), interest);
  }

  async again(source: PiecewiseSource, settled: Settled, interest: Interest): Promise<Verdict | undefined> {
    const elsewhere = textElsewhere(source, settled.targetsIn);
    const inline = await this.inlineFor(source, elsewhere);
    if (inline !== undefined) return inline.again(whole(source, elsewhere), settled, interest);
    return verdictOf(this.send(source, { kind: 'again', settled }, interest, elsewhere), interest);
  }

  async readings(source: PiecewiseSource, settled: Settled, interest: Interest): Promise<readonly Offer[] | undefined> {
    const elsewhere = textElsewhere(source, settled.targetsIn);
    const inline = await this.inlineFor(source, elsewhere);
    if (inline !== undefined) return inline.readings(whole(source, elsewhere), settled, interest);
    return (await unlessBroken(this.send(source, { kind: 'readings', settled }, interest, elsewhere))) as
      readonly Offer[] | undefined;
  }

  /** Nobody waits for a survey, and it takes long: always a worker's work, and one at a time. */
  survey(source: PiecewiseSource, interest: Interest): Promise<Survey | undefined> {
    return this.unasked(source, { kind: 'survey' }, interest) as Promise<Survey | undefined>;
  }

  review(source: PiecewiseSource, interest: Interest): Promise<Review | undefined> {
    return this.unasked(source, { kind: 'review' }, interest) as Promise<Review | undefined>;
  }

  /** Takes long for what it is, with hundreds of formulas to a pair: always a worker's work. */
  async explain(
    source: PiecewiseSource,
    printed: Printed,
    at: Span | undefined,
    interest: Interest,
  ): Promise<Explained | undefined> {
    return (await this.send(source, { kind: 'explain', printed, at }, interest)) as Explained | undefined;
  }

  async arrays(source: PiecewiseSource, interest: Interest): Promise<readonly ArrayPlace[] | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.arrays(whole(source), interest);
    return (await this.send(source, { kind: 'arrays' }, interest)) as readonly ArrayPlace[] | undefined;
  }

  async glance(
    source: PiecewiseSource,
    selections: readonly Span[],
    options: LossOptions,
    interest: Interest,
  ): Promise<Glance | undefined> {
    const inline = await this.inlineFor(source);
    if (inline !== undefined) return inline.glance(whole(source), selections, options, interest);
    const glance = this.send(source, { kind: 'glance', selections, options }, interest);
    return (await unlessBroken(glance)) as Glance | undefined;
  }

  async exact(problem: Problem, digits: number, interest: Interest): Promise<Outcome<readonly string[]> | undefined> {
    const job: Job = { about: 'exact', problem, digits };
    return (await this.workers.run([], job, 'light', interest)) as Outcome<readonly string[]> | undefined;
  }

  /** What an agent is told of numbers of its own. Fails where the worker does. */
  async answerAgent(input: unknown, interest: Interest): Promise<object | undefined> {
    return (await this.workers.run([], { about: 'agent', input }, 'light', interest)) as object | undefined;
  }

  private unasked(source: PiecewiseSource, ask: TextAsk, interest: Interest): Promise<unknown> {
    const survey = this.surveyed.then(() => unlessBroken(this.send(source, ask, interest)));
    this.surveyed = survey;
    return survey;
  }

  private async inlineFor(
    { length }: PiecewiseSource,
    elsewhere?: PiecewiseText,
  ): Promise<TextDesk<Snapshot> | undefined> {
    return length + (elsewhere?.length ?? 0) <= INLINE_LENGTH ? this.loadInline?.() : undefined;
  }

  private send(source: PiecewiseSource, ask: TextAsk, interest: Interest, elsewhere?: PiecewiseText): Promise<unknown> {
    const { version, language } = source;
    const languageElsewhere = elsewhere && { languageElsewhere: elsewhere.language };
    const job: Job = { ...ask, about: 'text', version, language, ...languageElsewhere };
    const length = source.length + (elsewhere?.length ?? 0);
    return this.workers.run(partsOf(source, elsewhere), job, length > HEAVY_LENGTH ? 'heavy' : 'light', interest);
  }
}

/** A worker that died is a failure with a reason. */
export async function verdictOf(sent: Promise<unknown>, interest: Interest): Promise<Verdict | undefined> {
  try {
    return (await sent) as Verdict | undefined;
  } catch (error) {
    if (interest.aborted) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', failure: { code: 'broken', reason } };
  }
}

/** Where nobody waits for the answer, there is none. */
export async function unlessBroken<Value>(sent: Promise<Value>): Promise<Value | undefined> {
  try {
    return await sent;
  } catch {
    return undefined;
  }
}

function textElsewhere(source: PiecewiseSource, address: string | undefined): PiecewiseText | undefined {
  return address === undefined ? undefined : source.elsewhere?.(address);
}

function* partsOf(source: PiecewiseSource, elsewhere: PiecewiseText | undefined): Iterable<Part> {
  for (const piece of source.pieces()) yield { piece };
  for (const piece of elsewhere?.pieces() ?? []) yield { piece, elsewhere: true };
}

function whole(source: PiecewiseSource, elsewhere?: PiecewiseText): Snapshot {
  const { version } = source;
  return { ...excerptOf(source), version, ...(elsewhere && { elsewhere: excerptOf(elsewhere) }) };
}

function excerptOf(source: PiecewiseText): Excerpt {
  return { text: [...source.pieces()].join(''), language: source.language };
}
