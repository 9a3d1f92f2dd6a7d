import type { Interest } from '../run/run';
import { answerCalls, Calls } from '../wire/calls';
import type { Port } from '../wire/port';

/** A worker, and how to be rid of it. */
export interface Worker {
  readonly port: Port;
  /** Called once, when the worker ends for whatever reason. */
  onEnd(listener: (reason: string) => void): void;
  end(): void;
}

/** Whether a worker may take so much memory that it must not be the host's own: then it is a process, where there are any. */
export type Weight = 'light' | 'heavy';

/** What a job is about, handed over in pieces so that no step takes long. */
export type Part =
  | { readonly piece: string; readonly elsewhere?: true }
  /** A file begins: by its path where the worker can read it itself, else in chunks. */
  | { readonly file: string; readonly path?: string }
  | { readonly chunk: Uint8Array };

/** What a worker is sent: parts, then what to do with them. */
type Body<Job> = Part | { readonly job: Job };

/** The worker's side: collects parts and does what is asked with them, one job after the other. */
export function serveJobs<Job>(
  port: Port,
  work: (parts: readonly Part[], job: Job, progress: (share: number) => void) => Promise<unknown>,
): void {
  let parts: Part[] = [];
  answerCalls(port, async (body, progress) => {
    const message = body as Body<Job>;
    if (!('job' in message)) {
      parts.push(message);
      return undefined;
    }
    const collected = parts;
    parts = [];
    return work(collected, message.job, progress);
  });
}

interface Started<Job> {
  readonly worker: Worker;
  readonly calls: Calls;
  readonly body: (body: Body<Job>, progress?: (share: number) => void) => Promise<unknown>;
}

/**
 * Has jobs done by workers. A light one is kept for the next job; a heavy one is ended, so that its memory is free
 * again. A worker is ended as well where nobody wants its answer any more.
 */
export class Workers<Job> {
  private idle: Started<Job> | undefined;

  constructor(
    private readonly start: (weight: Weight) => Worker,
    /** Lets others work before the next part is taken. */
    private readonly pause: () => Promise<void>,
  ) {}

  /** @returns undefined where interest was lost before there was an answer. Fails where the worker does. */
  async run(
    parts: Iterable<Part> | AsyncIterable<Part>,
    job: Job,
    weight: Weight,
    interest: Interest,
  ): Promise<unknown> {
    // Whoever asks has looked at the whole document, if only for its length; and beginning a worker is a step of its own.
    await this.pause();
    if (interest.aborted) return undefined;
    const started = this.take(weight);
    const { worker, calls, body } = started;
    // Only while the worker is at this job: afterwards it may be at another's.
    let working = true;
    const end = (): void => {
      if (!working) return;
      working = false;
      calls.end('withdrawn');
      worker.end();
    };
    interest.onAbort?.(end);
    try {
      await this.pause();
      for await (const part of parts) {
        if (interest.aborted) return undefined;
        // Calls are answered in order: the last one's reply says that all have arrived.
        body(part).catch(() => undefined);
        await this.pause();
      }
      if (interest.aborted) return undefined;
      return await body({ job }, (share) => interest.aborted || interest.progress?.(share));
    } catch (error) {
      if (interest.aborted) return undefined;
      throw error;
    } finally {
      if (weight === 'light' && this.idle === undefined && !interest.aborted && !calls.hasEnded) {
        working = false;
        this.idle = started;
      } else end();
    }
  }

  dispose(): void {
    this.idle?.worker.end();
    this.idle = undefined;
  }

  private take(weight: Weight): Started<Job> {
    if (weight === 'light' && this.idle !== undefined) {
      const { idle } = this;
      this.idle = undefined;
      return idle;
    }
    const worker = this.start(weight);
    const calls = new Calls(worker.port);
    const started: Started<Job> = { worker, calls, body: (body, progress) => calls.call(body, progress) };
    worker.onEnd((reason) => {
      calls.end(reason);
      if (this.idle === started) this.idle = undefined;
    });
    return started;
  }
}
