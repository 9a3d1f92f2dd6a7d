import type { Interest } from '../run/run';
import type { Desk } from './desk';
import type { Failure, Offer, Question, Verdict } from './question';
import type { Posed } from './answer';
import type { Result } from './result';
import { type OptionArrays, type Settled, settledBy } from './settled';

/** Everything that is known about one problem of a document. Each view is a function of this; nobody else keeps results. */
export type State =
  | { readonly kind: 'idle' }
  /** The number is being worked out; the one before is no longer true and not shown. */
  | {
      readonly kind: 'running';
      readonly version: number;
      /** How much of what is worked on has been read, from 0 to 1, where that takes long. */
      readonly read?: number;
    }
  | { readonly kind: 'choosing'; readonly version: number; readonly offers: readonly Offer[] }
  | { readonly kind: 'done'; readonly version: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly version: number; readonly failure: Failure };

/** Text that was replaced: `length` characters at `offset` gave way to `inserted` others. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

/** A question that can be withdrawn, and tells the one who works on it. */
class Withdrawable implements Interest {
  aborted = false;

  constructor(readonly progress: (share: number) => void = () => undefined) {}

  private readonly listeners: (() => void)[] = [];

  onAbort(listener: () => void): void {
    if (this.aborted) listener();
    else this.listeners.push(listener);
  }

  withdraw(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.listeners) listener();
  }
}

/**
 * The state machine of one problem. Every step belongs to the version it was asked of: whatever arrives after an
 * edit, a newer question or the end of the document is dropped, here and nowhere else.
 */
export class Session<Source extends { readonly version: number }> {
  private current: State = { kind: 'idle' };
  private asked = new Withdrawable();
  /** What to compute again after an edit. */
  private remembered: Settled | undefined;

  constructor(
    private readonly desk: Desk<Source>,
    private readonly changed: () => void,
  ) {}

  get state(): State {
    return this.current;
  }

  /** What is computed again after an edit; undefined where nothing was settled. */
  get settled(): Settled | undefined {
    return this.remembered;
  }

  ask(source: Source, question: Question): Promise<State> {
    return this.work(source.version, (interest) => this.desk.ask(source, question, interest));
  }

  /** Computes what was settled, here or in a window that is gone, on the document as it stands now. */
  async again(source: Source, settled = this.remembered): Promise<State> {
    if (settled === undefined) return this.current;
    this.remembered = settled;
    return this.work(source.version, (interest) => this.desk.again(source, settled, interest));
  }

  /** The other readings of what is shown; the state stays as it is. */
  async readings(source: Source, interest: Interest): Promise<readonly Offer[]> {
    if (this.remembered === undefined || this.current.kind !== 'done') return [];
    return (await this.desk.readings(source, this.remembered, interest)) ?? [];
  }

  /** What something else than what is settled would come to; the state stays as it is. */
  trial(source: Source, settled: Settled): Promise<Verdict | undefined> {
    return this.desk.again(source, settled, { aborted: false }).catch(brokenBy);
  }

  /** The user's choice, offered in `state`: it counts only while nothing has happened since. */
  choose(state: State, { outcome }: Offer): State {
    if (this.current !== state || (state.kind !== 'choosing' && state.kind !== 'done')) return this.current;
    const { version } = state;
    if (!outcome.ok)
      return this.become({ kind: 'failed', version, failure: { code: 'refused', refusal: outcome.refusal } });
    return this.settle(version, outcome.value);
  }

  /** The user chose nothing of what was offered in `state`, or wants no answer any more. */
  withdraw(state: State): void {
    if (this.current !== state) return;
    this.asked.withdraw();
    this.become({ kind: 'idle' });
  }

  /**
   * The document changed, or the one that the targets stand in: no number belongs to it any more. The places of what
   * was settled move along.
   * @param address that of the other document, where it was that one.
   */
  edited(edits: readonly Edit[], address?: string): void {
    if (address !== undefined && this.remembered?.targetsIn !== address) return;
    this.asked.withdraw();
    if (this.remembered !== undefined) {
      const { predictions, targets, targetsIn, arrays } = this.remembered;
      const own = address === undefined;
      this.remembered = {
        ...this.remembered,
        predictions: own ? moved(predictions, edits) : predictions,
        targets: targetsIn === address ? moved(targets, edits) : targets,
        ...(arrays && { arrays: own ? movedArrays(arrays, edits) : arrays }),
      };
    }
    if (this.current.kind !== 'idle') this.become({ kind: 'idle' });
  }

  clear(): void {
    this.asked.withdraw();
    this.remembered = undefined;
    this.become({ kind: 'idle' });
  }

  private async work(version: number, verdict: (interest: Interest) => Promise<Verdict | undefined>): Promise<State> {
    this.asked.withdraw();
    const interest = new Withdrawable((share) => this.progressed(interest, share));
    this.asked = interest;
    this.become({ kind: 'running', version });
    const found = await verdict(interest).catch(brokenBy);
    if (found === undefined || interest.aborted) return this.current;
    switch (found.kind) {
      case 'result':
        return this.settle(version, found.result);
      case 'choose':
        return this.become({ kind: 'choosing', version, offers: found.offers });
      case 'failed':
        // What PyTorch refuses may be mended by an edit.
        if (found.failure.code === 'refused' && found.failure.posed !== undefined) this.remember(found.failure.posed);
        return this.become({ kind: 'failed', version, failure: found.failure });
    }
  }

  private progressed(interest: Withdrawable, share: number): void {
    const { current } = this;
    if (this.asked !== interest || current.kind !== 'running') return;
    // Nobody sees less than a hundredth.
    const read = Math.floor(100 * share) / 100;
    if (read !== current.read) this.become({ ...current, read });
  }

  private settle(version: number, result: Result): State {
    this.remember(result);
    return this.become({ kind: 'done', version, result });
  }

  private remember(posed: Posed): void {
    const arrays = this.remembered?.arrays;
    this.remembered = { ...settledBy(posed), ...(arrays && { arrays }) };
  }

  private become(state: State): State {
    this.current = state;
    this.changed();
    return state;
  }
}

/** Whatever goes wrong at the desk is an answer too: a question is never left open. */
export function brokenBy(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', failure: { code: 'broken', reason } };
}

function movedArrays(arrays: OptionArrays, edits: readonly Edit[]): OptionArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, span]) => [name, moved(span, edits)]));
}

/** Where a stretch stands after edits; what is typed inside it or at its ends belongs to it. */
export function moved<Span extends { readonly start: number; readonly end: number }>(
  span: Span,
  edits: readonly Edit[],
): Span {
  let { start, end } = span;
  // VS Code reports the edits of one change from the last to the first, with offsets of the text before.
  for (const { offset, length, inserted } of edits) {
    const growth = inserted - length;
    if (offset + length < start) start += growth;
    else if (offset < start) start = offset;
    if (offset <= end) end = Math.max(offset + inserted, end + growth);
  }
  return { ...span, start, end: Math.max(end, start) };
}
