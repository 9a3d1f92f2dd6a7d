import { buffersOf } from './buffers';
import type { Port } from './port';

/** What goes over the port: a call and its only reply. Bodies survive a structured clone. */
interface CallMessage {
  readonly call: number;
  readonly body: unknown;
}
/** How much of a call is done, from 0 to 1, while there is no reply. */
interface ProgressMessage {
  readonly progress: number;
  readonly share: number;
}
type ReplyMessage =
  { readonly reply: number; readonly value: unknown } | { readonly reply: number; readonly error: string };

/**
 * Answers calls that come over a port, one after the other, in the order they came. The arrays of an answer are handed
 * over, not copied: the handler gives them away. It may tell how much is done.
 */
export function answerCalls(
  port: Port,
  handle: (body: unknown, progress: (share: number) => void) => Promise<unknown>,
): () => void {
  let last: Promise<void> = Promise.resolve();
  return port.listen((message) => {
    if (!isCall(message)) return;
    const { call, body } = message;
    last = last.then(async () => {
      try {
        const value = await handle(body, (share) => {
          port.post({ progress: call, share } satisfies ProgressMessage);
        });
        port.post({ reply: call, value } satisfies ReplyMessage, buffersOf(value));
      } catch (error) {
        port.post({
          reply: call,
          error: error instanceof Error ? error.message : String(error),
        } satisfies ReplyMessage);
      }
    });
  });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((share: number) => void) | undefined;
}

/** Calls over a port. Every call settles: with its reply, or with {@link Calls.end}. */
export class Calls {
  private readonly pending = new Map<number, Waiting>();
  private readonly stop: () => void;
  private count = 0;
  private ended: Error | undefined;

  constructor(private readonly port: Port) {
    this.stop = port.listen((message) => {
      if (isProgress(message)) this.pending.get(message.progress)?.progress?.(message.share);
      if (!isReply(message)) return;
      const waiting = this.pending.get(message.reply);
      this.pending.delete(message.reply);
      if ('error' in message) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.value);
    });
  }

  /** No reply will come any more. */
  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** @param progress told how much is done, where the other side says so. */
  call(body: unknown, progress?: (share: number) => void): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const call = ++this.count;
    return new Promise((resolve, reject) => {
      this.pending.set(call, { resolve, reject, progress });
      this.port.post({ call, body } satisfies CallMessage);
    });
  }

  /** The other side is gone, or no longer wanted: whatever waits fails with the reason. */
  end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = new Error(reason);
    this.stop();
    for (const { reject } of this.pending.values()) reject(this.ended);
    this.pending.clear();
  }
}

function isCall(message: unknown): message is CallMessage {
  return typeof message === 'object' && message !== null && Number.isInteger((message as CallMessage).call);
}

function isProgress(message: unknown): message is ProgressMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { progress, share } = message as Partial<ProgressMessage>;
  return Number.isInteger(progress) && typeof share === 'number' && share >= 0 && share <= 1;
}

function isReply(message: unknown): message is ReplyMessage {
  return typeof message === 'object' && message !== null && Number.isInteger((message as ReplyMessage).reply);
}
