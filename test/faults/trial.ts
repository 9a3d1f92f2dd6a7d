import { inlineDesk } from '../../src/lens/desk';
import { filesDesk } from '../../src/lens/files';
import { serveDesk } from '../../src/lens/remoteDesk';
import type { Worker } from '../../src/lens/workers';
import type { Port } from '../../src/wire/port';
import { editor, type FakeTextEditor } from '../fake/editor';
import { joined } from '../fake/joined';
import { type Running, run } from '../fake/running';
import { Selection } from '../fake/values';
import type { Kind } from './kind';

/** A worker that can be made to misbehave. */
export interface Unsteady extends Worker {
  die(reason: string): void;
  /** No message passes any more, in either direction. */
  silence(): void;
  /** What was held back arrives after all. */
  release(): void;
  hold(): void;
}

function unsteady(): Unsteady {
  const [here, there] = joined();
  const ends: ((reason: string) => void)[] = [];
  let silent = false;
  let held: (() => void)[] | undefined;
  const through = (port: Port): Port => ({
    post: (message, transfer) => {
      if (silent) return;
      const send = (): void => port.post(message, transfer);
      if (held === undefined) send();
      else held.push(send);
    },
    listen: (receive) => port.listen((message) => (silent ? undefined : receive(message))),
  });
  serveDesk(through(there), inlineDesk, filesDesk);
  return {
    port: here,
    onEnd: (listener) => ends.push(listener),
    end: () => undefined,
    die: (reason) => {
      silent = true;
      for (const listener of ends.splice(0)) listener(reason);
    },
    silence: () => {
      silent = true;
    },
    hold: () => {
      held = [];
    },
    release: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const send of waiting) send();
    },
  };
}

const FILLER = '# filler\n'.repeat(2400);

/** A running extension with a document, a question about it, and what went wrong. */
export class Trial {
  readonly faults: string[] = [];
  readonly workers: Unsteady[] = [];
  /** What is asked, and may never be answered. */
  asked: Promise<unknown> = Promise.resolve();
  /** What new workers do from the start. */
  newWorker: (worker: Unsteady) => void = () => undefined;
  /** The number that the text holds now; the losses follow from it. */
  number = 2;
  open: FakeTextEditor = editor.open('/placeholder', '');
  private running: Running | undefined;
  private inline = true;

  /** A document that was computed once already, so that there is something to lose. */
  async begin(inline: boolean): Promise<void> {
    this.inline = inline;
    this.start();
    this.open = editor.open('/trial.txt', this.text());
    await this.compute();
  }

  start(): void {
    this.running = run({
      loadInline: () => Promise.resolve(inlineDesk),
      startWorker: () => {
        const worker = unsteady();
        this.newWorker(worker);
        this.workers.push(worker);
        return worker;
      },
      readsPaths: false,
    });
  }

  stop(): void {
    this.running?.end();
    this.running = undefined;
  }

  ask(): void {
    this.open.selection = new Selection(0, 12, 0, 12);
    this.asked = editor.run('lossLens.compute').catch((error: unknown) => this.faults.push(`threw ${String(error)}`));
  }

  async compute(): Promise<void> {
    this.ask();
    await this.asked;
    await turns(3);
  }

  /** Changes the one number, as typing does. */
  edit(): void {
    const { document } = this.open;
    const text = document.getText();
    const start = text.indexOf('[[') + 2;
    this.number++;
    editor.edit(document, start, text.indexOf(',', start) - start, `${this.number}.5`);
  }

  /** Nothing that is shown may be of another text than the one that is there. */
  look(): void {
    for (const note of this.running?.seam.inlineNotes(this.open.document as never) ?? []) {
      const main = /^(?:.*│\s)?([\d.]+) cross_entropy/u.exec(note.text);
      if (main !== null && main[1] !== this.expected()) {
        this.faults.push(`shows ${String(main[1])} where the text has ${this.expected()}`);
      }
    }
  }

  get state(): string {
    return this.running?.seam.stateOf(this.open.document as never) ?? 'ended';
  }

  get shows(): boolean {
    return (this.running?.seam.inlineNotes(this.open.document as never) ?? []).some(({ text }) =>
      text.includes(`${this.expected()} cross_entropy`),
    );
  }

  /** Whatever happened: the next question is answered, with the number of the text as it stands. */
  async end(kind: Kind): Promise<void> {
    await turns(4);
    this.look();
    if (kind.keeps === true && !this.shows) this.faults.push('a finished result is lost');
    this.newWorker = () => undefined;
    if (this.open.document.isClosed) this.open = editor.open('/trial.txt', this.text());
    await this.compute();
    // Typing paused just now: what was settled is being computed once more, and comes to the same.
    for (let wait = 0; this.state === 'running' && wait < 500; wait++) await new Promise((r) => setTimeout(r, 10));
    this.look();
    if (!this.shows) this.faults.push(`does not answer afterwards: ${this.state}`);
  }

  dispose(): void {
    this.stop();
  }

  text(): string {
    return `logits = [[${this.number}.5, -1.0], [0.1, 0.2]]\nlabels = [0, 1]\n${this.inline ? '' : FILLER}`;
  }

  /** By the definition, and not by the code that is tried: the mean over two rows of log(1 + exp(other - own)). */
  expected(): string {
    const first = Math.log1p(Math.exp(-1 - (this.number + 0.5)));
    const second = Math.log1p(Math.exp(0.1 - 0.2));
    return ((first + second) / 2).toFixed(4);
  }
}

/** Lets the event loop turn. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
