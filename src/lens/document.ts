import type { Span } from '../read/reading';
import type { Desk } from './desk';
import type { Question } from './question';
import type { Settled } from './settled';
import type { Posed } from './answer';
import type { Result } from './result';
import { type Edit, Session } from './session';

/** A problem of a document that has a number now. */
export interface Shown<Source extends { readonly version: number }> {
  readonly session: Session<Source>;
  readonly result: Result;
}

/** A problem of a document that PyTorch refuses. */
export interface Refused<Source extends { readonly version: number }> {
  readonly session: Session<Source>;
  readonly posed: Posed;
}

/**
 * The problems of one document: a state machine each. Two results never share their predictions: the later question
 * about a matrix takes the place of the earlier one.
 */
export class LensDocument<Source extends { readonly version: number }> {
  private sessions: readonly Session<Source>[] = [];
  /** How often the document was edited. */
  private edits = 0;

  constructor(
    private readonly desk: Desk<Source>,
    private readonly changed: () => void,
  ) {}

  /** The problem that was asked about last: its state is what there is to say when there is no number. */
  get latest(): Session<Source> | undefined {
    return this.sessions.at(-1);
  }

  /** The results that belong to the given version of the document, in the order of their predictions. */
  shown(version: number): readonly Shown<Source>[] {
    const shown = this.sessions.flatMap((session) => {
      const { state } = session;
      return state.kind === 'done' && state.version === version ? [{ session, result: state.result }] : [];
    });
    return shown.sort((a, b) => a.result.predictions.span.start - b.result.predictions.span.start);
  }

  /** What PyTorch refuses of the given version, as the problems that were posed. */
  refused(version: number): readonly Refused<Source>[] {
    return this.sessions.flatMap((session) => {
      const { state } = session;
      if (state.kind !== 'failed' || state.version !== version || state.failure.code !== 'refused') return [];
      const { posed } = state.failure;
      return posed === undefined ? [] : [{ session, posed }];
    });
  }

  /** The result one of whose arrays holds the offset, or else the one whose arrays are nearest. */
  nearest(version: number, offset: number): Shown<Source> | undefined {
    let best: Shown<Source> | undefined;
    let least = Infinity;
    for (const shown of this.shown(version)) {
      const { predictions, targets, targetsIn } = shown.result;
      const away = targetsIn === undefined ? distance(targets.span, offset) : Infinity;
      const apart = Math.min(distance(predictions.span, offset), away);
      if (apart < least) {
        least = apart;
        best = shown;
      }
    }
    return best;
  }

  /** Whether anything is to be computed again after an edit. */
  get hasSettled(): boolean {
    return this.sessions.some((session) => session.settled !== undefined);
  }

  /** A new question. Problems that never came to a number make room for it. */
  async ask(source: Source, question: Question): Promise<Session<Source>> {
    return this.add((session) => session.ask(source, question));
  }

  /** What was settled in a window that is gone, computed again. */
  async restore(source: Source, settled: Settled): Promise<Session<Source>> {
    return this.add((session) => session.again(source, settled));
  }

  /** @param address that of another document, where it was that one: then only what has its targets there changes. */
  edited(edits: readonly Edit[], address?: string): void {
    this.edits++;
    for (const session of this.sessions) session.edited(edits, address);
  }

  /** Do the targets of anything that is settled stand in the document of that address? */
  hasTargetsIn(address: string): boolean {
    return this.sessions.some(({ settled }) => settled?.targetsIn === address);
  }

  /** Computes everything that was settled again, one problem after the other. */
  async again(source: Source): Promise<void> {
    const { edits } = this;
    for (const session of this.sessions) {
      // Edited while an earlier one was computed: what is left would be computed on a text that is gone.
      if (this.edits !== edits) return;
      await session.again(source);
    }
  }

  /** Forgets one problem, or all. */
  clear(session?: Session<Source>): void {
    const gone = session === undefined ? this.sessions : [session];
    this.sessions = this.sessions.filter((known) => !gone.includes(known));
    for (const each of gone) each.clear();
    this.changed();
  }

  private async add(work: (session: Session<Source>) => Promise<unknown>): Promise<Session<Source>> {
    for (const session of this.sessions) if (session.settled === undefined) session.clear();
    const session: Session<Source> = new Session(this.desk, () => {
      this.makeRoom(session);
      this.changed();
    });
    this.sessions = [...this.sessions.filter((known) => known.settled !== undefined), session];
    await work(session);
    return session;
  }

  /** Drops earlier problems about the predictions that this session has just come to a number, or a refusal, about. */
  private makeRoom(session: Session<Source>): void {
    const { state } = session;
    const refused = state.kind === 'failed' && state.failure.code === 'refused' ? state.failure.posed : undefined;
    const posed = state.kind === 'done' ? state.result : refused;
    if (posed === undefined) return;
    const { span } = posed.predictions;
    const overlapping = this.sessions.filter((other) => {
      const of = other.settled?.predictions;
      return other !== session && of !== undefined && of.start < span.end && of.end > span.start;
    });
    this.sessions = this.sessions.filter((known) => !overlapping.includes(known));
    for (const other of overlapping) other.clear();
  }
}

function distance({ start, end }: Span, offset: number): number {
  if (offset < start) return start - offset;
  return offset > end ? offset - end : 0;
}
